"""Pictures of every hostile kind, through `soi match` and through an import: judged, or named as not judged."""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from detectors.images.detector import find_images
from listings.page import UNREADABLE_REASONS
from monitor.steps.fingerprinting import Fingerprints
from monitor.steps.importing import import_paths
from store.open import open_stores
from tests.detectors.images.pictures import encoded, matcher, packshot, reference
from tests.soi import ROOT

OURS = packshot(1)
MOST_MEMORY = 1_000_000_000


def bomb() -> bytes:
    """Give a PNG of 100 KB that unpacks to 900 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(3_751) * 30_000, 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(OURS.rotate(90, expand=True), "JPEG", exif=exif, quality=90)


def deep() -> bytes:
    return encoded(Image.fromarray(np.asarray(OURS.convert("L")).astype(np.uint16) * 257))


def animated() -> bytes:
    written = io.BytesIO()
    packshot(9).save(written, "GIF", save_all=True, append_images=[packshot(8), OURS], duration=200)
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="99" height="99"/></svg>'
# Each shows the reference, however odd its file.
READABLE = {
    "cmyk.jpg": encoded(OURS.convert("CMYK"), "JPEG", quality=90),
    "sixteen-bit.png": deep(),
    "palette.png": encoded(OURS.quantize(64)),
    "animated.gif": animated(),
    "exif-rotated.jpg": turned(),
}
UNREADABLE = {
    "truncated.jpg": encoded(OURS, "JPEG", quality=90)[:6_000],
    "one-pixel.png": encoded(Image.new("L", (1, 1))),
    "hair.png": encoded(Image.new("L", (30_000, 2))),
    "bomb.png": bomb(),
    "drawing.svg": SVG,
    "text.jpg": "Đây không phải là ảnh".encode(),
}
HUGE = "huge.jpg"
# The process says its own peak: what `wait4` says of a child is never below what its parent held when it was made.
MEASURED = """
import atexit, pathlib, runpy, sys
atexit.register(lambda: sys.stderr.write(pathlib.Path("/proc/self/status").read_text()))
sys.argv[0] = "soi"
runpy.run_module("monitor", run_name="__main__")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pictures")
    for name, content in (READABLE | UNREADABLE).items():
        (made / name).write_bytes(content)
    with (made / HUGE).open("wb") as file:
        file.write(encoded(OURS, "JPEG"))
        file.truncate(500 * 1024 * 1024)
    return made


@pytest.fixture(scope="module")
def verdicts(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    references = tmp_path_factory.mktemp("references")
    (references / "acme").mkdir()
    (references / "acme" / "box.png").write_bytes(encoded(OURS))
    command = [sys.executable, "-c", MEASURED, "match", "--references", str(references), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    peak = re.search(r"VmHWM:\s+(\d+) kB", done.stderr)
    assert peak is not None
    assert int(peak[1]) * 1024 < MOST_MEMORY
    return {Path(line["image"]).name: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", READABLE)
def test_odd_files_are_judged(verdicts: dict[str, dict[str, Any]], name: str) -> None:
    verdict = verdicts[name]
    assert (verdict["usable"], verdict["note"]) == (True, "")
    assert [match["reference"] for match in verdict["matches"]] == ["acme/box.png"]


@pytest.mark.parametrize("name", [*UNREADABLE, HUGE])
def test_what_cannot_be_judged_is_never_clean(verdicts: dict[str, dict[str, Any]], name: str) -> None:
    verdict = verdicts[name]
    assert (verdict["usable"], verdict["matches"]) == (False, [])
    assert any(reason in verdict["note"] for reason in UNREADABLE_REASONS)


def test_imported_they_are_judged_or_noted_as_unreadable(folder: Path, tmp_path: Path) -> None:
    names = [*READABLE, *UNREADABLE, HUGE]
    listing = {"id": "t1", "title": "Trà lá sen", "images": names}
    (folder / "listing.jsonl").write_text(json.dumps(listing) + "\n", encoding="utf-8")
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as stores:
        report = import_paths(stores, [folder / "listing.jsonl"], fault=print, progress=lambda _: None)
        assert (report.new, report.faults) == (1, 0)
        (stored,) = stores.listings.page()
        subject = stores.listings.subject(stored.version_id)
        found = find_images(subject, matcher(reference(OURS)))
        assert len(found.findings) == len(READABLE)
        assert len(found.unreadable) == len(found.notes) == len(UNREADABLE)
        # Too large to be taken in: it waits, and is not called read.
        assert {image.address: image.state for image in stored.images}[HUGE] != "read"
        Fingerprints(stores).take(subject.images)
        assert stores.pictures.unhashed() == stores.pictures.unplaced() == []
