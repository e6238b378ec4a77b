"""`soi sample`: drawing, reviewing and counting; and what decisions leave to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from listings.finding import Verdict
from listings.listing import Listing, Seller
from listings.page import ReadListing
from listings.ports import DecidedListings
from listings.review import BESIDE_THE_TEXT, REASONS
from monitor.steps.decided_examples import DecidedExamples
from monitor.steps.sampling import sample_reports
from store.open import Stores, open_stores
from tests.monitor.samples import DESCRIPTION, VERDICT, finding
from tests.soi import Soi, new_workspace

NOW = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)
CLEAN = Verdict(findings=(), risk=0.1, doubt=0.4)
TEA = Listing(id="t", site="cho", title="Trà lá sen", description=DESCRIPTION, lang="vi", seller=Seller(id="s27"))


def keep(stores: Stores, number: int, verdict: Verdict = CLEAN, **changes: object) -> int | None:
    """Import and judge a listing, and give its hit if there is one."""
    listing = replace(TEA, id=f"t{number}", title=f"Trà lá sen {number}", **changes)  # type: ignore[arg-type]
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=[], now=NOW)
    return stores.judgements.keep(kept.version_id, "judge-1", verdict, NOW)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as opened:
        yield opened


@pytest.fixture(scope="module")
def soi(tmp_path_factory: pytest.TempPathFactory) -> Soi:
    """A workspace with ten listings that are not suspected, one that is, and a reviewer."""
    folder = tmp_path_factory.mktemp("samples")
    made = new_workspace(folder / "w")
    with open_stores(f"sqlite:///{made.workspace / 'soi.sqlite'}", made.workspace / "evidence") as stores:
        for number in range(10):
            keep(stores, number)
        keep(stores, 10, VERDICT)
        stores.users.add("lan", "reviewer", "một mật khẩu đủ dài")
    return made


def test_from_drawing_to_the_estimate_in_the_terminal(soi: Soi) -> None:
    assert "no samples" in soi("sample", "--report")
    (drawn,) = soi.lines("sample", "--random", "4", "--json")
    assert drawn == {"kind": "random", "source": None, "asked": 4, "drawn": 4, "queued": 4, "to_judge_again": 0}
    (hit,) = soi.lines("hits", "list", "--json")
    assert hit["hit"]["sample"] is None
    assert len(soi.lines("export", "hits")) == 1

    order = ("--as", "lan", "--confirm", "--reason", "false_claim")
    message = soi("hits", "decide", "2", *order, exit_code=1)
    assert "mark the passage" in message
    message = soi("hits", "decide", "2", *order, "--passage", "disease_cure=không có", exit_code=1)
    assert "does not stand in" in message
    soi("hits", "decide", "2", *order, "--passage", "disease_cure", exit_code=2)
    soi("hits", "decide", "2", *order, "--passage", "disease_cure=khỏi tiểu đường")
    for number in ("3", "4"):
        soi("hits", "decide", number, "--as", "lan", "--dismiss", "--reason", "insufficient_grounds")

    assert [line["sample"] for line in soi.lines("export", "hits")] == [None, "random"]
    assert [line["hit_id"] for line in soi.lines("export", "decisions")] == [2]
    (report,) = soi.lines("sample", "--report", "--json")
    counts = ("drawn", "decided", "confirmed", "changed", "unflagged")
    assert [report[name] for name in counts] == [4, 3, 1, 0, 9]
    assert report["missed"] is None
    assert "so far, not a fair part: 1 of 4" in report["note"]
    told = soi("sample", "--report")
    assert "so far, not a fair part: 1 of 4" in told
    assert "%" not in told

    message = soi("hits", "decide", "5", "--as", "lan", "--confirm", "--reason", "counterfeit", exit_code=1)
    assert "note" in message
    soi("hits", "decide", "5", "--as", "lan", "--dismiss", "--reason", "insufficient_grounds")
    (report,) = soi.lines("sample", "--report", "--json")
    assert report["note"] is None
    assert report["missed"]["share"] == pytest.approx(1 / 4)
    assert report["missed"]["low"] == pytest.approx(0.0456, abs=1e-4)
    assert report["missed"]["high"] == pytest.approx(0.6994, abs=1e-4)
    told = soi("sample", "--report")
    assert "25.0% (95 %: 4.6% to 69.9%)" in told
    assert "nobody suspects 9 listings" in told


@pytest.mark.parametrize("given", [(), ("--report", "--random", "3"), ("--random", "-1")])
def test_wrong_usage(soi: Soi, given: tuple[str, ...]) -> None:
    soi("sample", *given, exit_code=2)


def test_a_source_that_is_not_there(soi: Soi) -> None:
    assert "no source" in soi("sample", "--random", "1", "--source", "không có", exit_code=1)


def test_only_a_random_sample_estimates(stores: Stores) -> None:
    for number in range(3):
        keep(stores, number)
    stores.samples.draw("uncertain", 2, NOW)
    stores.samples.draw("random", 1, NOW)
    for row in stores.hits.queue(samples=True):
        stores.hits.decide(row.hit.id, "lan", "dismiss", "insufficient_grounds", now=NOW)
    random, uncertain = sample_reports(stores)
    assert (random.kind, uncertain.kind, uncertain.decided, uncertain.missed) == ("random", "uncertain", 2, None)
    assert random.missed is not None
    assert random.missed.share == 0
    assert random.missed.high > 0.5


def test_what_changed_before_it_was_decided_is_left_out(stores: Stores) -> None:
    for number in range(2):
        keep(stores, number)
    stores.samples.draw("random", 2, NOW)
    keep(stores, 1, price=Decimal(5))
    stores.hits.decide(1, "lan", "dismiss", "insufficient_grounds", now=NOW)
    stores.hits.decide(2, "lan", "dismiss", "insufficient_grounds", now=NOW)
    (report,) = sample_reports(stores)
    assert (report.drawn, report.decided, report.changed, report.note) == (2, 1, 1, None)
    assert report.missed is not None


def test_what_an_earlier_judge_left_unsaid_is_told(tmp_path: Path) -> None:
    made = new_workspace(tmp_path / "w")
    with open_stores(f"sqlite:///{made.workspace / 'soi.sqlite'}", made.workspace / "evidence") as stores:
        keep(stores, 1)
        keep(stores, 2, replace(CLEAN, doubt=None))
    (drawn,) = made.lines("sample", "--uncertain", "5", "--json")
    assert (drawn["drawn"], drawn["to_judge_again"]) == (1, 1)


def _examples(stores: Stores) -> DecidedListings:
    return DecidedExamples(stores)


def test_decided_hits_and_samples_are_examples_in_one_order(stores: Stores) -> None:
    hit = keep(stores, 1, VERDICT)
    assert hit is not None
    keep(stores, 2, seller=Seller(id="s28"))
    stores.samples.draw("random", 1, NOW)
    (sample,) = [row.hit.id for row in stores.hits.queue(samples=True)]
    stores.hits.decide(sample, "lan", "dismiss", "insufficient_grounds", now=NOW)
    stores.hits.decide(hit, "lan", "confirm", "false_claim", now=NOW)
    examples = list(_examples(stores).examples())
    assert [(each.verdict, each.sample, len(each.passages)) for each in examples] == [
        ("dismiss", "random", 0),
        ("confirm", None, 1),
    ]
    # The signal rests on a picture: it is no passage.
    (passage,) = examples[1].passages
    assert examples[1].description[passage.start : passage.end] == DESCRIPTION
    assert examples[0].seller_key != examples[1].seller_key
    assert list(_examples(stores).examples()) == examples


def test_the_latest_decision_on_the_same_words_counts(stores: Stores) -> None:
    first = keep(stores, 1, VERDICT)
    assert first is not None
    stores.hits.decide(first, "lan", "confirm", "false_claim", now=NOW)
    other = keep(stores, 2, VERDICT)
    assert other is not None
    stores.hits.decide(other, "lan", "confirm", "false_claim", now=NOW)
    second = keep(stores, 1, VERDICT, price=Decimal(5))
    assert second not in {None, first}
    assert second is not None
    stores.hits.decide(second, "lan", "dismiss", "detector_error", now=NOW + timedelta(hours=1))
    assert [(each.title[-1], each.verdict) for each in _examples(stores).examples()] == [
        ("2", "confirm"),
        ("1", "dismiss"),
    ]


def test_other_words_are_another_example(stores: Stores) -> None:
    for description in (DESCRIPTION, f"{DESCRIPTION} thật"):
        hit = keep(stores, 1, Verdict(findings=(finding(),), risk=0.9), description=description)
        assert hit is not None
        stores.hits.decide(hit, "lan", "confirm", "false_claim", now=NOW)
    assert len(list(_examples(stores).examples())) == 2


def test_what_says_nothing_of_the_text_is_left_out(stores: Stores) -> None:
    dismissals = [reason.code for reason in REASONS if "dismiss" in reason.fits]
    for number, reason in enumerate(dismissals):
        hit = keep(stores, number, VERDICT)
        assert hit is not None
        stores.hits.decide(hit, "lan", "dismiss", reason, now=NOW)
    left = {each.reason for each in _examples(stores).examples()}
    assert left == {"insufficient_grounds", "detector_error"}
    assert left | BESIDE_THE_TEXT == set(dismissals)


def test_many_pages_of_decisions_are_read(stores: Stores) -> None:
    for number in range(205):
        hit = keep(stores, number, VERDICT)
        assert hit is not None
        stores.hits.decide(hit, "lan", "confirm", "false_claim", now=NOW)
    assert len({each.listing_key for each in _examples(stores).examples()}) == 205
