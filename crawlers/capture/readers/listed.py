"""Makes a reader's own findings and the generic reading into one: the state of a site knows its page best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from crawlers.capture.readers.state import CapturedPage
from crawlers.extract.reading import PageReading
from listings.listing import FieldSource, Listing, Seller
from listings.page import ReadListing
from listings.urls import site_of


def from_state(page: CapturedPage, given: Mapping[str, Any], *, source: FieldSource = "state") -> ReadListing:
    """Give a listing of what the site's reader found, and of the generic reading what it did not."""
    found = {name: value for name, value in given.items() if value not in (None, "", (), {}, Seller())}
    base = _base(page, found)
    listing = replace(base.listing, **found)
    sources = {name: base.sources[name] for name in base.sources if getattr(listing, name, None)}
    named = {name for name in found if name not in {"id", "url", "site", "kind", "lang"}}
    return ReadListing(listing=listing, sources={**sources, **dict.fromkeys(named, source)})


def only_own(page: CapturedPage, given: Mapping[str, Any], *, source: FieldSource = "state") -> ReadListing:
    """Give a listing of what the site's reader found alone: one of several on a page, or a page of chat."""
    found = {name: value for name, value in given.items() if value not in (None, "", (), {}, Seller())}
    listing = Listing(**{"id": page.document.canonical, "site": site_of(page.document.url), **found})
    named = {name for name in found if name in _FIELDS and name not in {"id", "url", "site", "kind", "lang"}}
    return ReadListing(listing=listing, sources=dict.fromkeys(sorted(named), source))


def reading_of(page: CapturedPage, *reads: ReadListing) -> PageReading:
    """Give the generic reading with these listings in place of its own."""
    kept = tuple(read for read in reads if read.listing.title or read.listing.description)
    if not kept:
        return replace(page.reading, listings=(), unreadable=page.reading.unreadable or "no_listing")
    return replace(page.reading, listings=kept, unreadable=None, needs_rendering=False)


def _base(page: CapturedPage, found: Mapping[str, Any]) -> ReadListing:
    """Give the generic reading's listing where it read one, else an empty one."""
    if len(page.reading.listings) == 1:
        return page.reading.listings[0]
    url = page.document.canonical
    return ReadListing(listing=Listing(id=str(found.get("id") or url), url=url, site=site_of(page.document.url)))


_FIELDS = frozenset(field.name for field in fields(Listing))
