"""The throughput benchmark: its shop is what it says, both sides read all of it, and what was measured is recorded."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.throughput import record
from benchmarks.throughput.__main__ import main
from benchmarks.throughput.measure import Measured, measured
from benchmarks.throughput.shop import PER_INDEX, Shop, price_of, title_of
from crawlers.extract import read_page

HOST = "http://127.0.0.1:8000"


def figures(soi: list[float], bare: list[float]) -> Measured:
    return Measured(listings=40, size=10_000, soi_pages=41, kept=40, bare_pages=42, soi_seconds=soi, bare_seconds=bare)


def test_every_listing_of_the_shop_is_linked_from_its_front_page_on() -> None:
    shop = Shop(2 * PER_INDEX + 1, 3000)
    linked: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        page = shop.page(path)
        assert page is not None
        if path not in linked:
            linked.add(path)
            waiting += re.findall(r'href="([^"]+)"', page.decode()) if "/san-pham/" not in path else []
    assert linked == {
        "/", "/danh-muc/tat-ca?page=1", "/danh-muc/tat-ca?page=2", *(f"/san-pham/hang-so-{n}" for n in range(81)),
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/danh-muc/tat-ca?page=0", "/danh-muc/tat-ca?page=3", "/san-pham/hang-so-81", "/x"])
def test_there_is_nothing_else_in_the_shop(path: str) -> None:
    assert Shop(2 * PER_INDEX + 1, 3000).page(path) is None


@pytest.mark.parametrize("size", [3000, 50_000])
def test_a_listing_is_as_large_as_asked_and_reads_as_stated(size: int) -> None:
    page = Shop(8, size).page("/san-pham/hang-so-7")
    assert page is not None
    (read,) = read_page(page, url=f"{HOST}/san-pham/hang-so-7").listings
    assert size - 200 < len(page) <= size
    assert (read.listing.title, read.listing.currency) == (title_of(7), "VND")
    assert read.listing.price == Decimal(price_of(7))


def test_the_median_of_the_rounds_counts() -> None:
    table = record.markdown([figures(soi=[1.0, 41.0, 2.0], bare=[9.0, 0.5, 1.0])])
    assert table.splitlines()[-1] == "| 10 KB | 41 | 40 | 20 | 42 | 0.49 |"


def test_a_record_replaces_the_one_before_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{record.BEGIN}\nold\n{record.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(record, "README", readme)
    for _ in range(2):
        record.write_record([figures(soi=[1.0], bare=[1.0])])
    text = readme.read_text("utf-8")
    assert (text.startswith("before\n"), text.endswith("after\n"), "old" in text) == (True, True, False)
    assert text.count("| 10 KB |") == text.count(record.BEGIN) == 1


def test_both_sides_read_the_whole_shop() -> None:
    result = measured(3, 3000, 1)
    assert result.kept == 3
    # Its listings' menu names eight indexes that so small a shop has not; the bare one follows links of indexes alone.
    assert (result.soi_pages, result.bare_pages) == (12, 5)
    assert min(*result.soi_seconds, *result.bare_seconds) > 0


def test_what_was_measured_is_written_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = figures(soi=[2.0], bare=[1.0])
    monkeypatch.setattr("benchmarks.throughput.__main__.measured", lambda *_: given)
    assert main(["--bytes", "10000", "--json", str(tmp_path / "figures.json")]) == 0
    (written,) = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert (written["listings"], written["soi_seconds"], written["kept"]) == (40, [2.0], 40)
    assert "| 10 KB |" in capsys.readouterr().out
