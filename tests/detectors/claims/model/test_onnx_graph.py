"""The graphs against BERT in plain numpy, on the tiny model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.onnx_graph import float_graph, int8_graphs
from detectors.claims.model.onnx_linear import WEIGHT_MAX
from detectors.claims.model.onnx_names import IDS, STATES, STATES_BEFORE
from detectors.claims.model.onnx_nodes import save
from tests.detectors.claims.model.bert import states

TEXTS = [[0, 5, 2], [0, 7, 7, 8, 9, 10, 2], [0, 4, 19, 18, 17, 16, 15, 14, 13, 12, 11, 2], [0, 2]]
MAKE: dict[str, Callable[[WeightFile], list[Any]]] = {
    "fp32": lambda tiny: [float_graph(tiny)],
    "int8": int8_graphs,
    "int8 in stages": lambda tiny: int8_graphs(tiny, (1,)),
    "int8, cut behind the end": lambda tiny: int8_graphs(tiny, (1, tiny.sizes.layers)),
}


@pytest.fixture(params=list(MAKE))
def run(request: pytest.FixtureRequest, tiny: WeightFile, tmp_path: Path) -> Any:
    stages = []
    for number, graph in enumerate(MAKE[request.param](tiny)):
        path = tmp_path / f"{number}.onnx"
        save(graph, path)
        stages.append(onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]))

    def run(text: list[int]) -> NDArray[np.float32]:
        given: Any = {IDS: np.array([text])}
        for stage in stages:
            (after,) = stage.run([STATES], given)
            given = {STATES_BEFORE: after}
        return np.asarray(after[0], np.float32)

    run.tolerance = 1e-4 if request.param == "fp32" else 0.15  # type: ignore[attr-defined]
    return run


def test_the_graphs_compute_bert(run: Any, tiny: WeightFile) -> None:
    for text in TEXTS:
        assert run(text).shape == (len(text), tiny.sizes.hidden)
        assert np.abs(run(text) - states(tiny, text)).max() < run.tolerance


def test_there_is_a_graph_for_each_stage(tiny: WeightFile) -> None:
    assert tiny.sizes.layers == 2
    assert [len(int8_graphs(tiny, cuts)) for cuts in ((), (1,), (1, 2, 8))] == [1, 2, 2]


def test_numbers_lie_beside_the_graph(tiny: WeightFile, tmp_path: Path) -> None:
    save(int8_graphs(tiny)[0], tmp_path / "g.onnx")
    data = tmp_path / "g.onnx.data"
    assert data.stat().st_mode & 0o777 == (tmp_path / "g.onnx").stat().st_mode & 0o777


def test_int8_weights_leave_room_for_avx2(tiny: WeightFile) -> None:
    # Two products of an activation (at most 255) and a weight are summed in 16 bits there.
    assert 2 * 255 * WEIGHT_MAX < 2**15
    stored = [t for t in int8_graphs(tiny)[0].graph.initializer if t.data_type == onnxruntime_int8()]
    assert stored
    for tensor in stored:
        assert np.abs(np.frombuffer(tensor.raw_data, np.int8).astype(int)).max() <= WEIGHT_MAX


def onnxruntime_int8() -> int:
    from onnx import TensorProto

    return int(TensorProto.INT8)
