"""What the encoder reads: disguises of known words undone, names left, each text once."""

from __future__ import annotations

import numpy as np
import pytest

from detectors.claims.head import load_head
from detectors.claims.scoring import ClauseScorer, readable
from tests.detectors.fakes import WordEncoder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gi4m c4n nhanh", "Giam can nhanh"),
        ("bán t.h.u.ố.c này", "bán thuốc này"),
        ("Túi V3lor@ mới", "Túi V3lor@ mới"),
        ("th\u200buốc nam", "thuốc nam"),
        ("CAM KẾT KHỎI BỆNH", "cam kết khỏi bệnh"),
        ("Áo XL, size M", "Áo XL, size M"),
        ("500mg B12", "500mg B12"),
        ("", ""),
    ],
)
def test_what_is_read(text: str, expected: str) -> None:
    assert readable(text, {"giam", "can", "thuoc"}) == expected


def test_more_texts_than_a_chunk_keep_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detectors.claims.scoring.CHUNK", 2)
    encoder = WordEncoder()
    texts = ["một hai", "ba bốn", "năm sáu", "một hai", "bảy tám"]
    rows = ClauseScorer(encoder, load_head()).probabilities(texts)
    whole = ClauseScorer(WordEncoder(), load_head()).probabilities(["năm sáu"])
    assert list(rows) == list(dict.fromkeys(texts))
    assert len(encoder.seen) == 4
    np.testing.assert_allclose(rows["năm sáu"], whole["năm sáu"], atol=1e-5)
