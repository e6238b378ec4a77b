"""Copies of a page in other languages: which one of them speaks for the listing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from crawlers.extract.reading import Link
from listings.urls import canonical_url

LANGUAGES = frozenset({
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hu", "ja", "km", "ko", "lo", "ms", "nl", "pl",
    "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh",
})  # fmt: skip
"""As a first part of a path. Codes that are words of shops, too (`id`, `it`, `no`), are left out."""

FIRST_CHOICE = "vi"
"""Where nothing else decides: the language of the people who read what we collect."""

FEW_LINKS = 3
"""A page with fewer links in its own language is a doorway: it leads into the languages."""

_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_NAMES = frozenset({"lang", "language", "hl", "locale", "setlang"})


def mark_of(url: str) -> str:
    """Give the language that an address names, in its path, its query or its host; empty where it names none."""
    parts = urlsplit(url)
    given = (value for name, value in parse_qsl(parts.query, max_num_fields=100) if name.lower() in _NAMES)
    first, _, _ = parts.path.lstrip("/").partition("/")
    label, _, _ = (parts.hostname or "").partition(".")
    return next((code for text in (*given, first, label) if (code := _language(text))), "")


def _language(text: str) -> str:
    match = _CODE.fullmatch(text)
    return text.lower().replace("_", "-") if match and match[1].lower() in LANGUAGES else ""


def speaking_copy(alternates: Mapping[str, str], url: str, start: str) -> str | None:
    """Give the address that speaks for a page with copies, or None where that is the page itself.

    The language of the source's start goes first, then the site's own default, then the copy whose address names no
    language, then Vietnamese. The answer depends on nothing that was read before, so every run gives the same.
    """
    if len(set(alternates.values())) < 2:  # noqa: PLR2004 - one address has no copies
        return None
    chosen = _chosen(alternates, mark_of(start))
    return None if chosen == canonical_url(url) else chosen


def _chosen(alternates: Mapping[str, str], wanted: str) -> str:
    if wanted:
        marked = [address for address in alternates.values() if mark_of(address) == wanted]
        named = [address for tag, address in alternates.items() if tag == wanted]
        if marked or named:
            return (marked or named)[0]
    if "x-default" in alternates:
        return alternates["x-default"]
    unmarked = [address for address in alternates.values() if not mark_of(address)]
    first = [address for tag, address in alternates.items() if tag.split("-")[0] == FIRST_CHOICE]
    return (unmarked or first or [alternates[min(alternates)]])[0]


def in_one_language(links: Iterable[Link], url: str) -> Sequence[Link]:
    """Leave out links from a page into copies of the site in other languages."""
    own = mark_of(url)
    marks = [(link, mark_of(link.url)) for link in links]
    if own:
        return [link for link, mark in marks if mark in {"", own}]
    unmarked = [link for link, mark in marks if not mark]
    return unmarked if len(unmarked) >= FEW_LINKS else [link for link, _ in marks]
