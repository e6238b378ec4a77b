"""Stock disclaimers clear themselves; negations in a claim and claims behind a "but" clear nothing."""

from __future__ import annotations

import pytest

from detectors.claims.disclaimers import is_disclaimer
from detectors.rules.phrases import words_of


@pytest.mark.parametrize(
    "clause",
    [
        "Thực phẩm này không phải là thuốc và không có tác dụng thay thế thuốc chữa bệnh",
        "San pham nay khong phai la thuoc",
        "Not intended to diagnose, treat, cure or prevent any disease",
        "Ảnh đầu mượn của hãng, các ảnh sau là hàng em chụp",
        "Hinh anh minh hoa, mau that co the dam hon",
        "First picture is the maker's, the others are mine",
    ],
)
def test_stock_denials(clause: str) -> None:
    assert is_disclaimer(words_of(clause))


@pytest.mark.parametrize(
    "clause",
    [
        "Không phải là thuốc nhưng uống vào khỏi tiểu đường",
        "It is not a medicine, yet it cured my asthma",
        "Không cần mổ vẫn khỏi trĩ",
        "No more insulin",
        "Ảnh mượn của hãng, hàng về giống y hình",
        "Hình của hãng nhưng hàng shop may",
        "Stock photo, mirror quality in hand",
        "Hàng y như ảnh hãng, soi không ra",
        "",
    ],
)
def test_claims(clause: str) -> None:
    assert not is_disclaimer(words_of(clause))
