from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors.claims.model.batches import pad, plan_batches

lengths = st.lists(st.integers(1, 128), max_size=80)


@given(lengths)
def test_every_text_is_in_one_batch(sizes: list[int]) -> None:
    assert sorted(index for batch in plan_batches(sizes, 256) for index in batch) == list(range(len(sizes)))


@given(lengths, st.integers(1, 400))
def test_a_batch_is_within_the_budget_or_one_text(sizes: list[int], budget: int) -> None:
    for batch in plan_batches(sizes, budget):
        assert len(batch) == 1 or len(batch) * max(sizes[index] for index in batch) <= budget


@given(lengths)
def test_batches_go_from_short_to_long(sizes: list[int]) -> None:
    in_order = [sizes[index] for batch in plan_batches(sizes, 256) for index in batch]
    assert in_order == sorted(sizes)


@given(st.lists(st.lists(st.integers(5, 90), min_size=1, max_size=9), min_size=1, max_size=5))
def test_padding_keeps_the_tokens_and_marks_the_rest(rows: list[list[int]]) -> None:
    ids, mask = pad(rows, 1)
    assert [list(line[seen == 1]) for line, seen in zip(ids, mask, strict=True)] == rows
    assert set(ids[mask == 0].tolist()) <= {1}
