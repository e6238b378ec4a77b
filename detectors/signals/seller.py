"""An official photo in the listing of a seller whom the brand has not authorised."""

from __future__ import annotations

from detectors.rules.rule import Rule
from detectors.signals.signal import SignalContext, signal_finding
from listings.brand import Brand
from listings.finding import Finding, ImageRegion
from listings.listing import Seller
from listings.subject import Subject
from listings.wording import Wording

OFFICIAL_PHOTO = "official_photo"
SCORE = 0.3


def seller_unlisted(subject: Subject, context: SignalContext, rule: Rule) -> Finding | None:
    """Say that the seller of a listing with a brand's photo is not among those it authorised."""
    brands = {brand.name: brand for brand in context.brands if brand.authorised}
    for region in _official_photos(context):
        brand = brands.get(region.brand or "")
        if brand is not None and not brand.lists(subject.listing.seller):
            return signal_finding(rule, SCORE, _reason(rule, brand, subject.listing.seller), regions=(region,))
    return None


def _official_photos(context: SignalContext) -> list[ImageRegion]:
    return [region for finding in context.images if finding.category == OFFICIAL_PHOTO for region in finding.regions]


def _reason(rule: Rule, brand: Brand, seller: Seller) -> Wording:
    who = seller.name or seller.id or "?"
    return Wording(
        f"{rule.reason.vi} Nhãn hiệu: {brand.name}; người bán: {who}.",
        f"{rule.reason.en} Brand: {brand.name}; seller: {who}.",
    )
