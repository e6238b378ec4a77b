"""Read a service's answers: JSON into records, one bad item beside many good ones, and the way to the next page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import ValidationError

from crawlers.sites.api_site import ApiAnswer
from crawlers.sites.fields import RecordT
from listings.errors import InvalidInput, Unreadable
from listings.listing import Listing

MAX_ITEMS = 1_000
"""Objects read of one answer; the largest page any of these services documents has 250."""

_NEXT = re.compile(r"<(?P<address>[^<>]{1,2000})>[^<>,]{0,200};\s{0,5}rel=\"?next\"?", re.IGNORECASE)


def parsed(answer: ApiAnswer) -> object:
    """Give an answer's JSON.

    Raises:
        Unreadable: `broken_markup`, it is no JSON.
    """
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken_markup", "the answer is no JSON", where=answer.address) from error


def record(answer: ApiAnswer, kind: type[RecordT]) -> RecordT:
    """Give an answer as a record.

    Raises:
        Unreadable: `broken_markup`, it is no JSON or lacks what the service documents.
    """
    try:
        return kind.model_validate(parsed(answer))
    except ValidationError as error:
        raise Unreadable("broken_markup", "the answer is not as documented", where=answer.address) from error


def reading_of(
    found: Iterable[object], kind: type[RecordT], listing: Callable[[RecordT], Listing]
) -> tuple[tuple[Listing, ...], str | None]:
    """Give the listings of an answer's items, and `broken_markup` where one of them could not be read."""
    listings: dict[str, Listing] = {}
    broken = False
    for number, item in enumerate(found):
        if number >= MAX_ITEMS:
            return tuple(listings.values()), "too_large"
        try:
            read = listing(kind.model_validate(item))
            listings.setdefault(read.id, read)
        except (ValidationError, InvalidInput):
            broken = True
    return tuple(listings.values()), "broken_markup" if broken else None


def origin_of(address: str) -> str:
    """Give scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def values_of(address: str) -> dict[str, str]:
    """Give the query of an address; of a name that stands twice the last."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True, max_num_fields=100))


def with_values(address: str, values: Mapping[str, str]) -> str:
    """Give an address with these values in its query, beside or in the place of those it has."""
    parts = urlsplit(address)
    query = urlencode({**values_of(address), **values}, quote_via=quote)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


def at(base: str, path: str, values: Mapping[str, str]) -> str:
    """Give an address on the origin of `base`, with the query of `base` going before `values`."""
    return with_values(f"{origin_of(base)}{path}", {**values, **values_of(base)})


def next_in_header(answer: ApiAnswer) -> str | None:
    """Give the address that the Link field names as the next page (RFC 8288)."""
    named = _NEXT.search(answer.headers.get("link", "")[:8_000])
    return named["address"] if named else None
