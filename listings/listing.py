"""A listing: one offer, post or ad, as CONTRACT.md fixes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

ListingKind = Literal["offer", "post", "ad", "article"]
CapturedBy = Literal["crawl", "import", "person"]
FieldSource = Literal["json_ld", "microdata", "opengraph", "state", "visible", "given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The account that offers a listing. Business identity only; buyers are never recorded (law 7)."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One offer, post or ad. Prices are decimals in major units of `currency` (ISO 4217); times are UTC.

    `images` holds addresses or paths as given. `extra` keeps unknown input keys: nothing a partner sends is lost.
    """

    id: str
    url: str | None = None
    site: str | None = None
    kind: ListingKind = "offer"
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
    lang: str | None = None
    location: str | None = None
    contacts: tuple[str, ...] = ()
    sold: int | None = None
    views: int | None = None
    published_at: datetime | None = None
    captured_by: CapturedBy = "import"
    attributes: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def text_of(self, name: str) -> str:
        """Give the text of a field that findings may quote (`title` or `description`), or the empty string."""
        value = getattr(self, name)
        return value if isinstance(value, str) else ""


LISTING_FIELDS = frozenset(f.name for f in fields(Listing))

# How often something sold or was seen changes with every visit; a new version for each would drown the real changes.
VOLATILE_FIELDS = frozenset({"sold", "views", "captured_by"})


def gather_extra(given: Mapping[str, Any]) -> dict[str, Any]:
    """Move keys that are no field of a listing under `extra`, as CONTRACT.md asks."""
    known = {key: value for key, value in given.items() if key in LISTING_FIELDS and value is not None}
    unknown = {key: value for key, value in given.items() if key not in LISTING_FIELDS}
    kept = known.get("extra")
    known["extra"] = {**(kept if isinstance(kept, Mapping) else {}), **unknown}
    return known


def content_digest(listing: Listing) -> str:
    """Give the SHA-256 (hex) of what makes a version of a listing, leaving out the volatile fields."""
    lasting = {name: _plain(getattr(listing, name)) for name in sorted(LISTING_FIELDS) if name not in VOLATILE_FIELDS}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Seller):
        return [value.id, value.name, value.url]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
