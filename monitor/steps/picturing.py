"""Takes screenshots of what waits for review, from the captured pages; each is kept in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from listings.errors import NotFound, ToolMissing, Unreadable

if TYPE_CHECKING:
    from crawlers.net_guard import NetGuard
    from crawlers.screenshots import CapturedPage
    from store.open import Stores
    from store.records import PageToPicture

BATCH = 20
"""Pages, with their pictures, that are held in memory at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReport:
    """How many screenshots were taken, and how many pages could not be shown."""

    taken: int
    failed: int


def picture_hits(
    stores: Stores, guard: NetGuard, *, contact: str, most: int, fault: Callable[[str], None]
) -> PictureReport:
    """Take up to `most` screenshots of waiting hits, the highest risk first. Of their sites only styles are asked.

    Raises:
        ToolMissing: there is no browser; the review page then says that there is no screenshot.
    """
    from crawlers.browser import find_browser
    from crawlers.screenshots import take_screenshots

    if find_browser() is None:
        raise ToolMissing("no Chromium is installed", remedy="install the package chromium, or set SOI_CHROMIUM")
    taken = failed = 0
    while taken + failed < most and (wanted := stores.screenshots.wanted(min(BATCH, most - taken - failed))):
        for page, shot in zip(wanted, take_screenshots(_pages(stores, wanted), guard, contact=contact), strict=True):
            if isinstance(shot, Unreadable):
                failed += 1
                stores.screenshots.keep(page.version_id, None, shot.reason)
                fault(str(shot))
            else:
                taken += 1
                stores.screenshots.keep(page.version_id, shot)
    return PictureReport(taken=taken, failed=failed)


def _pages(stores: Stores, wanted: Sequence[PageToPicture]) -> Iterator[CapturedPage]:
    from crawlers.screenshots import CapturedPage

    for page in wanted:
        yield CapturedPage(capture=page.capture, pictures=dict(_pictures(stores, page)), brought=page.brought)


def _pictures(stores: Stores, page: PageToPicture) -> Iterator[tuple[str, bytes]]:
    for address, digest in page.pictures:
        try:
            yield address, stores.evidence.get(digest)
        except NotFound:  # erased meanwhile
            continue
