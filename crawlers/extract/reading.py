"""What reading a page gives: listings, links, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from listings.page import ReadListing

LinkKind = Literal["listing", "index", "next", "unknown"]
"""A guess: `next` is the following page of an index, `index` lists other pages, `listing` is one offer or article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One address a page points to: absolute, canonical, http or https. `text` is what the link says."""

    url: str
    kind: LinkKind = "unknown"
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PageReading:
    """Everything read from one page.

    `unreadable` is one of `listings.page.UNREADABLE_REASONS`, or None when there is a listing. An index page has links
    and the reason `no_listing`; a captcha, login or block page has neither listings nor links.
    `needs_rendering`: only scripts fill the page, or the place of its price; read it again from a browser.
    """

    listings: tuple[ReadListing, ...] = ()
    unreadable: str | None = None
    needs_rendering: bool = False
    canonical: str | None = None
    """The address the page itself names as its own, where it lies on the same site."""
    lang: str | None = None
    """The language (ISO 639) the page declares for itself."""
    alternates: Mapping[str, str] = field(default_factory=dict)
    """The same listing in other languages (`hreflang`): language tag in lower case, `x-default` among them, to address.

    Copies of one page name each other: the same mapping stands on each, so that a crawl can settle on one of them.
    """
    read_links: Callable[[], tuple[Link, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What the page links to. Worked out when first asked: it costs more than reading the listing."""
        return self.read_links()
