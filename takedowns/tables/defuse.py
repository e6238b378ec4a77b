"""Makes foreign text harmless in a spreadsheet. Pure.

A cell that begins with one of a few characters is run as a formula when a CSV is opened; OWASP lists = + - @ TAB CR,
Excel also takes the full-width forms, and leading white space or invisible characters do not protect (tried).
"""

from __future__ import annotations

import re
import unicodedata

_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")
_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
# What XML 1.0 cannot hold, and half surrogates: a workbook with one of them does not open.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def starts_formula(text: str) -> bool:
    """Say whether a spreadsheet could take the text for a formula."""
    if text[:1] in _FORMULA_STARTS:
        return True
    visible = next((c for c in text if unicodedata.category(c) not in _INVISIBLE), "")
    return visible in _FORMULA_STARTS


def defused(text: str) -> str:
    """Put an apostrophe before text that could be run as a formula."""
    return "'" + text if text and starts_formula(text) else text


def storable(text: str) -> str:
    """Replace characters that no workbook can hold by the replacement character."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
