"""docs/records.md names every key that an export prints, and its examples show no key that does not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from detectors.check import verdict_to_json
from listings.listing import LISTING_FIELDS, Listing, Seller
from listings.page import Capture, PageOutcome, PageState, ReadListing, Source, WantedPage
from listings.review import REASONS
from store.open import Stores, open_stores
from store.records import ChainEntry
from takedowns.platforms.catalogue import platform_of
from tests.monitor.samples import GIVEN, SHOP, VERDICT
from tests.soi import ROOT, Soi, new_workspace

DOCUMENT = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)
# Objects whose keys are words of a page, reasons or fields: data, not form.
FREE = frozenset({"attributes", "extra", "unreadable", "fields_missing"})
# Which sections speak of what one export prints.
SECTIONS = {
    "listings": ("Listing",),
    "hits": ("Hit", "Finding", "Listing"),
    "decisions": ("Decision",),
    "takedowns": ("Takedown",),
    "runs": ("Run report",),
}


@pytest.fixture(scope="module")
def soi(tmp_path_factory: pytest.TempPathFactory) -> Soi:
    """A workspace with one of each record."""
    folder = tmp_path_factory.mktemp("records")
    made = new_workspace(folder / "w")
    listings = folder / "listings.jsonl"
    listings.write_text(json.dumps(GIVEN) + "\n", encoding="utf-8")
    made("import", str(listings))
    with open_stores(f"sqlite:///{made.workspace / 'soi.sqlite'}", made.workspace / "evidence") as stores:
        _crawl(stores)
        _review(stores)
    return made


def _crawl(stores: Stores) -> None:
    """Leave a run that read a page without a price, and could not read the picture of the imported listing."""
    source = stores.sources.add("cho-mau", "generic_shop", [f"{SHOP}/"])
    run = stores.runs.open_run(source.name, owner="test", lease=timedelta(minutes=1), now=NOW).run_id
    _keep(stores, run, source, WantedPage(url=f"{SHOP}/p/v015", kind="listing"))
    _keep(stores, run, source, WantedPage(url=f"{SHOP}/a.jpg", kind="image", listing_id=1), reason="image_flat")
    stores.runs.finish(run, "complete")


def _keep(stores: Stores, run: int, source: Source, page: WantedPage, reason: str | None = None) -> None:
    pages = stores.crawl(run, source)
    pages.offer([page])
    (taken,) = pages.take(1)
    capture = Capture(url=page.url, fetched_at=NOW, status=200, headers={}, body=b"<html>", media_type="text/html")
    other = Listing(id="v015", url=page.url, site="cho-mau.example", title="Áo len", seller=Seller(name="Len"))
    read = () if reason else (ReadListing(listing=other),)
    state: PageState = "unreadable" if reason else "read"
    pages.keep(PageOutcome(page=taken, state=state, reason=reason, capture=capture, listings=read))


def _review(stores: Stores) -> None:
    (imported,) = [stored for stored in stores.listings.page() if stored.listing.id == "v014"]
    hit = stores.judgements.keep(imported.version_id, "judge-1", VERDICT, NOW)
    assert hit is not None
    stores.hits.decide(hit, "lan", "confirm", "false_claim", note="xem lại", now=NOW)
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    stores.takedowns.mark(takedown.id, "sent", "ticket 8817", "lan", NOW)


def _section(heading: str) -> str:
    return DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def _named(*headings: str) -> set[str]:
    """Give the words that the tables of these sections set in code."""
    rows = (line for heading in headings for line in _section(heading).splitlines() if line.startswith("| `"))
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def _keys(value: object) -> Iterator[str]:
    """Give all keys of a JSON value, inner ones too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from () if key in FREE else _keys(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def _examples(heading: str) -> list[Any]:
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", _section(heading), re.DOTALL)]


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_key_that_is_exported_is_named(soi: Soi, kind: str) -> None:
    lines = soi.lines("export", kind, "--format", "jsonl")
    assert lines
    assert set(_keys(lines)) - _named(*SECTIONS[kind]) == set()


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_example_has_the_keys_that_are_exported(soi: Soi, kind: str) -> None:
    lines = soi.lines("export", kind, "--format", "jsonl")
    (example,) = _examples(SECTIONS[kind][0])
    assert set(example) == {key for line in lines for key in line}


def test_the_listing_shows_every_field_of_the_record(soi: Soi) -> None:
    (listing,) = [line for line in soi.lines("export", "listings") if line["id"] == "v014"]
    assert set(listing) >= LISTING_FIELDS
    assert listing["images_unreadable"] == [{"address": f"{SHOP}/a.jpg", "reason": "image_flat"}]


def test_the_finding_has_its_example(soi: Soi) -> None:
    (hit,) = soi.lines("export", "hits")
    (example,) = _examples("Finding")
    assert set(_keys(example)) == set(_keys(hit["findings"]))


def test_no_export_names_the_reviewer(soi: Soi) -> None:
    assert not [kind for kind in SECTIONS if '"lan"' in soi("export", kind)]


def test_the_verdict_of_check() -> None:
    verdict = verdict_to_json("v014", VERDICT, "vi", "m")
    assert set(_keys(verdict)) - _named("Verdict of soi check") == set()
    (example,) = _examples("Verdict of soi check")
    assert set(_keys(example)) == set(_keys(verdict))


def test_the_verdict_of_match(tmp_path: Path) -> None:
    picture = ROOT / "demo" / "brands" / "ombrelis" / "ombrelis-cream-50.jpg"
    verdicts = Soi(tmp_path, {}).lines("match", "--references", str(ROOT / "demo" / "brands"), str(picture))
    assert set(_keys(verdicts)) - _named("Verdict of soi match") == set()
    (example,) = _examples("Verdict of soi match")
    assert set(_keys(example)) == set(_keys(verdicts))


def test_the_chain_entry() -> None:
    keys = {field.name for field in fields(ChainEntry)}
    assert keys <= _named("Chain entry")
    (example,) = _examples("Chain entry")
    assert set(example) == keys


def test_every_reason_code_is_named_under_its_verdicts() -> None:
    rows = [line for line in _section("Decision").splitlines() if line.startswith("| `")]
    for reason in REASONS:
        (row,) = [row for row in rows if f"`{reason.code}`" in row]
        assert all(f"`{verdict}`" in row for verdict in reason.fits)
