"""The evidence bundle of one hit."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from takedowns.bundle import BundleContents, BundledCapture, write_bundle

PAGE = b"<script>alert(1)</script>"


def _capture(content: bytes, media_type: str) -> BundledCapture:
    return BundledCapture(digest=hashlib.sha256(content).hexdigest(), media_type=media_type, content=content)


CONTENTS = BundleContents(
    hit={"id": 3, "listing": {"title": "../../etc/passwd"}},
    decisions=[{"verdict": "confirm"}],
    chain=[{"number": 1}],
    captures=[
        _capture(PAGE, "text/html; charset=utf-8"),
        _capture(b"<svg onload='x'/>", "image/svg+xml"),
        BundledCapture(digest="0" * 64, media_type="", content=None),
    ],
)


def _bundle() -> bytes:
    stream = io.BytesIO()
    write_bundle(CONTENTS, stream)
    return stream.getvalue()


def test_the_same_contents_give_the_same_bytes() -> None:
    assert _bundle() == _bundle()


def test_the_manifest_names_every_file_with_its_hash() -> None:
    with zipfile.ZipFile(io.BytesIO(_bundle())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest) == set(archive.namelist()) - {"manifest.json"}
        for name, digest in manifest.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_captures_open_as_text_and_carry_no_foreign_name() -> None:
    with zipfile.ZipFile(io.BytesIO(_bundle())) as archive:
        names = [name for name in archive.namelist() if name.startswith("captures/")]
        suffixes = {name.partition(".")[2] for name in names}
        assert suffixes == {"html.txt", "bin"}
        assert archive.read(f"captures/{hashlib.sha256(PAGE).hexdigest()}.html.txt") == PAGE


def test_what_was_erased_is_said() -> None:
    with zipfile.ZipFile(io.BytesIO(_bundle())) as archive:
        assert json.loads(archive.read("erased.json")) == ["0" * 64]
