"""From the terminal as on screen: a role may do what it may, and what goes out holds together."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785

from listings.listing import Listing
from listings.page import Capture, ReadListing
from store.open import Stores, open_stores
from tests.monitor.samples import DESCRIPTION, SHOP, VERDICT
from tests.soi import Soi, new_workspace

NOW = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)


@pytest.fixture
def soi(tmp_path: Path) -> Soi:
    """A workspace with a lead, a reviewer and three hits."""
    made = new_workspace(tmp_path / "w")
    with _stores(made) as stores:
        stores.users.add("lan", "lead", "mật khẩu dài")
        stores.users.add("minh", "reviewer", "mật khẩu dài")
        for number in (1, 2, 3):
            _hit(stores, number)
    return made


def _stores(soi: Soi) -> Stores:
    return open_stores(f"sqlite:///{soi.workspace / 'soi.sqlite'}", soi.workspace / "evidence")


def _hit(stores: Stores, number: int) -> None:
    host = "www.lazada.vn" if number == 1 else "cho-mau.example"
    url = f"https://{host}/products/{number}"
    listing = Listing(id=f"v{number}", url=url, site=host, title="Trà", description=DESCRIPTION)
    capture = Capture(url=url, fetched_at=NOW, status=200, headers={}, body=SHOP.encode(), media_type="text/html")
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=capture, images=[], now=NOW)
    assert stores.judgements.keep(kept.version_id, "judge-1", VERDICT, NOW) == number


def _decide(soi: Soi, hit: int, user: str, exit_code: int = 0) -> str:
    return soi(
        "hits", "decide", str(hit), "--as", user, "--confirm", "--reason", "false_claim", exit_code=exit_code
    )  # fmt: skip


def test_nobody_acts_without_an_account(soi: Soi) -> None:
    assert "has no account here" in _decide(soi, 1, "nobody", exit_code=1)
    _decide(soi, 1, "lan")
    soi("takedown", "build")
    assert "has no account here" in soi("takedown", "mark", "1", "sent", "--as", "nobody", exit_code=1)


def test_a_reviewer_marks_no_takedown(soi: Soi) -> None:
    _decide(soi, 1, "minh")
    soi("takedown", "build")
    assert "the role reviewer may not" in soi("takedown", "mark", "1", "sent", "--as", "minh", exit_code=1)
    assert soi("takedown", "mark", "1", "sent", "--as", "lan") == "takedown 1: sent\n"


def test_what_was_passed_on_is_a_leads_to_decide(soi: Soi) -> None:
    with _stores(soi) as stores:
        stores.hits.decide(1, "minh", "pass", "needs_second_opinion", now=NOW)
    assert "the role reviewer may not" in _decide(soi, 1, "minh", exit_code=1)
    _decide(soi, 1, "lan")


def test_a_decision_that_is_refused_does_not_hold_the_hit(soi: Soi) -> None:
    soi("hits", "decide", "1", "--as", "minh", "--dismiss", "--reason", "false_claim", exit_code=1)
    _decide(soi, 1, "lan")
    assert "confirmed already" in _decide(soi, 1, "lan", exit_code=1)


def test_what_someone_else_holds_is_left_alone(soi: Soi) -> None:
    with _stores(soi) as stores:
        stores.hits.claim_one(2, "minh", lease=timedelta(minutes=10), now=datetime.now(UTC))
    assert "held by minh" in _decide(soi, 2, "lan", exit_code=1)


def test_a_platforms_list_holds_its_own_listings(soi: Soi) -> None:
    for hit in (1, 2, 3):
        _decide(soi, hit, "lan")
    soi("takedown", "build")
    takedown = ("takedown", "export", "--format", "jsonl")
    assert [row["listing_id"] for row in soi.lines(*takedown, "--platform", "lazada")] == ["v1"]
    assert [row["listing_id"] for row in soi.lines(*takedown, "--output", "-")] == ["v1", "v2", "v3"]
    assert "no takedown to export" in soi(*takedown, "--platform", "shopee", exit_code=1)
    assert "known: generic, shopee" in soi(*takedown, "--platform", "shoppee", exit_code=1)
    assert "known: generic, shopee" in soi("takedown", "list", "--platform", "shoppee", exit_code=1)


def test_a_bundles_chain_can_be_worked_out_again(soi: Soi, tmp_path: Path) -> None:
    _decide(soi, 2, "lan")
    soi("evidence", "export", "2", "--output", str(tmp_path / "hit.zip"))
    with zipfile.ZipFile(tmp_path / "hit.zip") as archive:
        chain = json.loads(archive.read("chain.json"))
        assert b"lan" not in archive.read("decisions.json")
    assert {entry["kind"] for entry in chain} == {"evidence", "decision"}
    for entry in chain:
        digest = entry.pop("digest")
        assert hashlib.sha256(rfc8785.dumps(entry)).hexdigest() == digest


def _broken(archive: bytes) -> Iterator[bytes]:
    yield b"no archive"
    yield archive[: len(archive) // 2]
    yield archive[:200] + b"\xff" * 200 + archive[400:]


def test_a_broken_archive_leaves_an_empty_folder(soi: Soi, tmp_path: Path) -> None:
    soi("backup", str(tmp_path / "soi.tar.gz"))
    for number, content in enumerate(_broken((tmp_path / "soi.tar.gz").read_bytes())):
        (tmp_path / "broken").write_bytes(content)
        folder = tmp_path / str(number)
        assert "cannot be unpacked" in soi("restore", str(tmp_path / "broken"), str(folder), exit_code=1)
        assert list(folder.iterdir()) == []
