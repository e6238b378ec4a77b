"""Which of a product's variants its page is about: those that the page's own address names ("?color=olive")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawlers.extract.values import each, text_of

MAX_PARAMETERS = 50


def addressed(parts: Sequence[Mapping[str, Any]], page: str) -> Sequence[Mapping[str, Any]]:
    """Give the offers or variants whose address shares most parameters with the page's; all where none shares any.

    Args:
        parts: nodes with an address of their own, or that of their offer.
        page: the page's address as it was asked for.
    """
    wanted = _parameters(page)
    shared = [len(wanted & _parameters(_address(part))) for part in parts] if wanted else []
    most = max(shared, default=0)
    return [part for part, number in zip(parts, shared, strict=True) if number == most] if most else parts


def _address(part: Mapping[str, Any]) -> str:
    return next(filter(None, _addresses(part)), "")


def _addresses(part: Mapping[str, Any]) -> Iterator[str | None]:
    yield text_of(part.get("url"))
    yield from (text_of(offer.get("url")) for offer in each(part.get("offers")) if isinstance(offer, Mapping))


def _parameters(address: str) -> frozenset[tuple[str, str]]:
    try:
        return frozenset(parse_qsl(urlsplit(address).query, max_num_fields=MAX_PARAMETERS))
    except ValueError:
        return frozenset()
