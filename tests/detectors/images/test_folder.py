from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from PIL import Image

from detectors.images.folder import match_folder, reference_folder
from listings.errors import NotFound
from tests.detectors.images.pictures import encoded, packshot


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def matches(verdict: dict[str, object]) -> list[dict[str, object]]:
    found = verdict["matches"]
    assert isinstance(found, list)
    return found


@pytest.fixture
def references(tmp_path: Path) -> Path:
    folder = tmp_path / "references"
    put(folder / "Sữa Mẫu" / "2024" / "box.png", encoded(packshot(1)))
    put(folder / "loose.jpg", encoded(packshot(2), "JPEG"))
    put(folder / "Sữa Mẫu" / "logo.svg", b"<svg/>")
    put(folder / "Sữa Mẫu" / "white.png", encoded(Image.new("L", (99, 99))))
    return folder


def test_verdicts_are_those_of_the_contract(references: Path, tmp_path: Path) -> None:
    images = [
        put(tmp_path / "copy.jpg", encoded(packshot(1), "JPEG")),
        put(tmp_path / "loose.jpg", encoded(packshot(2), "JPEG")),
        put(tmp_path / "other.png", encoded(packshot(3, label="green", size=(300, 500)))),
        put(tmp_path / "text.jpg", "không phải ảnh".encode()),
        tmp_path / "missing.jpg",
    ]
    copy, loose, other, text, missing = match_folder(references, images)
    (match,) = matches(copy)
    assert (match["reference"], match["brand"], match["verdict"]) == ("Sữa Mẫu/2024/box.png", "Sữa Mẫu", "copy")
    assert {"score", "stage", "box"} <= set(match)
    assert matches(loose)[0]["brand"] == ""
    assert (other["usable"], other["matches"], other["note"]) == (True, [], "")
    assert (text["usable"], missing["usable"]) == (False, False)
    assert text["note"]
    assert missing["note"]
    assert json.loads(json.dumps(copy))["image"] == str(images[0])


def test_refused_references_are_told(references: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert list(match_folder(references, [])) == []
    assert "logo.svg" in caplog.text
    assert "image_flat" in caplog.text


def test_what_lies_in_benign_silences(references: Path, tmp_path: Path) -> None:
    copy = put(tmp_path / "copy.jpg", encoded(packshot(1), "JPEG"))
    loose = put(tmp_path / "loose.jpg", encoded(packshot(2), "JPEG"))
    put(references / "Sữa Mẫu" / "benign" / "seal.jpg", encoded(packshot(1), "JPEG"))
    silent, found = match_folder(references, [copy, loose])
    assert (silent["usable"], silent["matches"]) == (True, [])
    assert matches(found)[0]["reference"] == "loose.jpg"
    put(references / "benign" / "any.jpg", encoded(packshot(2), "JPEG"))
    assert [verdict["matches"] for verdict in match_folder(references, [copy, loose])] == [[], []]


def test_an_svg_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="what draws SVG is not installed")
    mark = '<path d="M20 20h60v30h-30v40h-30z" fill="teal"/><circle cx="140" cy="55" r="30" fill="crimson"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{mark}<path d="M90 80L190 95"/></svg>'
    folder = tmp_path / "references"
    put(folder / "acme" / "logo.svg", svg.encode())
    (reference,) = reference_folder(folder).references
    assert (reference.path, reference.width) == ("acme/logo.svg", 1024)


def test_a_folder_of_nothing_but_negative_references_is_an_error(tmp_path: Path) -> None:
    put(tmp_path / "benign" / "seal.png", encoded(packshot(1)))
    with pytest.raises(NotFound, match="no usable reference"):
        list(match_folder(tmp_path, []))


def test_a_folder_without_a_usable_reference_is_an_error(tmp_path: Path) -> None:
    put(tmp_path / "brand" / "notes.jpg", b"nothing")
    with pytest.raises(NotFound, match="no usable reference"):
        list(match_folder(tmp_path, []))
