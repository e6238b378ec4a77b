"""Recognises that a text names an amount of money: a number with a currency's mark or code at its side."""

from __future__ import annotations

import re

from listings.currencies import CURRENCIES, MARKS, MARKS_BEHIND, SHARED_MARKS

_ALL = {*MARKS, *SHARED_MARKS}
_SIGN = "|".join(re.escape(mark) for mark in sorted(_ALL, key=len, reverse=True) if not mark[0].isalpha())
_CODES = {code.lower() for code in CURRENCIES}
_WORDS = sorted({mark for mark in _ALL if mark[0].isalpha()} | _CODES, key=len, reverse=True)
_WORD = "|".join(map(re.escape, _WORDS))
_BEHIND = "|".join([*map(re.escape, MARKS_BEHIND), _WORD])
_NUMBER = r"\d[\d\s.,'’٫٬]{0,20}"
_BEFORE = rf"(?:{_SIGN}|￥|(?<![^\W\d_])(?:{_WORD}))[\s.:]{{0,3}}(?P<one>{_NUMBER})"
_AFTER = rf"(?P<two>{_NUMBER})(?:(?:{_SIGN}|￥)|(?:{_BEHIND}|k|tr|triệu|nghìn|ngàn)(?![^\W\d_]))"
MARKED_NUMBER = re.compile(rf"{_BEFORE}|{_AFTER}", re.IGNORECASE)
MARK_BEHIND = re.compile(rf"^[\s.,–-]*(?:{_SIGN}|￥|(?:{_BEHIND})(?![^\W\d_]))?[\s.*]*", re.IGNORECASE)
# Also the mark alone: "199.000 <sup>đ</sup>" parts it from its number. Letters alone are too common.
# A dash for the cents says money, too: "349,-", "1 299:-", "1,290.-".
_MARKED = re.compile(
    rf"{_SIGN}|￥|\d[.,:][-–—](?!\w)|{_BEFORE}|{_AFTER}|^\s*(?:{_BEHIND})\s*$".replace("?P<one>", "").replace(
        "?P<two>", ""
    ),
    re.IGNORECASE,
)
# What every match of it holds, a currency's word alone aside.
_HINT = re.compile(rf"[\d￥{''.join(sorted({re.escape(mark[0]) for mark in _ALL if not mark[0].isalpha()}))}]")
_LONGEST_WORD = max(map(len, (*MARKS_BEHIND, *_WORDS)))


class MoneyMark:
    """A pattern that is tried only on texts that hold a number or a mark, or are as short as a currency's name."""

    def search(self, text: str) -> re.Match[str] | None:
        """Find an amount with its currency, or a mark alone."""
        if _HINT.search(text) is None and len(text.strip()) > _LONGEST_WORD:
            return None
        return _MARKED.search(text)


MONEY_MARK = MoneyMark()
