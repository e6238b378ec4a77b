"""Patterns of many phrases find what the bare pattern finds; a hint may only ever spare the search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract import money_mark, walls, words
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.phrases import Phrases, folded

ALL = [
    (f"{module.__name__}.{name}", value)
    for module in (words, walls)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
]
LETTERS = sorted({letter for _, pattern in ALL for phrase in pattern.held for letter in phrase})
_BITS = [bit for _, pattern in ALL for phrase in pattern.held[:4] for bit in (phrase, phrase.upper(), phrase[1:])]
TEXTS = st.lists(st.sampled_from([*_BITS, " ", "1.200", "k", "ı", "İ", "đ", "$", ":", "x"]), max_size=6).map("".join)


def test_letters_that_a_pattern_takes_for_one_are_folded_into_one() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x20000)]))
    odd = [
        (letter, other)
        for letter in LETTERS
        for other in re.findall(re.escape(letter), everything, re.IGNORECASE)
        if folded(other) != letter
    ]
    assert odd == []


@given(TEXTS)
def test_no_search_is_spared_that_would_find_something(text: str) -> None:
    for name, pattern in ALL:
        bare = pattern.pattern.search(text)
        found = pattern.search(text)
        assert (found and found.span()) == (bare and bare.span()), name


@given(TEXTS)
def test_no_amount_is_passed_over(text: str) -> None:
    assert (MONEY_MARK.search(text) is None) == (money_mark._MARKED.search(text) is None)


@pytest.mark.parametrize("text", ["SATIN AL", "satın al", "ThÊm Vào Giỏ hàng", "BẠN CẦN MUA NGAY"])
def test_case_does_not_matter(text: str) -> None:
    assert words.BUY.search(text)
