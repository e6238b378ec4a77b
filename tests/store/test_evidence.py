from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from listings.errors import NotFound, StoreUnavailable
from listings.page import Capture, ReadListing, Redirect, SentRequest
from store.models.evidence import CaptureRow
from store.open import Stores
from tests.store.samples import NOW, capture, keep_import, listing, open_hit, platform_of


def file_of(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest[2:]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=5000))
def test_what_is_put_comes_back(stores: Stores, content: bytes) -> None:
    digest = stores.evidence.put(content, "text/html")
    assert digest == hashlib.sha256(content).hexdigest()
    assert stores.evidence.get(digest) == content


def test_the_file_does_not_show_its_content(stores: Stores, evidence_folder: Path) -> None:
    digest = stores.evidence.put(b"secret words " * 9, "text/html")
    assert b"secret" not in file_of(evidence_folder, digest).read_bytes()
    assert stores.evidence.media_type(digest) == "text/html"


def test_putting_twice_adds_one_entry(stores: Stores) -> None:
    stores.evidence.put(b"a", "text/html")
    stores.evidence.put(b"a", "text/html")
    assert [entry.number for entry in stores.evidence.entries()] == [1]


def test_an_orphan_file_of_a_killed_writer_is_overwritten(stores: Stores, evidence_folder: Path) -> None:
    orphan = file_of(evidence_folder, hashlib.sha256(b"a").hexdigest())
    orphan.parent.mkdir()
    orphan.write_bytes(b"half a fi")
    assert stores.evidence.get(stores.evidence.put(b"a", "text/html")) == b"a"


def test_erased_is_gone_and_the_chain_still_verifies(stores: Stores, evidence_folder: Path, database_url: str) -> None:
    digest = stores.evidence.put(b"personal", "text/html")
    with stores.database.reading() as session:
        key = session.scalar(text("SELECT key FROM blobs"))
    stores.evidence.erase(digest, "lan", "Luật 91/2025", NOW)
    stores.evidence.erase(digest, "lan", "again", NOW)
    with pytest.raises(NotFound, match=r"erased.*lan.*Luật"):
        stores.evidence.get(digest)
    report = stores.evidence.verify()
    assert (report.faults, report.entries, report.blobs) == ((), 2, 1)
    assert not file_of(evidence_folder, digest).exists()
    stores.evidence.put(b"personal", "text/html")
    with pytest.raises(NotFound):
        stores.evidence.get(digest)
    if database_url.startswith("sqlite"):
        file = Path(database_url.removeprefix("sqlite:///"))
        left = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
        assert bytes(key) not in left
    with pytest.raises(NotFound):
        stores.evidence.erase("0" * 64, "lan", "", NOW)


def test_an_erased_image_is_no_longer_judged(stores: Stores) -> None:
    version = keep_import(stores, listing(), **{"http://127.0.0.1:9/a.jpg": b"face"})
    [image] = stores.listings.subject(version).images
    stores.evidence.erase(image.digest, "lan", "yêu cầu xoá", NOW)
    assert stores.listings.subject(version).images == ()
    assert [stored.state for stored in stores.listings.page()[0].images] == ["erased"]


@pytest.mark.parametrize("place", [0, 12, -1])
def test_one_flipped_byte_in_a_file_is_found(stores: Stores, evidence_folder: Path, place: int) -> None:
    digest = stores.evidence.put(b"page", "text/html")
    file = file_of(evidence_folder, digest)
    altered = bytearray(file.read_bytes())
    altered[place] ^= 1
    file.write_bytes(altered)
    with pytest.raises(StoreUnavailable, match="no longer matches"):
        stores.evidence.get(digest)
    [fault] = stores.evidence.verify().faults
    assert digest in fault


def test_a_missing_file_is_found(stores: Stores, evidence_folder: Path) -> None:
    digest = stores.evidence.put(b"page", "text/html")
    file_of(evidence_folder, digest).unlink()
    with pytest.raises(StoreUnavailable, match="missing"):
        stores.evidence.get(digest)
    [fault] = stores.evidence.verify().faults
    assert digest in fault


