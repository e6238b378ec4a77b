"""The graph against BERT in plain numpy, on the tiny model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from detectors.claims.model.batches import pad
from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.onnx_graph import float_graph, int8_graph
from detectors.claims.model.onnx_linear import WEIGHT_MAX
from detectors.claims.model.onnx_nodes import save
from tests.detectors.claims.model.bert import states

TEXTS = [[0, 5, 2], [0, 7, 7, 8, 9, 10, 2], [0, 4, 19, 18, 17, 16, 15, 14, 13, 12, 11, 2], [0, 2]]
MAKE = {"fp32": float_graph, "int8": int8_graph}


@pytest.fixture(params=list(MAKE))
def run(request: pytest.FixtureRequest, tiny: WeightFile, tmp_path: Path) -> Any:
    path = tmp_path / f"{request.param}.onnx"
    save(MAKE[request.param](tiny), path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def run(texts: list[list[int]]) -> list[NDArray[np.float32]]:
        ids, mask = pad(texts, 1)
        rows = session.run(["states"], {"input_ids": ids, "attention_mask": mask})[0]
        return [row[: len(text)] for row, text in zip(rows, texts, strict=True)]

    run.tolerance = {"fp32": 1e-4, "int8": 0.15}[request.param]  # type: ignore[attr-defined]
    return run


def test_the_graph_computes_bert(run: Any, tiny: WeightFile) -> None:
    for text, given in zip(TEXTS, run(TEXTS), strict=True):
        assert given.shape == (len(text), tiny.sizes.hidden)
        assert np.abs(given - states(tiny, text)).max() < run.tolerance


def test_states_do_not_depend_on_the_batch(run: Any) -> None:
    for text, given in zip(TEXTS, run(TEXTS), strict=True):
        assert np.abs(given - run([text])[0]).max() < 1e-5


def test_numbers_lie_beside_the_graph(tiny: WeightFile, tmp_path: Path) -> None:
    save(int8_graph(tiny), tmp_path / "g.onnx")
    data = tmp_path / "g.onnx.data"
    assert data.stat().st_mode & 0o777 == (tmp_path / "g.onnx").stat().st_mode & 0o777


def test_int8_weights_leave_room_for_avx2(tiny: WeightFile) -> None:
    # Two products of an activation (at most 255) and a weight are summed in 16 bits there.
    assert 2 * 255 * WEIGHT_MAX < 2**15
    stored = [t for t in int8_graph(tiny).graph.initializer if t.data_type == onnxruntime_int8()]
    assert stored
    for tensor in stored:
        assert np.abs(np.frombuffer(tensor.raw_data, np.int8).astype(int)).max() <= WEIGHT_MAX


def onnxruntime_int8() -> int:
    from onnx import TensorProto

    return int(TensorProto.INT8)
