"""The values of a service's JSON, each read for itself: one odd value costs its field, never the listing."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from crawlers.records import MAX_TEXT

MAX_ADDRESS = 2_000
MAX_COUNT = 1 << 53
"""JSON's numbers are exact up to there (RFC 8259)."""
MAX_AMOUNT = Decimal(10) ** 15
_MAX_DIGITS = 40


class Record(BaseModel):
    """One object of an answer; what we do not read is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class CamelRecord(Record):
    """The same, of a service that writes its names like `itemWebUrl`."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


def text(value: object) -> str | None:
    """Give a text or a number as text; lone surrogates, which no database takes, become question marks."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    whole = str(value) if not isinstance(value, int) or abs(value) < MAX_COUNT * MAX_COUNT else ""
    plain = whole[:MAX_TEXT].replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()
    return plain or None


def text_of_markup(value: object) -> str | None:
    """Give the words of a piece of HTML, a line for each block."""
    markup = text(value)
    if markup is None or ("<" not in markup and "&" not in markup):
        return markup
    from crawlers.extract.visible_text import lines_of_markup

    return lines_of_markup(markup) or None


def web_address(value: object) -> str | None:
    """Give an http or https address; one that begins with `//` is https."""
    given = text(value)
    whole = f"https:{given}" if given and given.startswith("//") else given
    is_web = whole is not None and len(whole) <= MAX_ADDRESS and whole.lower().startswith(("http://", "https://"))
    return whole if is_web else None


def amount(value: object) -> Decimal | None:
    """Give a price in the units it is written in; None for what is no amount."""
    given = text(value)
    try:
        read = Decimal(given) if given and len(given) <= _MAX_DIGITS else None
    except InvalidOperation:
        return None
    return read if read is not None and read.is_finite() and 0 <= read < MAX_AMOUNT else None


def count(value: object) -> int | None:
    """Give a whole number from 0 on, also one written as text."""
    read = amount(value)
    return int(read) if read is not None and read == read.to_integral_value() else None


def moment(value: object) -> datetime | None:
    """Give an ISO 8601 time in UTC; one without a zone is UTC."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        if read is None:
            return None
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def items(value: object) -> list[object]:
    """Give a list; what is none is empty."""
    return value if isinstance(value, list) else []


def part(value: object) -> object:
    """Give an object; what is none is empty."""
    return value if isinstance(value, dict) else {}


def parts(value: object) -> list[object]:
    """Give the objects of a list."""
    return [each for each in items(value) if isinstance(each, dict)]


def flag(value: object) -> bool:
    """Say whether a value is JSON's true."""
    return value is True


RecordT = TypeVar("RecordT", bound=Record)

One = Annotated[RecordT, BeforeValidator(part), Field(default_factory=dict, validate_default=True)]
Many = Annotated[list[RecordT], BeforeValidator(parts), Field(default_factory=list)]
Known = Annotated[str, BeforeValidator(text)]
"""What an item is known by: without it the item is broken."""
Text = Annotated[str | None, BeforeValidator(text), Field(default=None)]
Markup = Annotated[str | None, BeforeValidator(text_of_markup), Field(default=None)]
Address = Annotated[str | None, BeforeValidator(web_address), Field(default=None)]
Amount = Annotated[Decimal | None, BeforeValidator(amount), Field(default=None)]
Count = Annotated[int | None, BeforeValidator(count), Field(default=None)]
Moment = Annotated[datetime | None, BeforeValidator(moment), Field(default=None)]
Items = Annotated[list[object], BeforeValidator(items), Field(default_factory=list)]
Flag = Annotated[bool, BeforeValidator(flag), Field(default=False)]
