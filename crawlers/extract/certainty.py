"""How sure a field is: by how many parts of the page say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawlers.extract.candidate import Candidate
from crawlers.extract.resolve_title import agreement
from listings.listing import FieldSource, Listing
from listings.page import Certainty

_WEIGHED = ("title", "price", "currency", "images")
_SAME = 0.6


def certainty_of(
    listing: Listing, sources: Mapping[str, FieldSource], candidates: Sequence[Candidate]
) -> dict[str, Certainty]:
    """Grade each field that has a source; where one part of a page speaks, by whether it is data or what is shown."""
    return {name: _grade(name, listing, source, candidates) for name, source in sources.items()}


def _grade(name: str, listing: Listing, source: FieldSource, candidates: Sequence[Candidate]) -> Certainty:
    others = [c for c in candidates if c.source != source and getattr(c, name)] if name in _WEIGHED else []
    if any(_agrees(name, listing, other) for other in others):
        return "confirmed"
    # Pictures differ without contradicting each other: each part shows its own choice of them.
    if others and name != "images":
        return "disputed"
    return "shown" if source == "visible" else "stated"


def _agrees(name: str, listing: Listing, other: Candidate) -> bool:
    if name == "title":
        return agreement(listing.title or "", other.title or "") >= _SAME
    if name == "images":
        return bool(set(listing.images[:1]) & set(other.images))
    return bool(getattr(listing, name) == getattr(other, name))
