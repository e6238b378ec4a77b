"""What a run has settled so far, and whether the site keeps showing us walls."""

from __future__ import annotations

from crawlers.order import Progress
from crawlers.spiders.decide import WALLS
from listings.page import PageOutcome


class Tally:
    """Counts outcomes. `walls_in_a_row` starts anew with every page that could be read."""

    def __init__(self) -> None:
        self.walls_in_a_row = 0
        self._counts = dict.fromkeys(("pages", "listings", "images", "unreadable", "postponed"), 0)
        self._url = ""

    def settle(self, outcome: PageOutcome) -> None:
        """Count a settled page."""
        self._url = outcome.page.url
        self._counts["images" if outcome.page.kind == "image" else "pages"] += 1
        self._counts["listings"] += len(outcome.listings)
        self._counts["unreadable"] += outcome.state == "unreadable"
        if outcome.page.kind != "image":
            self._count_walls(outcome)

    def postpone(self) -> None:
        """Count a page that was put back."""
        self._counts["postponed"] += 1

    def progress(self, refused: int) -> Progress:
        """Give the counts for the eyes of a person; `refused` is the guard's own count."""
        return Progress(**self._counts, refused=refused, url=self._url)

    def _count_walls(self, outcome: PageOutcome) -> None:
        if outcome.reason in WALLS:
            self.walls_in_a_row += 1
        elif outcome.state in {"read", "same", "gone"}:
            self.walls_in_a_row = 0
