"""What is quoted: the stretch that makes the claim, never more than its clause."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detectors.claims.quoting import best_run, quoted
from detectors.claims.scoring import ClaimScorer
from listings.listing import Listing
from tests.detectors.fakes import WordEncoder, word_head


@given(arrays(np.float32, st.integers(0, 12), elements=st.floats(-5, 5, width=32)))
def test_the_best_run_is_the_largest_sum(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    first, last = best_run(values)
    sums = [float(values[a:b].sum()) for a, b in combinations(range(len(values) + 1), 2)]
    assert float(values[first:last].sum()) == pytest.approx(max([0.0, *sums]), abs=1e-4)


def test_the_claim_is_quoted_and_not_what_stands_around_it() -> None:
    head = word_head({"disease_cure": ["chữa", "khỏi", "tiểu", "đường"]})
    text = "Trà này chữa khỏi tiểu đường mà giá rất mềm"
    (scored,) = next(ClaimScorer(WordEncoder(), head).scores([Listing(id="1", description=text)]))
    start, end = quoted(scored, head.outputs.index("disease_cure"))
    assert text[start:end] == "chữa khỏi tiểu đường"


def test_where_nothing_stands_out_the_clause_is_quoted() -> None:
    head = word_head({"replica": ["rep"]})
    (scored,) = next(ClaimScorer(WordEncoder(), head).scores([Listing(id="1", description="giày nam đẹp.")]))
    assert quoted(scored, head.outputs.index("replica")) == (0, len("giày nam đẹp"))
