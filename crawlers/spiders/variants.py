"""Addresses that are views of one page: told apart from pages of their own, and bounded where they never end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from listings.page import PageOutcome, WantedPage

VIEWS_PER_INDEX = 30
"""Filtered views of one index, its pages not counted. Three filters of ten values make a thousand, with nothing new."""

MAX_KNOWN = 50_000
"""Addresses told apart, some 8 MB: of each two hashes. When there are more, the older half is forgotten."""
MAX_PATHS = 5_000
"""Indexes whose views are counted, the same."""

_PAGING = re.compile(r"^(page|p|paged|pg|trang|offset|start|cursor|after)$", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+|[A-Z]?[a-z]+")


class Variants:
    """What one run learns of a site's addresses. After a kill it learns anew: the store keeps listings apart."""

    def __init__(self) -> None:
        self._void: set[str] = set()
        self._views: defaultdict[str, set[str]] = defaultdict(set)
        self._known: dict[int, int] = {}

    def learn(self, outcome: PageOutcome) -> None:
        """Take note of parameters that a listing's own address does without: colour, session, way of arriving."""
        asked = urlsplit(outcome.page.url)
        for read in outcome.listings:
            own = urlsplit(read.listing.url or "")
            if own.path == asked.path and own.netloc == asked.netloc:
                dropped = _names(asked.query) - _names(own.query)
                self._void |= {name for name in dropped if not _PAGING.match(name)}

    def admitted(self, pages: Iterable[WantedPage]) -> tuple[WantedPage, ...]:
        """Give the pages that are worth a fetch, each once, without parameters known to be void."""
        plain = (page if page.kind in {"image", "sitemap"} else self._plain(page) for page in pages)
        return tuple(page for page in plain if page.kind in {"image", "sitemap"} or self._is_worth_it(page))

    def _plain(self, page: WantedPage) -> WantedPage:
        parts = urlsplit(page.url)
        if page.kind == "index" or not (_names(parts.query) & self._void):
            return page
        kept = "&".join(piece for piece in parts.query.split("&") if piece.partition("=")[0] not in self._void)
        return replace(page, url=urlunsplit(parts._replace(query=kept)))

    def _is_worth_it(self, page: WantedPage) -> bool:
        own = hash(page.url)
        if self._known.setdefault(hash(_spelling(page.url)), own) != own:
            return False
        _bound(self._known, MAX_KNOWN)
        return page.kind == "listing" or self._is_a_view_worth_it(page.url)

    def _is_a_view_worth_it(self, url: str) -> bool:
        parts = urlsplit(url)
        view = "&".join(piece for piece in parts.query.split("&") if not _PAGING.match(piece.partition("=")[0]))
        if not view:
            return True
        views = self._views[f"{parts.netloc}{parts.path}"]
        if view not in views and len(views) >= VIEWS_PER_INDEX:
            return False
        views.add(view)
        _bound(self._views, MAX_PATHS)
        return True


def _bound(known: dict[Any, Any], most: int) -> None:
    if len(known) > most:
        for oldest in list(islice(known, most // 2)):
            del known[oldest]


def _names(query: str) -> set[str]:
    return {piece.partition("=")[0] for piece in query.split("&") if piece}


def _spelling(url: str) -> str:
    """Give what addresses of one page share: no scheme, no final slash, words in lower case; ids keep their letters."""
    parts = urlsplit(url)
    path = re.sub(r"[A-Za-z]+", lambda m: m[0].lower() if _WORD.fullmatch(m[0]) else m[0], parts.path.rstrip("/"))
    return f"{parts.netloc}{path}?{parts.query}"
