from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.images.index import HashIndex, Neighbour


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 140))
def test_search_gives_what_counting_bits_gives(seed: int, radius: int) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.integers(0, 256, (50, 32), dtype=np.uint8)
    queries = np.concatenate([rows[:2] ^ 1, chance.integers(0, 256, (3, 32), dtype=np.uint8)])
    counted = np.bitwise_count(queries[:, None] ^ rows[None]).sum(axis=2)
    expected = {Neighbour(int(r), int(q), int(counted[q, r])) for q, r in np.argwhere(counted <= radius)}
    found = HashIndex(rows).search(queries, radius)
    assert set(found) == expected
    assert [n.distance for n in found] == sorted(n.distance for n in found)


def test_empty_index_finds_nothing() -> None:
    index = HashIndex(np.zeros((0, 32), np.uint8))
    assert index.search(np.zeros((1, 32), np.uint8), 256) == []
