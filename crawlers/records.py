"""Listings to and from JSON, as CONTRACT.md fixes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from listings.currencies import THREE_DECIMALS
from listings.errors import InvalidInput
from listings.listing import Listing, Seller, gather_extra
from listings.money import read_money_range

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

# What a partner's file may hold without harm to memory or screen.
MAX_TEXT = 200_000
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_TEXTS = (
    "id",
    "url",
    "site",
    "title",
    "description",
    "currency",
    "publisher",
    "advertiser",
    "brand",
    "category",
    "lang",
    "location",
)
_ORDER = (
    "id", "url", "site", "kind", "title", "description", "price", "price_max", "currency", "seller", "publisher",
    "advertiser",
    "brand", "category", "images", "lang", "location", "contacts", "sold", "views", "published_at", "captured_by",
    "attributes",
    "extra",
)  # fmt: skip


def listing_to_json(listing: Listing) -> dict[str, Any]:
    """Give the JSON form of a listing: empty fields left out, price a decimal string, times ISO 8601 in UTC."""
    given = {name: _to_json(getattr(listing, name)) for name in _ORDER}
    return {name: value for name, value in given.items() if value not in (None, [], {}, "")}


def listing_from_json(given: Mapping[str, Any], *, where: str | None = None) -> Listing:
    """Check a mapping against the record and give the listing.

    Unknown keys go under `extra`. Prices may be decimal strings, numbers or a price as people write it; an id may be a
    number. A listing without an id takes its URL.

    Raises:
        InvalidInput: a field is of the wrong kind, or there is neither title nor description; the message names it.
    """
    from pydantic import ValidationError

    if not isinstance(given, Mapping):
        raise InvalidInput("a listing is a JSON object", where=where)
    prepared = _prepared(gather_extra(given), where)
    try:
        listing = _adapter().validate_python(prepared)
    except ValidationError as wrong:
        raise InvalidInput(_first_fault(wrong), where=where, remedy="correct the field") from wrong
    if not (listing.title or listing.description):
        raise InvalidInput("title and description are both missing", where=where, remedy="give one of them")
    return listing


@cache
def _adapter() -> TypeAdapter[Listing]:
    from pydantic import TypeAdapter

    return TypeAdapter(Listing)


def _prepared(given: dict[str, Any], where: str | None) -> dict[str, Any]:
    record = {name: value for name, value in given.items() if value != ""}
    for name in _TEXTS:
        if isinstance(record.get(name), (int, float)) and not isinstance(record[name], bool):
            record[name] = str(record[name])
        if isinstance(record.get(name), str):
            record[name] = record[name].replace("\x00", "")[:MAX_TEXT]
    record |= _prices(record, where)
    if isinstance(record.get("published_at"), str):
        record["published_at"] = _time(record["published_at"], where)
    if isinstance(record.get("seller"), str):
        record["seller"] = {"name": record["seller"]}
    record.setdefault("id", record.get("url"))
    if not record["id"]:
        raise InvalidInput("id is missing", where=where, remedy="give an id or a url")
    return record


def _prices(record: Mapping[str, Any], where: str | None) -> dict[str, Any]:
    """Read both prices; a text such as "1.299.000₫" gives the currency too where none is stated."""
    read: dict[str, Any] = {}
    for name in ("price", "price_max"):
        amount, currency = _amount(name, record.get(name), record.get("currency"), where)
        if amount is not None:
            read[name] = amount
            read.setdefault("currency", record.get("currency") or currency)
    return read


def _amount(name: str, value: Any, currency: Any, where: str | None) -> tuple[Decimal | None, str | None]:  # noqa: ANN401
    if value is None:
        return None, None
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise InvalidInput(
            f"{name} is no price: {str(value)[:80]!r}", where=where, remedy="give a decimal string or a number"
        )
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()) and currency not in THREE_DECIMALS:
        # "24.990" is 24,990: three digits behind a point are thousands, also where a decimal string is asked for.
        return Decimal(value.strip().replace(".", "")), None
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation:
        found = read_money_range(str(value), currency_hint=currency if isinstance(currency, str) else None)
        if found is None:
            raise InvalidInput(
                f"{name} is no price: {str(value)[:80]!r}", where=where, remedy="give a decimal string"
            ) from None
        return found[0].amount, found[0].currency
    if not amount.is_finite() or amount < 0:
        raise InvalidInput(f"{name} is no price: {str(value)[:80]!r}", where=where, remedy="give a decimal string")
    return amount, None


def _time(text: str, where: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"published_at is no ISO 8601 time: {text[:80]!r}", where=where, remedy="correct it"
        ) from None


def _first_fault(wrong: ValidationError) -> str:
    fault = wrong.errors(include_url=False, include_input=True)[0]
    place = ".".join(str(part) for part in fault["loc"]) or "listing"
    return f"{place}: {fault['msg']} (got {str(fault['input'])[:80]!r})"


def _to_json(value: object) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, Seller):
        named = {"id": value.id, "name": value.name, "url": value.url}
        return {key: part for key, part in named.items() if part}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(key): _to_json(part) for key, part in value.items()}
    return [_to_json(part) for part in value] if isinstance(value, (list, tuple)) else value
