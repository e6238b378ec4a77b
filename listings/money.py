"""Prices as people write them, in every locale: "24.990", "1 299,00 €", "₫199k", "1tr2", "Rs. 1,299"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from listings.currencies import (
    CURRENCIES,
    MARKS,
    MARKS_BEHIND,
    SHARED_MARKS,
    THREE_DECIMALS,
    currency_of_country,
    currency_of_mark,
)
from listings.page import Money

# A price stands in a short text; a longer one is a description, where any number could be anything.
MAX_TEXT = 1000
# Longer runs of digits are telephone numbers, bar codes and ids.
MAX_DIGITS = 13
_GROUP = 3
# In "100-200k" the first number lacks its scale; from a thousand on it is written out.
_SMALL = 1000

_SPACES = "  \u2009\u202f\u2007'’"
_LETTER = r"[^\W\d_]"
_MARK = "|".join(re.escape(m) for m in sorted({*MARKS, *SHARED_MARKS}, key=len, reverse=True))
_CODES = "|".join(sorted(CURRENCIES))
_CURRENCY = rf"(?:(?i:{_MARK})|(?:{_CODES}))"
_BEHIND = rf"(?:(?i:{_MARK}|{'|'.join(MARKS_BEHIND)})|(?:{_CODES}))"
_NUMBER = rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,]\d+)*"
_SCALE = r"(?i:triệu|trieu|tr|tỷ|tỉ|nghìn|ngàn|k)"
_SCALES = {"k": 1000, "nghìn": 1000, "ngàn": 1000, "tỷ": 10**9, "tỉ": 10**9}
_AMOUNT = re.compile(
    rf"(?:(?<!{_LETTER})(?P<before>{_CURRENCY})[ \u00a0:]*|(?<![\w.,/]))"
    rf"(?P<number>{_NUMBER})(?P<dash>[.,:][-–—](?!\d))?"
    rf"(?:[ \u00a0]?(?P<scale>{_SCALE})(?!{_LETTER})(?P<rest>\d{{1,3}}(?!\d))?)?"
    rf"(?:[ \u00a0]*(?P<after>{_BEHIND})(?!{_LETTER})(?(before)(?!\s?\d)))?"
)
_PERCENT = re.compile(r"\s*%")
_PER_UNIT = re.compile(
    r"[\s)]*(?:/|per |je |pro )\s*\d*\s*(?:kg|g|l|ml|cl|m|m²|m2|m3|stk|szt|ks|st|pcs|unit|100)\b", re.IGNORECASE
)
_NOT_THE_PRICE = re.compile(
    r"(?:save|you save|tiết kiệm|giảm|phí|ship|shipping|rrp|was|uvp|spare|voucher)\W*$", re.IGNORECASE
)
_MINUS = re.compile(r"(?:^|[\s(])[-−]$")
_JOINED = re.compile(r"\s*(?:[-–—~]|đến|tới|to|bis|à)\s*$", re.IGNORECASE)
# "12€99", "129 zł 99"; a mark behind the second number makes it an amount of its own.
_SPLIT_MARK = re.compile(r"(\d)\s?([€£]|zł|lei)\s?(\d{2})(?![\d.,]*\d)(?!\s?(?:[€£]|zł|lei|%))", re.IGNORECASE)
_TOGETHER = re.compile(r"\s*(?:[-–—~]|đến|tới|to|bis|à|a|do|až|til|till|até)?\s*", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]{2}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    money: Money
    marked: bool
    scale: int
    start: int
    end: int


def read_money(text: str, *, currency_hint: str | None = None, country_hint: str | None = None) -> Money | None:
    """Read the price in a short text; of a range or of old and new, the lower one.

    Args:
        text: what the page shows where the price stands; only the first 1,000 characters are looked at.
        currency_hint: ISO 4217 code to take where the text names no currency or a mark that several share.
        country_hint: ISO 3166 code of the shop's country, used like the currency hint but after it.

    Returns:
        The amount in major units, with its currency where it can be told; None when the text holds no price.
    """
    found = read_money_range(text, currency_hint=currency_hint, country_hint=country_hint)
    return found[0] if found else None


def read_money_range(
    text: str, *, currency_hint: str | None = None, country_hint: str | None = None
) -> tuple[Money, Money] | None:
    """Read the lowest and the highest price in a short text; both are the same where there is one."""
    plain = _plain(text)
    amounts = list(_amounts(plain, currency_hint, country_hint))
    if any(amount.marked for amount in amounts):
        amounts = [amount for amount in amounts if amount.marked]
    wanted = [amount for amount in amounts if not _beside_the_price(plain, amount)] or amounts
    values = sorted((amount.money for amount in wanted), key=lambda money: money.amount)
    return (values[0], values[-1]) if values else None


def read_amounts(
    text: str, *, currency_hint: str | None = None, country_hint: str | None = None
) -> tuple[tuple[Money, Money, str, str], ...]:
    """Read each price in a short text by itself, with the words between it and its neighbours.

    Returns:
        Lowest, highest, the text before and the text behind, in order. Amounts between which nothing stands, or "to",
        are one: "100 - 200k₫", "£20 £15". Where some bear a currency's mark, the others are left out.
    """
    plain = _plain(text)
    amounts = list(_amounts(plain, currency_hint, country_hint))
    if any(amount.marked for amount in amounts):
        amounts = [amount for amount in amounts if amount.marked]
    groups: list[list[_Amount]] = []
    for amount in amounts:
        if groups and _TOGETHER.fullmatch(plain[groups[-1][-1].end : amount.start]):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    edges = [0, *(edge for group in groups for edge in (group[0].start, group[-1].end)), len(plain)]
    gaps = [plain[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return tuple((*_span(group), before, after) for group, (before, after) in zip(groups, pairwise(gaps), strict=True))


def _span(group: list[_Amount]) -> tuple[Money, Money]:
    values = sorted((amount.money for amount in group), key=lambda money: money.amount)
    return values[0], values[-1]


def read_number(text: str, *, currency: str | None = None) -> Decimal | None:
    """Read one number in any locale's grouping: a separator before exactly three digits groups thousands."""
    digits = re.sub(rf"[{_SPACES}]", "", text)
    separators = [character for character in digits if character in ".,"]
    if not separators:
        return _decimal(digits, "")
    last = separators[-1]
    head, _, tail = digits.rpartition(last)
    if _groups_thousands(head, tail, separators, currency):
        return _decimal(digits, "")
    return _decimal(head, tail)


