"""Listings that were taken down and came back under another id, by the same seller or another."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.listing import Listing
from store.addresses import key_of
from store.models.listings import ListingRow

SHORTEST_TEXT = 40
"""Characters. Two listings called "Kem chống nắng" without a word more are no sign of one another."""


def text_digest(listing: Listing) -> str | None:
    """Give a digest of title and description without case and spacing; None for too little text."""
    text = " ".join(f"{listing.title or ''} {listing.description or ''}".casefold().split())
    return key_of(text) if len(text) >= SHORTEST_TEXT else None


def link_to_gone(session: Session, row: ListingRow) -> None:
    """Note which listing that is gone a new one repeats: the one that went last."""
    if row.text_digest is None or row.relisted_from is not None:
        return
    repeated = select(ListingRow.id).where(ListingRow.text_digest == row.text_digest, ListingRow.id != row.id)
    repeated = repeated.where(ListingRow.gone_at.is_not(None), ListingRow.first_seen <= row.first_seen)
    row.relisted_from = session.scalar(repeated.order_by(ListingRow.gone_at.desc(), ListingRow.id.desc()).limit(1))


def link_from_gone(session: Session, row: ListingRow) -> None:
    """Note which listings repeat one that is found gone only after they were seen."""
    if row.text_digest is None:
        return
    repeating = select(ListingRow).where(ListingRow.text_digest == row.text_digest, ListingRow.id > row.id)
    repeating = repeating.where(ListingRow.gone_at.is_(None), ListingRow.relisted_from.is_(None))
    for each in session.scalars(repeating.order_by(ListingRow.key).with_for_update()):
        each.relisted_from = row.id
