"""Recognises that a text names an amount of money: a number with a currency's mark or code at its side."""

from __future__ import annotations

import re

from listings.currencies import CURRENCIES, MARKS, SHARED_MARKS

_ALL = {*MARKS, *SHARED_MARKS}
_SIGN = "|".join(re.escape(mark) for mark in sorted(_ALL, key=len, reverse=True) if not mark[0].isalpha())
_CODES = {code.lower() for code in CURRENCIES}
_WORDS = sorted({mark for mark in _ALL if mark[0].isalpha()} | _CODES, key=len, reverse=True)
_WORD = "|".join(map(re.escape, _WORDS))
_NUMBER = r"\d[\d\s.,'’٫٬]{0,20}"
_BEFORE = rf"(?:{_SIGN}|￥|(?<![^\W\d_])(?:{_WORD}))[\s.:]{{0,3}}(?P<one>{_NUMBER})"
_AFTER = rf"(?P<two>{_NUMBER})(?:(?:{_SIGN}|￥)|(?:{_WORD}|k|tr|triệu|nghìn|ngàn)(?![^\W\d_]))"
MARKED_NUMBER = re.compile(rf"{_BEFORE}|{_AFTER}", re.IGNORECASE)
MARK_BEHIND = re.compile(rf"^[\s.,–-]*(?:{_SIGN}|￥|(?:{_WORD})(?![^\W\d_]))?[\s.*]*", re.IGNORECASE)
# Also the mark alone: "199.000 <sup>đ</sup>" parts it from its number. Letters alone are too common.
MONEY_MARK = re.compile(
    rf"{_SIGN}|￥|{_BEFORE}|{_AFTER}|^\s*(?:{_WORD})\s*$".replace("?P<one>", "").replace("?P<two>", ""), re.IGNORECASE
)