def _plain(text: str) -> str:
    cut = _SUPERSCRIPT.sub(lambda match: "," + match[0], text[:MAX_TEXT])
    return _SPLIT_MARK.sub(r"\1,\3\2", unicodedata.normalize("NFKC", cut).replace("\u066b", ",").replace("\u066c", "."))


def _amounts(text: str, currency_hint: str | None, country_hint: str | None) -> Iterator[_Amount]:
    """Yield every amount; in "100 - 200k₫" the first takes mark and scale of the second."""
    found = list(_AMOUNT.finditer(text))
    following: _Amount | None = None
    read: list[_Amount] = []
    for match in reversed(found):
        heir = following if following and _JOINED.fullmatch(text[match.end() : following.start]) else None
        amount = _amount(match, heir, currency_hint, country_hint)
        if amount and not _PERCENT.match(text, match.end()):
            read.append(amount)
            following = amount
    yield from reversed(read)


def _amount(
    match: re.Match[str], heir: _Amount | None, currency_hint: str | None, country_hint: str | None
) -> _Amount | None:
    scale = _scale_of(match["scale"])
    mark = _mark_of(match) or ("VND" if scale >= 10**6 else None)
    currency = _currency(mark, heir, currency_hint, country_hint)
    value = read_number(match["number"], currency=currency)
    if value is None:
        return None
    if heir and scale == 1 < heir.scale and value < _SMALL:
        scale = heir.scale
    amount = value * scale + _after_scale(match["rest"], scale)
    marked = bool(mark or match["dash"] or (heir and heir.marked))
    return _Amount(money=Money(amount, currency), marked=marked, scale=scale, start=match.start(), end=match.end())


def _mark_of(match: re.Match[str]) -> str | None:
    """Give the mark at the amount's side; of two, as in "$1,299.00 MXN", the one that names one currency."""
    before, after = match["before"], match["after"]
    return after if before and after and before.lower() in SHARED_MARKS else before or after


def _currency(
    mark: str | None, heir: _Amount | None, currency_hint: str | None, country_hint: str | None
) -> str | None:
    if mark:
        return currency_of_mark(mark, currency_hint=currency_hint, country_hint=country_hint)
    if heir:
        return heir.money.currency
    return currency_hint or currency_of_country(country_hint)


def _scale_of(word: str | None) -> int:
    return _SCALES.get(word.lower(), 10**6) if word else 1


def _after_scale(digits: str | None, scale: int) -> Decimal:
    """Give what follows the scale: "1tr2" is one million and two tenths of one, "1tr250" and 250 thousandths."""
    return Decimal(digits) * scale / 10 ** len(digits) if digits else Decimal(0)


def _groups_thousands(head: str, tail: str, separators: list[str], currency: str | None) -> bool:
    if len(tail) != _GROUP or len(set(separators)) > 1 or (len(separators) == 1 and currency in THREE_DECIMALS):
        return False
    first = re.split(r"[.,]", head)[0]
    return first != "0" and len(first) <= _GROUP


def _decimal(whole: str, part: str) -> Decimal | None:
    digits = re.sub(r"[.,]", "", whole)
    if not digits.isdecimal() or len(digits) > MAX_DIGITS:
        return None
    return Decimal(f"{int(digits)}.{part}" if part else int(digits))


def _beside_the_price(text: str, amount: _Amount) -> bool:
    """Say whether an amount is a price per litre, a saving, a fee: passed over where another amount stands."""
    before = text[max(0, amount.start - 20) : amount.start]
    return bool(_PER_UNIT.match(text, amount.end) or _NOT_THE_PRICE.search(before) or _MINUS.search(before))
