from __future__ import annotations

from pathlib import Path

import pytest

from monitor.steps.diagnosing import Diagnosis, diagnose


def picture_reader() -> Diagnosis:
    (found,) = (each for each in diagnose(None) if each.part == "picture reader")
    return found


def test_without_tesseract_pictures_are_not_read_and_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = picture_reader()
    assert not found.works
    assert not found.needed
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in found.cost


def test_with_tesseract_and_vietnamese_pictures_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nprintf 'tesseract 5.0.0\\neng\\nvie\\n'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = picture_reader()
    assert found.works
    assert found.cost == ""
    assert found.detail == "tesseract 5.0.0 with eng, vie"
