"""The shared records as the JSON that the tables hold, validated on the way in and out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from listings.brand import Brand
from listings.errors import InvalidInput
from listings.finding import Finding
from listings.listing import LISTING_FIELDS, FieldSource, Listing, Seller
from listings.page import Redirect, RunReport, SentRequest
from listings.takedown import Takedown
from store.models.types import clean_json, clean_text

_LISTING = TypeAdapter(Listing)
_SOURCES: TypeAdapter[dict[str, FieldSource]] = TypeAdapter(dict[str, FieldSource])
_FINDING = TypeAdapter(Finding)
_BRAND = TypeAdapter(Brand)
_TAKEDOWN = TypeAdapter(Takedown)
_RUN_REPORT = TypeAdapter(RunReport)
_REQUEST = TypeAdapter(SentRequest)


def storable(listing: Listing) -> Listing:
    """Give the listing without what no database can hold; lengths of texts stay, so findings still point right."""
    cleaned: dict[str, Any] = {name: _clean(getattr(listing, name)) for name in LISTING_FIELDS}
    return replace(listing, **cleaned)


def _clean(value: object) -> object:
    if isinstance(value, Seller):
        parts: dict[str, Any] = {name: _clean(getattr(value, name)) for name in ("id", "name", "url")}
        return Seller(**parts)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    return clean_json(value) if isinstance(value, Mapping) else value


def listing_json(listing: Listing) -> dict[str, Any]:
    """Give a listing as JSON.

    Raises:
        InvalidInput: a field holds what a listing may not.
    """
    try:
        plain: dict[str, Any] = _LISTING.dump_python(listing, mode="json", warnings=False)
        _LISTING.validate_python(plain)
    except (ValidationError, ValueError) as error:
        raise InvalidInput(f"listing {listing.id!r} cannot be kept: {error}", where=listing.url) from error
    return plain


def listing_of(value: Mapping[str, Any]) -> Listing:
    """Read a listing back."""
    return _LISTING.validate_python(value)


def sources_of(value: Mapping[str, Any]) -> dict[str, FieldSource]:
    """Read back where each field came from."""
    return _SOURCES.validate_python(value)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON."""
    return dict(_FINDING.dump_python(finding, mode="json"))


def finding_of(value: Mapping[str, Any]) -> Finding:
    """Read a finding back."""
    return _FINDING.validate_python(value)


def brand_json(brand: Brand) -> dict[str, Any]:
    """Give a brand as JSON."""
    return dict(_BRAND.dump_python(brand, mode="json"))


def brand_of(value: Mapping[str, Any]) -> Brand:
    """Read a brand back."""
    return _BRAND.validate_python(value)


def takedown_of(value: Mapping[str, Any]) -> Takedown:
    """Read a takedown back."""
    return _TAKEDOWN.validate_python(value)


def takedown_json(takedown: Takedown) -> dict[str, Any]:
    """Give a takedown as JSON."""
    return dict(_TAKEDOWN.dump_python(takedown, mode="json"))


def run_report_of(value: Mapping[str, Any]) -> RunReport:
    """Read a run report back."""
    return _RUN_REPORT.validate_python(value)


def run_report_json(report: RunReport) -> dict[str, Any]:
    """Give a run report as JSON."""
    return dict(_RUN_REPORT.dump_python(report, mode="json"))


def request_of(value: Mapping[str, Any] | None) -> SentRequest | None:
    """Read back what was sent, None where that is not known."""
    if value is None:
        return None
    redirects = tuple(_redirect_of(each) for each in value.get("redirects", ()))
    return replace(_REQUEST.validate_python({**value, "redirects": ()}), redirects=redirects)


def request_json(sent: SentRequest) -> dict[str, Any]:
    """Give what was sent as JSON; our own bodies are UTF-8."""
    plain = _REQUEST.dump_python(replace(sent, redirects=()), mode="json")
    del plain["redirects"]
    if sent.redirects:
        plain["redirects"] = [_redirect_json(each) for each in sent.redirects]
    return {name: clean_json(value) for name, value in plain.items()}


def _redirect_of(value: Mapping[str, Any]) -> Redirect:
    return Redirect(
        request=_REQUEST.validate_python(value["request"]),
        fetched_at=datetime.fromisoformat(value["fetched_at"]),
        status=value["status"],
        headers=value["headers"],
        body=b64decode(value["body"]),
        cut=value["cut"],
    )


def _redirect_json(redirect: Redirect) -> dict[str, Any]:
    return {
        "request": request_json(redirect.request),
        "fetched_at": redirect.fetched_at.isoformat(),
        "status": redirect.status,
        "headers": dict(redirect.headers),
        "body": b64encode(redirect.body).decode(),
        "cut": redirect.cut,
    }
