from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.claims.model.e5s1 import read_weights
from detectors.claims.model.errors import MalformedWeights
from detectors.claims.model.packed import BLOCK_BYTES, Tensor, split, unpack
from listings.errors import SoiError
from tests.detectors.claims.model import tiny

FILE = tiny.tiny_file()
scales = st.floats(-1000, 1000, width=16)
halves = st.binary(min_size=16, max_size=16)


def spell_out(scale: float, half: bytes) -> list[float]:
    """Say what one block means, number by number."""
    return [float(scale) * ((byte & 15) - 8) for byte in half] + [float(scale) * ((byte >> 4) - 8) for byte in half]


@given(st.lists(st.tuples(scales, halves), min_size=1, max_size=5))
def test_packed_blocks_mean_scale_times_nibble_less_eight(blocks: list[tuple[float, bytes]]) -> None:
    raw = b"".join(np.float16(scale).tobytes() + half for scale, half in blocks)
    expected = [number for scale, half in blocks for number in spell_out(scale, half)]
    assert unpack(np.frombuffer(raw, np.uint8)).tolist() == np.array(expected, np.float32).tolist()


@given(st.lists(st.tuples(scales, halves), min_size=1, max_size=5))
def test_splitting_blocks_loses_nothing(blocks: list[tuple[float, bytes]]) -> None:
    raw = b"".join(np.float16(scale).tobytes() + half for scale, half in blocks)
    parts = split(np.frombuffer(raw, np.uint8))
    assert b"".join(scale.tobytes() + half.tobytes() for scale, half in zip(*parts, strict=True)) == raw


@given(st.integers(0, 3), st.integers(1, 4))
def test_part_of_a_tensor_equals_that_part_of_the_whole(first: int, blocks: int) -> None:
    raw = np.random.default_rng(0).integers(0, 60, 4 * BLOCK_BYTES).astype(np.uint8)
    tensor = Tensor(packed=True, count=128, data=raw)
    start, stop = first * 32, (first + blocks) * 32
    assert tensor.values(start, stop).tolist() == tensor.values()[start:stop].tolist()


def test_the_tiny_file_is_read_whole() -> None:
    weights = read_weights(FILE)
    assert (weights.sizes.hidden, weights.sizes.layers, weights.sizes.heads) == (64, 2, 2)
    assert (weights.sizes.feed_forward, weights.sizes.vocabulary, weights.sizes.positions) == (96, 40, 16)
    assert weights.sizes.epsilon == pytest.approx(1e-12)
    assert list(weights.pieces.texts) == tiny.PIECES
    assert (weights.pieces.bos, weights.pieces.eos, weights.pieces.pad, weights.pieces.unk) == (0, 2, 1, 3)
    assert weights.pieces.scores[:6] == (0, 0, 0, 0, -4, -5)
    assert weights.rules == tiny.RULES


def test_tensors_come_back_as_they_were_written() -> None:
    read = read_weights(FILE).tensors
    written = tiny.tensors()
    assert list(read) == list(written)
    for name, (packed, numbers) in written.items():
        error = np.abs(read[name].values() - numbers).max()
        assert error <= (np.abs(numbers).max() / 7 if packed else 0), name


def test_a_memory_mapped_file_is_not_copied() -> None:
    mapped = np.frombuffer(FILE, np.uint8)
    assert np.shares_memory(read_weights(mapped).tensors["emb.word"].data, mapped)


@given(st.integers(0, len(FILE) - 1))
def test_a_file_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(MalformedWeights):
        read_weights(FILE[:length])


@pytest.mark.parametrize(
    ("at", "value", "complaint"),
    [(0, b"GGUF", "not an E5S1"), (4, b"\x09", "not an E5S1"), (40, b"\x40", "blocks of 64")],
)
def test_another_kind_of_file_is_named_as_such(at: int, value: bytes, complaint: str) -> None:
    with pytest.raises(SoiError, match=complaint):
        read_weights(FILE[:at] + value + FILE[at + len(value) :])


@given(st.integers(0, 2500), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(at: int, junk: bytes) -> None:
    # The first 2500 bytes hold all that is parsed; the rest are numbers, of which any are valid.
    damaged = FILE[:at] + junk + FILE[at + len(junk) :]
    try:
        read_weights(damaged)
    except MalformedWeights:
        return
