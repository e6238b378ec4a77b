"""Invented listings, verdicts and pages for the store's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from listings.finding import Finding, ImageRegion, TextSpan, Verdict
from listings.listing import Listing, Seller
from listings.page import Capture, PageOutcome, ReadListing, WantedPage
from listings.wording import Wording
from store.open import Stores

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LEASE = timedelta(minutes=15)
SITE = "cho-mau"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **length: int) -> None:
        self.at += timedelta(**length)


def listing(number: int = 1, **changes: Any) -> Listing:
    plain = Listing(
        id=f"sp-{number}",
        url=f"http://127.0.0.1:9/tin/{number}",
        site=SITE,
        title=f"Trà thảo mộc số {number}",
        description="Chữa khỏi tiểu đường sau bảy ngày",
        price=Decimal(199000),
        currency="VND",
        seller=Seller(id="nb-1", name="Gian hàng Sen"),
        lang="vi",
    )
    return replace(plain, **changes)


def platform_of(url: str | None) -> str:
    """Name a platform by an address, as the wiring's own function does."""
    return f"platform-{int((url or '0')[-1]) % 2}"


def capture(url: str, body: bytes = b"<html></html>", at: datetime = NOW) -> Capture:
    return Capture(
        url=url, fetched_at=at, status=200, headers={"content-type": "text/html"}, body=body, media_type="text/html"
    )


def label(rule: str = "vn-cure", score: float = 0.9, **changes: Any) -> Finding:
    plain = Finding(
        detector="claims",
        kind="label",
        category="disease_cure",
        rule=rule,
        rule_version="1",
        model="m-1",
        score=score,
        reason=Wording("Nói chữa khỏi bệnh", "Says it cures a disease"),
        spans=(TextSpan(field="description", start=0, end=8, text="Chữa khỏi"[:8]),),
    )
    return replace(plain, **changes)


def signal() -> Finding:
    return label("price", kind="signal", category="price_low", spans=())


def region(image: str, brand: str = "Sen Vàng") -> ImageRegion:
    return ImageRegion(image=image, box=(0, 0, 9, 9), reference="0" * 64, brand=brand, verdict="copy", stage="hash")


def words(image: str, text: str = "Chữa khỏi") -> ImageRegion:
    return ImageRegion(image=image, box=(3, 4, 50, 9), text=text)


def verdict(*findings: Finding, risk: float = 0.9) -> Verdict:
    return Verdict(findings=findings, risk=risk)


def outcome(page: WantedPage, *listings: Listing, found: tuple[WantedPage, ...] = (), **more: Any) -> PageOutcome:
    return PageOutcome(
        page=page,
        state="read",
        capture=capture(page.url, f"<html>{page.url}</html>".encode()),
        listings=tuple(ReadListing(listing=each, sources={"title": "json_ld"}) for each in listings),
        found=found,
        **more,
    )


def keep_import(stores: Stores, given: Listing, **images: bytes) -> int:
    """Import a listing and give its version's id."""
    kept = stores.listings.keep_imported(ReadListing(listing=given), capture=None, images=list(images.items()), now=NOW)
    return kept.version_id


def open_hit(stores: Stores, number: int = 1, risk: float = 0.9, **changes: Any) -> int:
    """Import a listing, judge it and give the hit's id."""
    version = keep_import(stores, listing(number, **changes))
    hit = stores.judgements.keep(version, "j-1", verdict(label(), signal(), risk=risk), NOW)
    assert hit is not None
    return hit
