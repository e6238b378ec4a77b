"""Amounts, shares and times as people here read them. Times are shown in Asia/Ho_Chi_Minh, the zone named."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from listings.wording import Language, Wording

# Vietnam has kept UTC+7 without summer time since 1975; a fixed offset needs no zone files on the machine.
HOME_ZONE = timezone(timedelta(hours=7), "UTC+7")
_UNITS = (
    (86_400, Wording("ngày", "d")),
    (3_600, Wording("giờ", "h")),
    (60, Wording("phút", "min")),
    (1, Wording("giây", "s")),
)
# "1E+999999" is a price a stranger may write; written out it would fill the screen and the memory.
_MAX_EXPONENT = 18


def show_time(at: datetime | None) -> str:
    """Give a time to the minute, or a dash where there is none."""
    return f"{at.astimezone(HOME_ZONE):%d/%m/%Y %H:%M}" if at else "–"


def show_clock(at: datetime) -> str:
    """Give the hour and minute of a time that is today."""
    return f"{at.astimezone(HOME_ZONE):%H:%M}"


def show_number(value: Decimal | int, language: Language) -> str:
    """Give a number with the language's separators: 1.299.000 in Vietnamese, 1,299,000 in English."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def show_money(amount: Decimal | None, currency: str | None, language: Language) -> str | None:
    """Give an amount with its currency; major units, without needless decimals."""
    if amount is None or not amount.is_finite():
        return None
    if abs(amount.adjusted()) > _MAX_EXPONENT:
        return f"{amount!s:.40} {currency or '(?)'}"
    plain = amount.to_integral_value() if amount == amount.to_integral_value() else amount
    return f"{show_number(plain, language)} {currency or '(?)'}"


def show_length(length: timedelta, language: Language) -> str:
    """Give a length of time in the largest unit that it is a whole number of: 6 h, 90 min."""
    seconds = int(length.total_seconds())
    unit, words = next((unit, words) for unit, words in _UNITS if seconds % unit == 0)
    return f"{show_number(seconds // unit, language)} {words.in_language(language)}"


def show_share(value: float) -> str:
    """Give a score or share of 0..1 as whole per cent."""
    return f"{round(value * 100)} %"
