"""Phrases are found as people disguise them, and not where only the letters agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.rules.phrases import PhraseFinder, words_of

_FINDER = PhraseFinder(["hàng nhái", "hàng giả", "không ... hóa đơn", "rep 1:1", "super fake"])


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("bán HÀNG NHÁI đây", "HÀNG NHÁI"),
        ("hang nhai gia re", "hang nhai"),
        ("túi h.à.n.g nhái", "h.à.n.g nhái"),
        ("giày r3p 1:1", "r3p 1:1"),
        ("không có hoá đơn", "không có hoá đơn"),
        ("khong xuat duoc hoa don", "khong xuat duoc hoa don"),
        ("a s\u200buper fake one", "s\u200buper fake"),
    ],
)
def test_disguised_phrases_are_found_and_quoted(text: str, quoted: str) -> None:
    found = next(_FINDER.find(words_of(text)))
    assert text[found.start : found.end] == quoted


@pytest.mark.parametrize(
    "text", ["hàng giá rẻ", "hàng nhai thử", "không một hai ba bốn năm hóa đơn", "reply 1:1", "superfaked", ""]
)
def test_only_alike_is_not_found(text: str) -> None:
    assert not _FINDER.found_in(words_of(text))


@given(st.text(max_size=200))
def test_matches_lie_in_the_text(text: str) -> None:
    finder = PhraseFinder(["a", "a ... b"])
    assert all(0 <= match.start < match.end <= len(text) for match in finder.find(words_of(text)))


def test_hostile_repetition_stays_linear() -> None:
    finder = PhraseFinder(["a ... a ... a ... b"])
    assert not finder.found_in(words_of("a " * 200_000))


def test_an_exact_word_needs_its_marks() -> None:
    loose, exact = PhraseFinder(["sách"]), PhraseFinder(["=sách"])
    for text, found in (("Sách nấu ăn", (True, True)), ("sach da mun", (True, False)), ("sạch da", (False, False))):
        assert (loose.found_in(words_of(text)), exact.found_in(words_of(text))) == found
    for text, found in (("thay nhãn", (True, True)), ("thấy nhãn", (True, False))):
        assert tuple(PhraseFinder([phrase]).found_in(words_of(text)) for phrase in ("thay", "=thay")) == found


def test_a_comma_is_looked_for_only_where_it_is_written() -> None:
    loose, paused = PhraseFinder(["bán hóa đơn"]), PhraseFinder(["bán , hóa đơn"])
    for text, found in (("mua bán, hóa đơn đỏ", (True, True)), ("mua bán hóa đơn đỏ", (True, False))):
        assert (loose.found_in(words_of(text)), paused.found_in(words_of(text))) == found
