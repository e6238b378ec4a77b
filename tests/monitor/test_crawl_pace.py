"""How fast a crawl goes, and how long what it knows of may take."""

from __future__ import annotations

from datetime import timedelta

from crawlers.order import Progress
from monitor.crawl_pace import WINDOW, CrawlPace


def test_pages_a_second_and_what_is_left() -> None:
    pace = CrawlPace(100.0)
    told = pace.measured(Progress(pages=10, images=30, listings=8, url="http://127.0.0.1/p"), 80, 110.0)
    assert (told.rate, told.remaining, told.left) == (1.0, 80, timedelta(seconds=20))
    assert told.wording == (
        "10 pages, 8 listings, 0 unreadable; 1.0 pages/s, 80 remaining, at least 0 min 20 s left  http://127.0.0.1/p"
    )


def test_the_pace_is_that_of_the_last_minute() -> None:
    pace = CrawlPace(0.0)
    for second in range(1, 61):
        pace.measured(Progress(pages=second * 10), 100, float(second))
    for second in range(61, 61 + int(WINDOW) + 1):
        told = pace.measured(Progress(pages=600 + second - 60), 3600, float(second))
    assert round(told.rate, 2) == 1.0
    assert told.left == timedelta(hours=1)
    assert "at least 1 h 00 min left" in told.wording


def test_nothing_settled_yet_promises_nothing() -> None:
    told = CrawlPace(5.0).measured(Progress(), 3, 5.0)
    assert (told.rate, told.left) == (0.0, None)
    assert "left" not in told.wording
