"""OpenGraph's few words on a page."""

from __future__ import annotations

from collections.abc import Mapping

from crawlers.extract.candidate import Candidate
from crawlers.extract.offers import code_of
from crawlers.extract.schema_org import Place
from crawlers.extract.values import images_of, plain_line, plain_text, time_of
from listings.listing import ListingKind
from listings.money import read_money

_PRICES = ("product:sale_price:amount", "product:price:amount", "og:price:amount", "og:price")
_CURRENCIES = ("product:sale_price:currency", "product:price:currency", "og:price:currency")


def opengraph_candidate(properties: Mapping[str, tuple[str, ...]], place: Place) -> Candidate:
    """Give what OpenGraph says, price and currency included where the shop extends it."""
    currency = code_of(_first(properties, *_CURRENCIES))
    price = _first(properties, *_PRICES)
    money = read_money(price, currency_hint=currency or place.currency_hint) if price else None
    description = _first(properties, "og:description", "twitter:description")
    return Candidate(
        source="opengraph",
        kind=_kind(_first(properties, "og:type") or ""),
        id=_first(properties, "product:retailer_item_id"),
        title=plain_line(_first(properties, "og:title", "twitter:title") or ""),
        description=plain_text(description) if description else None,
        price=money.amount if money and money.amount > 0 else None,
        currency=currency or (money.currency if money else None),
        brand=_first(properties, "product:brand", "og:brand"),
        images=images_of(list(properties.get("og:image", ()) or properties.get("og:image:secure_url", ())), place.base),
        published_at=time_of(_first(properties, "article:published_time")),
    )


def _first(properties: Mapping[str, tuple[str, ...]], *names: str) -> str | None:
    return next((properties[name][0].strip() for name in names if properties.get(name)), None)


def _kind(given: str) -> ListingKind | None:
    plain = given.lower()
    if plain.rpartition(":")[2] in {"product", "product.item"}:
        return "offer"
    return "article" if plain == "article" else None