TAMPERING = [
    "UPDATE chain SET at = '2020-01-01T00:00:00.000000Z' WHERE number = 1",
    "UPDATE chain SET kind = 'decision' WHERE number = 1",
    "UPDATE chain SET subject = subject || '0' WHERE number = 1",
    "UPDATE chain SET content = previous WHERE number = 1",
    "UPDATE chain SET digest = content WHERE number = 1",
    "UPDATE chain SET number = 99 WHERE number = 1",
    "DELETE FROM chain WHERE number = 1",
    "DELETE FROM chain WHERE number = (SELECT max(number) FROM chain)",
    "DELETE FROM chain_head",
    "UPDATE blobs SET key = NULL",
    "UPDATE decisions SET note = 'khác'",
    "UPDATE decisions SET \"user\" = 'bình'",
    "UPDATE finding_decisions SET upheld = NOT upheld",
    "DELETE FROM finding_decisions",
    "UPDATE takedown_steps SET note = 'khác'",
    "DELETE FROM takedown_steps",
    "UPDATE captures SET request = NULL",
]


ASKED = SentRequest(
    method="POST", url="http://127.0.0.1:9/tim", headers={"user-agent": "Soi\0"}, body='{"từ": "nám"}'.encode()
)


def keep_asked(stores: Stores) -> Capture:
    """Keep an answer together with what was asked."""
    answer = replace(capture("http://127.0.0.1:9/tim"), request=ASKED)
    stores.listings.keep_imported(ReadListing(listing=listing(77)), capture=answer, images=[], now=NOW)
    return answer


def test_what_was_asked_comes_back_with_the_answer(stores: Stores) -> None:
    answer = keep_asked(stores)
    (kept,) = stores.evidence.exchanges([hashlib.sha256(answer.body).hexdigest()])
    assert kept == replace(answer, request=replace(ASKED, headers={"user-agent": "Soi\ufffd"}))
    assert stores.evidence.verify().sound


def test_the_redirects_on_the_way_come_back_with_their_bytes(stores: Stores) -> None:
    hop = Redirect(
        request=replace(ASKED, headers={}),
        fetched_at=NOW,
        status=307,
        headers={"location": "/tìm"},
        body=bytes(range(256)),
        cut=True,
    )
    answer = replace(capture("http://127.0.0.1:9/x"), request=replace(ASKED, headers={}, redirects=(hop, hop)))
    stores.listings.keep_imported(ReadListing(listing=listing(77)), capture=answer, images=[], now=NOW)
    (kept,) = stores.evidence.exchanges([hashlib.sha256(answer.body).hexdigest()])
    assert kept == answer
    assert stores.evidence.verify().sound
    with stores.database.writing() as session:
        row = session.scalars(select(CaptureRow)).one()
        row.request = {**(row.request or {}), "redirects": []}
    assert not stores.evidence.verify().sound


@pytest.mark.parametrize("tampering", TAMPERING)
def test_tampering_with_the_tables_is_found(stores: Stores, tampering: str) -> None:
    stores.evidence.put(b"page", "text/html")
    keep_asked(stores)
    stores.hits.decide(open_hit(stores), "an", "confirm", "false_claim", note="rõ", now=NOW)
    stores.takedowns.build(NOW, platform_of)
    assert stores.evidence.verify().faults == ()
    with stores.database.writing() as session:
        session.execute(text(tampering))
    assert not stores.evidence.verify().sound


def test_entries_walk_all_exactly_once(stores: Stores, reopen: Callable[[], Stores]) -> None:
    for number in range(25):
        stores.evidence.put(b"%d" % number, "text/html")
    seen: list[int] = []
    while page := reopen().evidence.entries(after=seen[-1] if seen else 0, limit=10):
        seen += [entry.number for entry in page]
    assert seen == list(range(1, 26))
