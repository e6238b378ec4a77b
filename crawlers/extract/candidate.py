"""What one part of a page says of its listing, before the parts are weighed against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from listings.listing import FieldSource, ListingKind, Seller


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One source's view. Empty fields mean that the source does not say."""

    source: FieldSource
    kind: ListingKind | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    description: str | None = None
    price: Decimal | None = None
    price_max: Decimal | None = None
    currency: str | None = None
    seller: Seller = field(default_factory=Seller)
    publisher: str | None = None
    advertiser: str | None = None
    brand: str | None = None
    category: str | None = None
    images: tuple[str, ...] = ()
    location: str | None = None
    contacts: tuple[str, ...] = ()
    sold: int | None = None
    views: int | None = None
    published_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
