"""Takes brands in: from the command line, or from folders with a `brand.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from listings.brand import Brand, ReferenceImage, UsualPrice
from listings.errors import InvalidInput, NotFound, ToolMissing, Unreadable

if TYPE_CHECKING:
    from store.open import Stores

BRAND_FILE = "brand.toml"
BENIGN_FOLDER = "benign"
_Taken = tuple[ReferenceImage, bytes]


class _Price(BaseModel):
    model_config = ConfigDict(extra="forbid")
    product: str
    words: tuple[str, ...]
    size: str | None = None
    price: Decimal = Field(gt=0)
    currency: str


class _Image(BaseModel):
    model_config = ConfigDict(extra="forbid")
    file: str
    product: str | None = None


class _BrandFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    owner: str | None = None
    words: tuple[str, ...] = ()
    authorised: tuple[str, ...] = ()
    titles: dict[str, str] = {}
    usual_price: tuple[_Price, ...] = ()
    image: tuple[_Image, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBrand:
    """A brand as kept, the pictures that are new to it (benign ones too), and which were refused and why."""

    brand: Brand
    added: tuple[ReferenceImage, ...]
    refused: tuple[str, ...] = ()


def add_brand(
    stores: Stores, name: str, *, images: Sequence[Path], words: Sequence[str], benign: Sequence[Path] = ()
) -> TakenBrand:
    """Add a brand, or pictures and words to one that is there; `benign` are pictures known to prove nothing.

    Raises:
        InvalidInput: a picture cannot serve as a reference (unreadable or flat).
        ToolMissing: it is an SVG, and what draws SVG is not installed.
    """
    known = _known(stores, name)
    taken, silent = [_reference(path, None) for path in images], [_reference(path, None) for path in benign]
    brand = replace(
        known,
        words=_joined(known.words, words),
        references=_merged(known.references, _images(taken)),
        benign=_merged(known.benign, _images(silent)),
    )
    stores.brands.keep(brand, _contents([*taken, *silent]))
    return TakenBrand(brand=brand, added=_new(known, brand))


def import_brands(stores: Stores, folder: Path) -> Iterator[TakenBrand]:
    """Import every brand below a folder, one after the other.

    What lies in `benign/` is known to prove nothing: of one brand, or, beside the brands' folders, of each of them.
    """
    if not folder.is_dir():
        raise NotFound("is no folder", where=str(folder))
    files = [folder / BRAND_FILE] if (folder / BRAND_FILE).is_file() else sorted(folder.glob(f"*/{BRAND_FILE}"))
    if not files:
        raise NotFound(f"holds no {BRAND_FILE}", where=str(folder))
    shared, unfit = _taken(folder / BENIGN_FOLDER, {}) if files[0].parent != folder else ([], [])
    for file in files:
        brand = _import_one(stores, file, shared)
        yield replace(brand, refused=(*brand.refused, *unfit))
        unfit = []


def _import_one(stores: Stores, file: Path, shared: Sequence[_Taken]) -> TakenBrand:
    given = _read(file)
    taken, refused = _taken(file.parent, {image.file: image.product for image in given.image})
    silent, unfit = _taken(file.parent / BENIGN_FOLDER, {})
    known = _known(stores, given.name)
    brand = _brand(given, known, _images(taken), _images([*silent, *shared]))
    stores.brands.keep(brand, _contents([*taken, *silent, *shared]))
    return TakenBrand(brand=brand, added=_new(known, brand), refused=(*refused, *unfit))


def _new(known: Brand, brand: Brand) -> tuple[ReferenceImage, ...]:
    before = {image.digest for image in (*known.references, *known.benign)}
    return tuple(image for image in (*brand.references, *brand.benign) if image.digest not in before)


def _taken(folder: Path, products: Mapping[str, str | None]) -> tuple[list[_Taken], list[str]]:
    """Read the pictures directly in a folder, if it is there; give those that serve, and why the others do not."""
    from detectors.images.picture_file import REFERENCES

    taken, refused = [], []
    found = folder.iterdir() if folder.is_dir() else ()
    for path in sorted(path for path in found if path.suffix.lower() in REFERENCES):
        try:
            taken.append(_reference(path, products.get(path.name)))
        except (InvalidInput, ToolMissing) as error:
            refused.append(f"refused: {error}")
    return taken, refused


def _images(taken: Sequence[_Taken]) -> list[ReferenceImage]:
    return [reference for reference, _ in taken]


def _contents(taken: Sequence[_Taken]) -> dict[str, bytes]:
    return {reference.digest: content for reference, content in taken}


def _brand(
    given: _BrandFile, known: Brand, references: Sequence[ReferenceImage], benign: Sequence[ReferenceImage]
) -> Brand:
    prices = tuple(UsualPrice(**price.model_dump()) for price in given.usual_price)
    return Brand(
        name=given.name,
        owner=given.owner or known.owner,
        words=_joined(known.words, given.words),
        authorised=_joined(known.authorised, given.authorised),
        titles={**known.titles, **given.titles},
        usual_prices=prices or known.usual_prices,
        references=_merged(known.references, references),
        benign=_merged(known.benign, benign),
    )


def _read(file: Path) -> _BrandFile:
    try:
        return _BrandFile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"is not TOML: {error}", where=str(file)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{where}: {first['msg']}", where=str(file)) from error


def _known(stores: Stores, name: str) -> Brand:
    try:
        return stores.brands.get(name)
    except NotFound:
        return Brand(name=name)


def _reference(path: Path, product: str | None) -> tuple[ReferenceImage, bytes]:
    from detectors.images.decode import open_image
    from detectors.images.picture_file import read_reference

    try:
        content = read_reference(path)
        open_image(content)
    except Unreadable as error:
        raise InvalidInput(f"cannot be a reference: {error.what}", where=str(path)) from error
    digest = hashlib.sha256(content).hexdigest()
    return ReferenceImage(digest=digest, path=str(path), product=product), content


def _joined(known: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *given]))


def _merged(known: Sequence[ReferenceImage], given: Sequence[ReferenceImage]) -> tuple[ReferenceImage, ...]:
    by_digest: Mapping[str, ReferenceImage] = {reference.digest: reference for reference in [*known, *given]}
    return tuple(by_digest.values())
