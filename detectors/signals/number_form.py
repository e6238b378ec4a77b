"""Registration and declaration numbers that have no known form. Only the form: validity is the register's to say."""

from __future__ import annotations

import re

from detectors.claims.clauses import JUDGED_FIELDS
from detectors.rules.rule import Rule
from detectors.signals.signal import SignalContext, signal_finding
from listings.finding import Finding, TextSpan
from listings.subject import Subject
from listings.wording import Wording

SCORE = 0.2

# What introduces a number of one sort, and the forms that sort is known to have. A new sort is one line.
_SORTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (  # medicine; sellers of other goods write "SĐK" before their numbers too
        re.compile(
            r"(?:\bSĐK|\bSDK|số đăng ký)(?: thuốc)?\s{0,2}[:.]?\s{0,2}"
            r"((?=[A-ZĐ0-9./-]{0,24}\d)[A-Z0-9][A-ZĐ0-9./-]{3,24})",
            re.IGNORECASE,
        ),
        re.compile(
            r"[A-ZĐ]{2,5}\d{0,2}-[A-Z0-9]{1,6}-\d{2}|\d{12}|\d{1,6}/\d{4}/[A-ZĐ-]{2,12}|\d{1,6}/\d{2}/CBMP-[A-Z]{2,6}",
            re.IGNORECASE,
        ),
    ),
    (  # health supplement
        re.compile(r"(?<![\w/])(\d{1,8}/\d{0,6}/?(?:ĐKSP|DKSP))", re.IGNORECASE),
        re.compile(r"\d{1,6}/\d{4}/(?:ĐKSP|DKSP)", re.IGNORECASE),
    ),
    (  # cosmetic
        re.compile(r"(?<![\w/])(\d{1,9}/\d{0,6}/?CBMP(?:-[A-Z]{1,8})?)", re.IGNORECASE),
        re.compile(r"\d{1,6}/\d{2}/CBMP-[A-Z]{2,6}", re.IGNORECASE),
    ),
    (  # medical device
        re.compile(r"(?<![\w/])(\d{1,12}/PCB[A-Z]{0,3}(?:-[A-Z]{1,6})?)", re.IGNORECASE),
        re.compile(r"\d{9}/PCB[A-Z]{1,2}-[A-Z]{2,4}", re.IGNORECASE),
    ),
    (  # confirmation of an advertisement
        re.compile(r"(?<![\w/])(\d{1,8}/\d{0,6}/?XNQC(?:-[A-Z]{1,8})?)", re.IGNORECASE),
        re.compile(r"\d{1,6}/\d{2,4}/XNQC-[A-Z]{2,8}", re.IGNORECASE),
    ),
)


def number_malformed(subject: Subject, context: SignalContext, rule: Rule) -> Finding | None:
    """Point at the first number whose form is not known; `context` says nothing about that."""
    del context
    for field in JUDGED_FIELDS:
        text = subject.listing.text_of(field)
        for introduced, known in _SORTS:
            for match in introduced.finditer(text):
                if not known.fullmatch(match[1].rstrip("./-")):
                    return _finding(rule, field, match)
    return None


def _finding(rule: Rule, field: str, match: re.Match[str]) -> Finding:
    number = match[1].rstrip("./-")
    reason = Wording(f"{rule.reason.vi} Số ghi: {number}.", f"{rule.reason.en} As written: {number}.")
    span = TextSpan(field=field, start=match.start(1), end=match.start(1) + len(number), text=number)
    return signal_finding(rule, SCORE, reason, spans=(span,))
