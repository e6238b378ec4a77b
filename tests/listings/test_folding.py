"""Folding undoes disguises and never loses the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.folding import fold

_TRICKY = st.text(alphabet="aàạđĐe3é4 01@$._-*|tgс\u200b\u0301𝐆ﬁŒİß…½ﬀ한ς\n\u00a0", max_size=60)
_ANY = st.one_of(st.text(max_size=80), _TRICKY)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Chữa khỏi ĐAU dạ dày", "chua khoi dau da day"),
        ("gi4m c4n cấp t0c", "giam can cap toc"),
        ("hàng r3p", "hang rep"),
        ("t.h.u.ố.c nam", "thuoc nam"),
        ("th\u200buốc", "thuoc"),
        ("рrаdа", "prada"),
        ("𝐆𝐮𝐜𝐜𝐢", "gucci"),
        ("500mg x 2 hộp, 1.299.000đ", "500mg x 2 hop, 1.299.000d"),
        ("vitamin B12, size S M L", "vitamin b12, size s m l"),
        ("cua\u0309 hang", "cua hang"),
        ("", ""),
    ],
)
def test_disguises_are_undone(given_text: str, expected: str) -> None:
    assert fold(given_text).text == expected


def test_the_way_back_quotes_the_original() -> None:
    original = "Bán t.h.u.ố.c nam"
    folded = fold(original)
    start = folded.text.index("thuoc")
    first, last = folded.span(start, start + len("thuoc"))
    assert original[first:last] == "t.h.u.ố.c"


@given(_ANY)
def test_every_character_maps_back_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= index < len(text) for index in folded.origin)


@given(_ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_hostile_length_is_linear() -> None:
    spaced = "a." * 200_000
    assert len(fold(spaced).text) <= len(spaced)
