"""Clauses quote the text exactly and are cut where a reader would cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.claims.clauses import LONGEST, clause_spans, listing_clauses
from listings.listing import Listing

_TEXT = st.one_of(st.text(max_size=600), st.text(alphabet="aB. ,;-\n✅🔥•!đĐ1:/@\u200b", max_size=600))


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in clause_spans(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Hàng đẹp. Giao nhanh!", ["Hàng đẹp", "Giao nhanh"]),
        ("Do TS. BS. Lam tư vấn tại TP. HCM. Giá 1.299.000đ.", ["Do TS. BS. Lam tư vấn tại TP. HCM", "Giá 1.299.000đ"]),
        ("Xem https://a.vn/x.Y?z=1. Rồi đặt.", ["Xem https://a.vn/x.Y?z=1", "Rồi đặt"]),
        ("Sản phẩm đẹp.Giao nhanh", ["Sản phẩm đẹp", "Giao nhanh"]),
        ("- Một\n* Hai\n\n• Ba ✅ Bốn", ["Một", "Hai", "Ba", "Bốn"]),
        ("1. Giao hàng. 2. Đổi trả", ["1. Giao hàng", "2. Đổi trả"]),
        ("Hàng loại 2. Giá rẻ", ["Hàng loại 2", "Giá rẻ"]),
        ("Dr. Lam says no. It works", ["Dr. Lam says no", "It works"]),
        ("The No. 1 cream", ["The No. 1 cream"]),
        ("3.5 mm, 100 %", ["3.5 mm, 100 %"]),
        ("... !!! 123", []),
        ("", []),
    ],
)
def test_cuts_where_a_reader_would(text: str, clauses: list[str]) -> None:
    assert _cut(text) == clauses


def test_long_sentences_are_cut_at_commas_and_then_at_blanks() -> None:
    with_commas = ", ".join(["một mệnh đề dài chừng bốn mươi ký tự ở đây"] * 12)
    without = "chữ " * 200
    assert all(0 < len(piece) <= LONGEST + 1 for text in (with_commas, without) for piece in _cut(text))
    assert len(_cut(with_commas)) > 3


@given(_TEXT)
def test_spans_are_in_order_apart_trimmed_and_short(text: str) -> None:
    spans = list(clause_spans(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() and end - start <= LONGEST + 1 for start, end in spans)


@given(_TEXT)
def test_no_letter_is_lost(text: str) -> None:
    covered = {index for start, end in clause_spans(text) for index in range(start, end)}
    assert all(index in covered for index, character in enumerate(text) if character.isalpha() and character < "\u2000")


@pytest.mark.parametrize("unit", ["a, ", "a.", "-", " ", "x", ". ", "A.B", "1. ", "✅", '("', "a\u200b", "ts. ", "."])
def test_a_megabyte_of_anything_is_cut(unit: str) -> None:
    text = unit * (1_000_000 // len(unit)) + "x"
    assert all(end - start <= LONGEST + 1 for start, end in clause_spans(text))


def test_both_fields_are_cut_with_their_names() -> None:
    clauses = list(listing_clauses(Listing(id="1", title="Trà xanh", description="Thơm. Ngon.")))
    assert [(clause.field, clause.text) for clause in clauses] == [
        ("title", "Trà xanh"), ("description", "Thơm"), ("description", "Ngon"),
    ]  # fmt: skip
