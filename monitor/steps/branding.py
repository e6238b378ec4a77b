"""Takes brands in: from the command line, or from folders with a `brand.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from listings.brand import Brand, ReferenceImage, UsualPrice
from listings.errors import InvalidInput, NotFound, Unreadable

if TYPE_CHECKING:
    from store.open import Stores

BRAND_FILE = "brand.toml"
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"})


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


def add_brand(stores: Stores, name: str, *, images: Sequence[Path], words: Sequence[str]) -> Brand:
    """Add a brand, or pictures and words to one that is there.

    Raises:
        InvalidInput: a picture cannot serve as a reference (unreadable or flat).
    """
    known = _known(stores, name)
    taken = [_reference(path, None) for path in images]
    brand = replace(
        known,
        words=_joined(known.words, words),
        references=_merged(known.references, [reference for reference, _ in taken]),
    )
    stores.brands.keep(brand, {reference.digest: content for reference, content in taken})
    return brand


def import_brands(stores: Stores, folder: Path) -> Iterator[tuple[Brand, tuple[str, ...]]]:
    """Import every brand below a folder; give each with the pictures that were refused and why."""
    if not folder.is_dir():
        raise NotFound("is no folder", where=str(folder))
    files = [folder / BRAND_FILE] if (folder / BRAND_FILE).is_file() else sorted(folder.glob(f"*/{BRAND_FILE}"))
    if not files:
        raise NotFound(f"holds no {BRAND_FILE}", where=str(folder))
    for file in files:
        yield _import_one(stores, file)


def _import_one(stores: Stores, file: Path) -> tuple[Brand, tuple[str, ...]]:
    given = _read(file)
    products = {image.file: image.product for image in given.image}
    taken: dict[str, tuple[ReferenceImage, bytes]] = {}
    refused = []
    for path in sorted(p for p in file.parent.iterdir() if p.suffix.lower() in IMAGE_SUFFIXES):
        try:
            reference, content = _reference(path, products.get(path.name))
        except InvalidInput as error:
            refused.append(f"refused: {error}")
        else:
            taken[reference.digest] = (reference, content)
    brand = _brand(given, _known(stores, given.name), [reference for reference, _ in taken.values()])
    stores.brands.keep(brand, {digest: content for digest, (_, content) in taken.items()})
    return brand, tuple(refused)


def _brand(given: _BrandFile, known: Brand, references: Sequence[ReferenceImage]) -> Brand:
    prices = tuple(UsualPrice(**price.model_dump()) for price in given.usual_price)
    return Brand(
        name=given.name,
        owner=given.owner or known.owner,
        words=_joined(known.words, given.words),
        authorised=_joined(known.authorised, given.authorised),
        titles={**known.titles, **given.titles},
        usual_prices=prices or known.usual_prices,
        references=_merged(known.references, references),
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

    try:
        content = path.read_bytes()
        open_image(content)
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    except Unreadable as error:
        raise InvalidInput(f"cannot be a reference: {error.what}", where=str(path)) from error
    digest = hashlib.sha256(content).hexdigest()
    return ReferenceImage(digest=digest, path=str(path), product=product), content


def _joined(known: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *given]))


def _merged(known: Sequence[ReferenceImage], given: Sequence[ReferenceImage]) -> tuple[ReferenceImage, ...]:
    by_digest: Mapping[str, ReferenceImage] = {reference.digest: reference for reference in [*known, *given]}
    return tuple(by_digest.values())
