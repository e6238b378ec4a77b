"""Many listings at once: in order, equal windows read once, chunks change nothing."""

from __future__ import annotations

import numpy as np
import pytest

from detectors.claims.scoring import ClaimScorer
from listings.listing import Listing
from tests.detectors.fakes import WordEncoder, screened, word_head

_HEAD = word_head({"replica": ["rep"]})
_LISTINGS = [
    Listing(id=str(n), description=text) for n, text in enumerate(["giày rep", "áo thun", "", "giày rep", "mũ"])
]


def test_listings_keep_their_order() -> None:
    scores = list(ClaimScorer(WordEncoder(), _HEAD).scores(_LISTINGS))
    assert [[one.placed.clause.text for one in scored] for scored in scores] == [
        ["giày rep"], ["áo thun"], [], ["giày rep"], ["mũ"],
    ]  # fmt: skip
    assert scores[0][0].probabilities[0] > 0.5 > scores[1][0].probabilities[0]


def test_equal_windows_are_read_once() -> None:
    encoder = WordEncoder()
    list(ClaimScorer(encoder, _HEAD).scores(_LISTINGS))
    assert len(encoder.seen) == 3


def test_what_a_screen_takes_for_honest_is_not_read_to_the_end_and_claims_nothing() -> None:
    read = list(ClaimScorer(WordEncoder(), screened(_HEAD)).scores(_LISTINGS))
    whole = list(ClaimScorer(WordEncoder(), _HEAD).scores(_LISTINGS))
    assert [[one.placed for one in scored] for scored in read] == [[one.placed for one in scored] for scored in whole]
    assert [[bool(one.probabilities[0]) for one in scored] for scored in read] == [[True], [False], [], [True], [False]]
    assert [[bool(one.screened) for one in scored] for scored in read] == [[False], [True], [], [False], [True]]


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(ClaimScorer(WordEncoder(), _HEAD).scores(_LISTINGS))
    monkeypatch.setattr("detectors.claims.scoring.CHARACTERS_AT_ONCE", 9)
    cut = list(ClaimScorer(WordEncoder(), _HEAD).scores(_LISTINGS))
    for one, other in zip(whole, cut, strict=True):
        assert [scored.placed for scored in one] == [scored.placed for scored in other]
        for first, second in zip(one, other, strict=True):
            np.testing.assert_array_equal(first.probabilities, second.probabilities)
