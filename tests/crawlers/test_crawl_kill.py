"""kill -9 at random moments: every page of the site is kept, and kept once."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

import pytest

from tests.crawlers.crawling import ended, start_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page

pytestmark = pytest.mark.faults

PRODUCTS = 60
KILLS = 6


def test_a_run_killed_again_and_again_stores_every_page_exactly_once(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        for number in range(PRODUCTS):
            site.put(f"/product/p{number}", listing_page(f"Kem {number}", images=(f"{site.url}/images/{number}.png",)))
            site.put(f"/images/{number}.png", Page(PNG + bytes([number]), media_type="image/png"))
        for page in range(6):
            products = tuple(f"/product/p{number}" for number in range(page * 10, page * 10 + 10))
            site.put(f"/category/kem?page={page}", index_page((*products, f"/category/kem?page={page + 1}")))
        site.put("/category/kem?page=6", index_page(("/category/kem?page=0",)))
        start = f"{site.url}/category/kem?page=0"
        moments = random.Random(20260101)
        for _ in range(KILLS):
            kill_in_the_middle(tmp_path, site, start, moments)
        crawled = ended(start_crawl(tmp_path, start, allow=[site.host], lease=0))
    assert crawled.run["finish"] == "complete"
    assert crawled.run["listings"]["new"] == PRODUCTS
    assert crawled.run["pages"] == PRODUCTS + 7
    with sqlite3.connect(tmp_path / "soi.sqlite") as tables:
        assert tables.execute("select count(*) from listings").fetchone() == (PRODUCTS,)
        assert tables.execute("select count(*) from listing_versions").fetchone() == (PRODUCTS,)
        assert tables.execute("select count(*) from frontier where state != 'ended'").fetchone() == (0,)


def kill_in_the_middle(tmp_path: Path, site: LoopbackSite, start: str, moments: random.Random) -> None:
    before = len(site.visits)
    process = start_crawl(tmp_path, start, allow=[site.host], lease=0)
    while len(site.visits) < before + 3:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)
    time.sleep(moments.uniform(0, 0.25))
    process.kill()
    process.communicate()
