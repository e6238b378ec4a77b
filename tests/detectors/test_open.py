"""Opening the judge: what is missing is named, nothing heavy is loaded for nothing, the shipped head works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from detectors.open import open_judge
from listings.brand import Brand, ReferenceImage
from listings.errors import InvalidInput, ToolMissing
from listings.listing import Seller
from listings.subject import SubjectImage
from tests.detectors.fakes import subject

_ROOT = Path(__file__).resolve().parents[2]
_MODEL = Path(os.environ.get("SOI_MODEL_DIR", _ROOT / ".soi-cache" / "e5-small"))
_needs_model = pytest.mark.skipif(not (_MODEL / "prepared.json").is_file(), reason="the text model is not prepared")


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="setup"):
        open_judge("", tmp_path)


@_needs_model
def test_a_malformed_rule_stops_the_opening(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("id = 3", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"bad\.toml"):
        open_judge("", _MODEL, rules_folder=tmp_path)


@_needs_model
@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Viên uống trị dứt điểm tiểu đường, khỏi cần tiêm insulin", "disease_cure"),
        ("Uong 7 ngay giam 8kg khong can an kieng khong tap", "weight_loss"),
        ("Gi4m 8kg trong 10 ngày không cần ăn kiêng", "weight_loss"),
        ("Superfake 1:1 bag, mirror quality, nobody can tell", "replica"),
        ("Antibiotics without a prescription, discreet shipping", "rx_sale"),
    ],
)
def test_plain_claims_are_suspected(title: str, category: str) -> None:
    verdict = open_judge("", _MODEL).judge([subject(title)])[0]
    assert category in {finding.category for finding in verdict.labels}


@_needs_model
@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Áo thun cotton", "Vải mềm, giặt máy. Giao trong ngày."),
        ("Thuốc trừ nấm cho cà chua", "Đặc trị đốm lá, thán thư."),
        ("Kitchen spray", "Kills 99.9% of bacteria on hard surfaces."),
        ("Vitamin C gummies", "Contributes to normal immune function. Not intended to treat any disease."),
    ],
)
def test_honest_goods_are_not(title: str, description: str) -> None:
    assert not open_judge("", _MODEL).judge([subject(title, description)])[0].violating


class _Shelf:
    def __init__(self, *references: bytes) -> None:
        self._bytes = {sha256(content).hexdigest(): content for content in references}

    def brands(self) -> Sequence[Brand]:
        pictures = tuple(ReferenceImage(digest=digest, path="box.png") for digest in self._bytes)
        return (Brand(name="Velora", authorised=("shop-1",), references=pictures),)

    def reference_bytes(self, digest: str) -> bytes:
        return self._bytes[digest]


def _picture() -> bytes:
    from PIL import Image

    pixels = np.random.default_rng(1).integers(0, 255, (12, 12, 3), np.uint8)
    stream = BytesIO()
    Image.fromarray(pixels).resize((300, 300), Image.Resampling.BICUBIC).save(stream, "PNG")
    return stream.getvalue()


@_needs_model
def test_an_official_photo_of_an_unlisted_seller_gives_two_signals_and_queues_nothing() -> None:
    photo = _picture()
    judged = replace(
        subject("Serum dưỡng da", seller=Seller(id="shop-9")),
        images=(
            SubjectImage(digest=sha256(photo).hexdigest(), content=photo),
            SubjectImage(digest="0" * 64, content=b"no picture"),
        ),
    )
    verdict = open_judge("", _MODEL, _Shelf(photo)).judge([judged])[0]
    assert [finding.category for finding in verdict.signals] == ["official_photo", "seller_unlisted"]
    assert not verdict.violating
    assert [image.digest for image in verdict.unreadable] == ["0" * 64]


def test_light_modules_load_nothing_heavy() -> None:
    code = (
        "import sys, detectors.open, detectors.check\n"
        "heavy = {'onnxruntime', 'tokenizers', 'faiss', 'PIL', 'torch', 'scipy', 'sklearn', 'sqlalchemy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=_ROOT, check=True)
