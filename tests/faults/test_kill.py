"""kill -9 at random moments: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.small_shop import PER_PAGE, SmallShop, small_shop
from tests.soi import MODEL, ROOT, Soi, new_workspace

KILLS = 20
LISTINGS = 364
DETECT_KILLS = 10
CATALOGUE = ROOT / "demo" / "catalogue" / "listings.jsonl"

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]


def _killed(process: subprocess.Popen[str], after: float) -> bool:
    """Kill a process after so many seconds; say whether it was still running."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def _killed_in_the_middle(process: subprocess.Popen[str], shop: SmallShop, asked: int) -> bool:
    """Kill a crawl once it has asked so many more times; say whether it was still running."""
    goal = shop.asked.total() + asked
    while shop.asked.total() < goal and process.poll() is None:
        time.sleep(0.005)
    return _killed(process, 0)


def _crawl(shop: SmallShop, workspace: Path) -> tuple[Soi, tuple[str, ...]]:
    soi = new_workspace(workspace)
    soi("source", "add", "shop", "--site", "generic_shop", "--start", f"{shop.address}/")
    host = shop.address.removeprefix("http://")
    return soi, ("crawl", "shop", "--delay", "0", "--allow-private", host)


def test_a_crawl_of_400_pages_killed_twenty_times_ends_with_every_listing_once(tmp_path: Path) -> None:
    moments = random.Random(20260515)
    with small_shop(LISTINGS) as shop:
        soi, crawl = _crawl(shop, tmp_path / "w")
        killed = sum(_killed_in_the_middle(soi.start(*crawl), shop, moments.randint(1, 55)) for _ in range(KILLS))
        soi(*crawl)
        listings = soi.lines("export", "listings")
        runs = soi.lines("export", "runs")
    assert killed == KILLS, "the shop was read before the kills could meet the crawl"
    assert sorted(line["id"] for line in listings) == sorted(f"h{n}" for n in range(LISTINGS))
    assert {line["version"] for line in listings} == {1}
    assert runs[0]["finish"] == "complete"
    assert runs[0]["listings"]["new"] == LISTINGS
    assert runs[0]["pages"] == LISTINGS + -(-LISTINGS // PER_PAGE)
    assert "sound" in soi("evidence", "verify")


@pytest.mark.skipif(not MODEL.is_dir(), reason="the text model is not set up (./run setup)")
def test_a_detect_killed_ten_times_ends_with_the_same_hits(tmp_path: Path) -> None:
    undisturbed = new_workspace(tmp_path / "undisturbed")
    disturbed = new_workspace(tmp_path / "disturbed")
    for soi in (undisturbed, disturbed):
        soi("import", str(CATALOGUE))
    undisturbed("detect")
    moments = random.Random(20260516)
    for _ in range(DETECT_KILLS):
        _killed(disturbed.start("detect"), moments.uniform(0.3, 2.5))
    disturbed("detect")
    expected, found = (_hits(soi) for soi in (undisturbed, disturbed))
    assert found == expected
    assert expected
    assert "sound" in disturbed("evidence", "verify")


def _hits(soi: Soi) -> list[tuple[str, float, list[str]]]:
    lines = soi.lines("export", "hits")
    found = [(h["listing"]["id"], h["risk"], [f["category"] for f in h["findings"]]) for h in lines]
    assert len({listing for listing, _, _ in found}) == len(found), "a listing has two open hits"
    return sorted(found)
