"""Learning from decisions: what was rejected fades, what was upheld stays, the rest is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from detectors.claims.head import ClaimHead
from detectors.claims.reading import Reader
from detectors.claims.refit import refit, taught_by_decisions
from detectors.claims.scoring import ClaimScorer
from listings.decided import DecidedListing, DecidedPassage
from listings.listing import Listing
from tests.detectors.fakes import WordEncoder, Words, screened, word_head

_HEAD = word_head({"replica": ["rep", "nhái"], "disease_cure": ["khỏi"]}, strength=18)


def decided(text: str, category: str = "replica", *, upheld: bool) -> DecidedListing:
    return DecidedListing(
        listing_key="1", seller_key="0", title="", description=text, lang="vi",
        verdict="confirm" if upheld else "dismiss", reason="", decided_at=datetime(2026, 6, 1, tzinfo=UTC),
        passages=(DecidedPassage(category=category, field="description", start=0, end=len(text), upheld=upheld),),
    )  # fmt: skip


def said(head: ClaimHead, text: str) -> float:
    (scored,) = next(ClaimScorer(WordEncoder(), head).scores([Listing(id="1", description=text)]))
    return float(scored.probabilities[0])


def test_what_reviewers_reject_is_no_longer_suspected() -> None:
    wrong = [decided(f"tập rep {number}", upheld=False) for number in ("một", "hai", "ba", "bốn", "năm")] * 4
    taught = taught_by_decisions(wrong, WordEncoder(), _HEAD)
    assert len(taught) == 20
    learned = refit(_HEAD, taught)
    assert said(_HEAD, "tập rep sáu") > 0.9
    assert said(learned, "tập rep sáu") < 0.5
    assert said(learned, "uống là khỏi") > 0.5


def test_a_missed_passage_is_found_afterwards() -> None:
    missed = [decided(f"hàng song sinh {number}", upheld=True) for number in ("một", "hai", "ba", "bốn")] * 15
    learned = refit(_HEAD, taught_by_decisions(missed, WordEncoder(), _HEAD))
    assert said(_HEAD, "hàng song sinh sáu") < 0.1
    assert said(learned, "hàng song sinh sáu") > 0.5


def test_clauses_that_nobody_pointed_at_teach_nothing() -> None:
    text = "Áo thun. Giày rep"
    one = decided("", upheld=True)
    passage = DecidedPassage(category="replica", field="description", start=9, end=17, upheld=True)
    given = DecidedListing(
        **{name: getattr(one, name) for name in one.__slots__} | {"description": text, "passages": (passage,)}
    )
    taught = taught_by_decisions([given], WordEncoder(), _HEAD)
    assert len(taught) == 1
    assert taught.wanted[0].sum() == 2


def test_nothing_to_learn_changes_nothing() -> None:
    learned = refit(_HEAD, taught_by_decisions([], WordEncoder(), _HEAD))
    np.testing.assert_allclose(learned.clause_weights, _HEAD.clause_weights, atol=1e-6)


def test_what_reviewers_upheld_passes_the_screens_from_then_on() -> None:
    head = screened(_HEAD)
    upheld = decided("hàng song sinh", upheld=True)
    learned = refit(head, taught_by_decisions([upheld], WordEncoder(), head))
    (window,) = Reader(Words()).windows(Listing(id="1", description="hàng song sinh"))
    ((_, states),) = WordEncoder().states([window.ids])
    assert head.is_screened_out(window, 0, states)
    assert not learned.is_screened_out(window, 0, states)
    rejected = refit(head, taught_by_decisions([decided("hàng song sinh", upheld=False)], WordEncoder(), head))
    np.testing.assert_array_equal(rejected.screen_from, head.screen_from)
