"""Tells what a listing sells, as far as that decides which claims may be made for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detectors.rules.phrases import FoldedWords, PhraseFinder, words_of
from listings.listing import Listing

_FILE = Path(__file__).with_name("kinds.toml")

# Forms of a medicine's registration number; facts in docs/ say which were seen. Bounded, so linear.
DRUG_NUMBER = re.compile(
    r"\b(?:V[DNS]|GC|QLĐB|QLDB|VNA|VNB|VT|HD|SP)\d{0,2}-[A-Z0-9]{1,6}-\d{2}\b"
    r"|(?:SĐK|SDK|số đăng ký|so dang ky)\W{0,3}\d{12}\b|\b(?:PL|NDC|ANDA|DIN)\W{0,2}\d{4,5}[-/]\d{3,4}",
    re.IGNORECASE,
)
_OTC = re.compile(r"\b(?:P|GSL|OTC) medicine\b|\bover[- ]the[- ]counter\b", re.IGNORECASE)

# Where people and animals or plants are confused, the claim about people wins.
NOT_ABOUT_PEOPLE = frozenset({"pesticide", "veterinary"})


@dataclass(frozen=True, slots=True)
class _KindWords:
    kinds: Mapping[str, PhraseFinder]
    people: PhraseFinder
    beyond_indication: PhraseFinder


@cache
def _kind_words() -> _KindWords:
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _KindWords(
        {kind: PhraseFinder(words) for kind, words in given["words"].items()},
        PhraseFinder(given["people"]["words"]),
        PhraseFinder(given["beyond_indication"]["words"]),
    )


def product_kinds(listing: Listing) -> frozenset[str]:
    """Give the kinds a listing's title and category speak of; `drug` where a registration number is shown."""
    shown = words_of(" . ".join(part for part in (listing.title, listing.category) if part))
    kinds = {kind for kind, finder in _kind_words().kinds.items() if finder.found_in(shown)}
    text = f"{listing.text_of('title')}\n{listing.text_of('description')}"
    if "supplement" not in kinds and (DRUG_NUMBER.search(text) or _OTC.search(text)):
        kinds.add("drug")
    return frozenset(kinds)


def is_exempt(kinds: frozenset[str], exempt: frozenset[str], clause: FoldedWords) -> bool:
    """Say whether a category is no claim in this clause, because of what the listing sells.

    Args:
        kinds: What the listing sells.
        exempt: The kinds of which the category's rule does not speak.
        clause: The clause's words.
    """
    reasons = kinds & exempt
    if reasons and reasons <= NOT_ABOUT_PEOPLE:
        return not _kind_words().people.found_in(clause)
    return bool(reasons)


def beyond_indication(clause: FoldedWords) -> bool:
    """Say whether a clause goes beyond what a registered medicine may say of itself."""
    return _kind_words().beyond_indication.found_in(clause)
