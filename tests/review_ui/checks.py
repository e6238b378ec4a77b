"""Listings that no detector flagged, drawn for checking."""

from __future__ import annotations

from listings.finding import Verdict
from listings.page import ReadListing
from listings.review import SampleKind
from store.open import Stores
from tests.review_ui.samples import NOW, findings_of, listing_of


def keep_sample(stores: Stores, number: int, kind: SampleKind = "random", *, signal: bool = False) -> int:
    """Keep a listing that was judged without a label, draw it, and give the number it is reviewed under."""
    listing = listing_of(number)
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=[], now=NOW)
    signals = [found for found in findings_of(listing, with_picture=False) if found.kind == "signal" and signal]
    stores.judgements.keep(kept.version_id, "mau-1", Verdict(findings=tuple(signals), risk=0.3, doubt=0.9), NOW)
    before = {row.hit.id for row in stores.hits.queue(samples=True)}
    stores.samples.draw(kind, 100, NOW)
    (drawn,) = {row.hit.id for row in stores.hits.queue(samples=True)} - before
    return drawn
