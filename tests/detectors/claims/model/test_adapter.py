"""The adapter: saved and read back, merged exactly, refused where it does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detectors.claims.model.adapter import ADAPTER_FILE, Adapter, adapted, load_adapter
from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.errors import MalformedWeights
from tests.detectors.claims.model.tiny import tiny_adapter

_MOST_BYTES = 4_000_000


def test_merging_adds_the_change_and_replaces_the_norms(tiny: WeightFile) -> None:
    adapter = tiny_adapter()
    merged = adapted(tiny, adapter)
    change = adapter.up["l0.qkv"] @ adapter.down["l0.qkv"]
    width = tiny.sizes.hidden
    for place, part in enumerate("qkv"):
        expected = tiny.tensors[f"l0.{part}.w"].matrix(width) + change[place * width : (place + 1) * width]
        np.testing.assert_allclose(merged.tensors[f"l0.{part}.w"].matrix(width), expected, atol=1e-6)
    np.testing.assert_array_equal(merged.tensors["l1.oln.w"].values(), adapter.norms["l1.oln.w"])
    np.testing.assert_array_equal(merged.tensors["emb.word"].data, tiny.tensors["emb.word"].data)


def test_a_saved_adapter_comes_back(tmp_path: Path) -> None:
    adapter = tiny_adapter()
    adapter.save(tmp_path / "a.npz")
    again = load_adapter(tmp_path / "a.npz")
    assert again.up.keys() == adapter.up.keys()
    for name in adapter.up:
        np.testing.assert_allclose(again.up[name] @ again.down[name], adapter.up[name] @ adapter.down[name], atol=2e-3)
    assert again.norms.keys() == adapter.norms.keys()


@pytest.mark.parametrize("name", ["l7.qkv", "l0.xx"])
def test_what_does_not_fit_is_refused(tiny: WeightFile, name: str) -> None:
    change = np.ones((4, 4), np.float32)
    with pytest.raises(MalformedWeights, match="does not fit"):
        adapted(tiny, Adapter(up={name: change}, down={name: change}, norms={}))
    with pytest.raises(MalformedWeights, match="does not fit"):
        adapted(tiny, Adapter(up={}, down={}, norms={"l0.aln.w": change}))


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MalformedWeights, match=r"a\.npz"):
        load_adapter(path)


def test_the_shipped_adapter_is_small() -> None:
    assert ADAPTER_FILE.stat().st_size < _MOST_BYTES
