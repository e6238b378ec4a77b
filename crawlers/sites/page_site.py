"""What a site's pages module adds where the site is read page by page, as any other. Pure: it never fetches."""

from __future__ import annotations

from typing import Protocol

from listings.page import ReadListing


class PageSite(Protocol):
    """Completes what the extractor read of a page by what it cannot know: how pages of this kind are made."""

    def complete(self, read: ReadListing, body: bytes, *, url: str, media_type: str | None) -> ReadListing:
        """Give the listing with what the page says besides; a page that cannot be opened changes nothing."""
