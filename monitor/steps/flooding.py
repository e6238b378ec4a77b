"""References that match far more than usual: what there is to look at, and what a person said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from listings.brand import ReferenceImage
from listings.errors import Conflict, NotFound
from listings.flood import Flood, FloodExample, ReferenceState
from monitor.files import whole_file

if TYPE_CHECKING:
    from store.open import Stores

EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFlood:
    """A reference that is set aside, the file it was added from, and some of what it matches."""

    flood: Flood
    path: str
    examples: tuple[FloodExample, ...]


def floods(stores: Stores) -> list[SeenFlood]:
    """Give every reference that is set aside, with examples: the picture that most of its matches show first."""
    paths = {image.digest: image.path for brand in stores.brands.all() for image in brand.references}
    return [
        SeenFlood(
            flood=flood,
            path=paths.get(flood.reference, ""),
            examples=tuple(stores.references.examples(flood.reference, EXAMPLES)),
        )
        for flood in stores.references.floods()
    ]


def save_pictures(stores: Stores, seen: Sequence[SeenFlood], folder: Path) -> int:
    """Write the references and the pictures they match into a folder, to be looked at; give how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for one in seen:
        name = one.flood.reference[:12]
        files[f"{name}-reference"] = stores.brands.reference_bytes(one.flood.reference)
        for example in one.examples:
            files[f"{name}-listing-{example.listing_id}"] = stores.evidence.get(example.image)
    for name, content in files.items():
        with whole_file(folder / f"{name}{_ending(content)}") as stream:
            stream.write(content)
    return len(files)


def release(stores: Stores, named: str, *, benign: bool) -> tuple[Flood, int]:
    """Let a reference count again; give it, and how many listings wait to be judged again.

    Args:
        stores: where it is.
        named: the reference's SHA-256, or enough of its beginning.
        benign: make the picture that most of its matches show a negative reference of the brand first.

    Raises:
        NotFound: no reference that is set aside is named so.
        Conflict: several are.
    """
    flood = _named(stores, named)
    if benign:
        _silence(stores, flood)
    state: ReferenceState = "benign" if benign else "released"
    return flood, stores.references.release(flood.reference, state, datetime.now(UTC))


def _named(stores: Stores, named: str) -> Flood:
    found = [flood for flood in stores.references.floods() if named and flood.reference.startswith(named.lower())]
    if not found:
        raise NotFound(f"no reference that is set aside is named {named!r}", remedy="see: soi brand floods")
    if len(found) > 1:
        raise Conflict(f"{len(found)} references begin with {named!r}", remedy="give more of it")
    return found[0]


def _silence(stores: Stores, flood: Flood) -> None:
    """Add the picture to the brand; when this is all that a killed run did, doing it again changes nothing."""
    (example,) = stores.references.examples(flood.reference, 1)
    brand = stores.brands.get(flood.brand)
    known = {image.digest for image in brand.benign}
    if example.image not in known:
        picture = ReferenceImage(digest=example.image, path=f"listing {example.listing_id}: {example.url or '-'}")
        stores.brands.keep(replace(brand, benign=(*brand.benign, picture)), {})


def _ending(content: bytes) -> str:
    from review_ui.presentation.pictures import picture_extension, picture_type

    kind = picture_type(content)
    return f".{picture_extension(kind)}" if kind else ".bin"
