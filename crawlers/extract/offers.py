"""The terms of an offer in schema.org's vocabulary: price, range, currency, seller."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crawlers.extract.document import resolve_url
from crawlers.extract.values import each, text_of
from crawlers.extract.variants import addressed
from listings.listing import Seller
from listings.money import read_money, read_money_range
from listings.page import Money

if TYPE_CHECKING:
    from crawlers.extract.schema_org import Place

# An amount the page itself calls the former, the recommended or a unit's price.
# An offer that only holds the goods back for the buyer.
_IN_PART = re.compile(
    r"deposit|anzahlung|acompte|đặt cọc|tiền cọc|caparra|zaliczk|задаток|предоплат|reserv", re.IGNORECASE
)
_NOT_PAID = ("list", "strikethrough", "msrp", "srp", "suggested", "regular", "minimumadvertised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an offer asks, over all variants: the lowest price, and the highest where it differs."""

    price: Decimal | None = None
    price_max: Decimal | None = None
    currency: str | None = None
    seller: Seller = field(default_factory=Seller)
    url: str | None = None


def terms_of(offers: Any, place: Place) -> Terms:  # noqa: ANN401 - any JSON value
    """Read an Offer, an AggregateOffer, a list of either, or a product that carries its price itself."""
    given = [offer for offer in each(offers) if isinstance(offer, dict)]
    whole = [offer for offer in given if not _IN_PART.search(text_of(offer.get("name")) or "")] or given
    nodes = addressed(whole, place.page)
    prices = [money for node in nodes for money in _prices(node, place) if money.amount > 0]
    if not prices:
        named = (code_of(node.get("priceCurrency")) for node in nodes)
        return Terms(currency=next(filter(None, named), None), seller=_seller(nodes, place))
    lowest = min(prices, key=lambda money: money.amount)
    same = [money.amount for money in prices if money.currency == lowest.currency]
    return Terms(
        price=lowest.amount,
        price_max=max(same) if max(same) > lowest.amount else None,
        currency=lowest.currency,
        seller=_seller(nodes, place),
        url=text_of(nodes[0].get("url")),
    )


def _prices(offer: Mapping[str, Any], place: Place) -> Iterator[Money]:
    currency = code_of(offer.get("priceCurrency"))
    for key in ("price", "lowPrice", "highPrice"):
        yield from _amounts(offer.get(key), currency, place)
    for part in each(offer.get("priceSpecification")):
        if isinstance(part, dict) and not offer.get("price") and _is_paid(part):
            yield from _amounts(part.get("price"), code_of(part.get("priceCurrency")) or currency, place)
    if not any(offer.get(key) for key in ("price", "lowPrice", "priceSpecification")):
        for inner in each(offer.get("offers")):
            if isinstance(inner, dict):
                yield from _prices({key: value for key, value in inner.items() if key != "offers"}, place)


def _amounts(value: Any, currency: str | None, place: Place) -> Iterator[Money]:  # noqa: ANN401 - any JSON value
    """Yield amounts; a JSON number is exact as it stands, a text is read like any price."""
    for part in each(value):
        if isinstance(part, (int, float)) and not isinstance(part, bool) and math.isfinite(part):
            yield Money(Decimal(str(part)), currency or place.currency_hint)
        elif isinstance(part, str):
            read = read_money_range(
                part, currency_hint=currency or place.currency_hint, country_hint=place.country_hint
            )
            yield from (Money(money.amount, currency or money.currency) for money in read or ())


def code_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """Give an ISO 4217 code; some shops write the mark there instead ("€", "đ")."""
    text = (text_of(value) or "").strip()
    if len(text) == 3 and text.isascii() and text.isalpha():  # noqa: PLR2004 - the length of a code
        return text.upper()
    marked = read_money(f"1 {text}") if text else None
    return marked.currency if marked else None


def _is_paid(specification: dict[str, Any]) -> bool:
    kind = (text_of(specification.get("priceType")) or "").rpartition("/")[2].lower()
    return not kind.startswith(_NOT_PAID) and not specification.get("referenceQuantity")


def _seller(offers: Sequence[Mapping[str, Any]], place: Place) -> Seller:
    for offer in offers:
        for given in each(offer.get("seller") or offer.get("offeredBy")):
            if isinstance(given, dict):
                address = text_of(given.get("url")) or ""
                return Seller(
                    id=text_of(given.get("identifier"), "value") or text_of(given.get("@id")),
                    name=text_of(given),
                    url=resolve_url(address, place.base) if address else None,
                )
            return Seller(name=text_of(given))
    return Seller()
