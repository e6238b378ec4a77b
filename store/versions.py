"""Keeping a listing: found again by site and id, given a new version only when its content changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from listings.listing import Listing, content_digest
from listings.page import ReadListing
from store.addresses import address_of, key_of
from store.codec import listing_json, storable
from store.images import add_images, digest_of_images, refresh_images
from store.insertion import inserted
from store.models.listings import ListingRow, SellerRow, VersionRow
from store.records import KeptListing, KeptState


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a version was read from."""

    captured_at: datetime
    capture_id: int | None = None
    run_id: int | None = None


def keep_listings(session: Session, reads: Iterable[ReadListing], origin: Origin) -> list[tuple[KeptListing, Listing]]:
    """Keep several listings of one page.

    Sellers first and all in the order of their keys, so that two writers never wait for one another in a circle.
    """
    clean = [ReadListing(listing=storable(read.listing), sources=read.sources) for read in reads]
    sellers = {key: _seller_id(session, key, listing) for key, listing in sorted(_sellers(clean).items())}
    kept = []
    for read in sorted(clean, key=lambda read: _key(read.listing)):
        seller = sellers.get(_seller_key(read.listing) or "")
        kept.append((_keep(session, read, seller, origin), read.listing))
    return kept


def _keep(session: Session, read: ReadListing, seller_id: int | None, origin: Origin) -> KeptListing:
    row, latest = _listing_row(session, read.listing, origin.captured_at)
    row.last_seen, row.gone_at = max(row.last_seen, origin.captured_at), None
    row.seller_id = seller_id or row.seller_id
    digest = content_digest(read.listing)
    if latest is not None and latest.content_digest == digest:
        return KeptListing(listing_id=row.id, version_id=latest.id, state="same")
    version = _new_version(session, row, latest, read, origin=origin)
    state: KeptState = "new" if latest is None else "changed"
    return KeptListing(listing_id=row.id, version_id=version.id, state=state)


def _listing_row(session: Session, listing: Listing, now: datetime) -> tuple[ListingRow, VersionRow | None]:
    """Give the locked row of a listing, made if it is new, and its latest version."""
    values = {
        "key": _key(listing),
        "site": listing.site,
        "external_id": listing.id,
        "address": address_of(listing.url) if listing.url else None,
        "first_seen": now,
        "last_seen": now,
    }
    inserted(session, ListingRow, values)
    row = session.scalars(select(ListingRow).where(ListingRow.key == values["key"]).with_for_update()).one()
    latest = None if row.latest_version_id is None else session.get_one(VersionRow, row.latest_version_id)
    return row, latest


def _new_version(
    session: Session, row: ListingRow, latest: VersionRow | None, read: ReadListing, *, origin: Origin
) -> VersionRow:
    version = VersionRow(
        listing_id=row.id,
        number=1 if latest is None else latest.number + 1,
        content_digest=content_digest(read.listing),
        listing=listing_json(read.listing),
        sources=dict(read.sources),
        captured_at=origin.captured_at,
        capture_id=origin.capture_id,
        run_id=origin.run_id,
        images_digest=digest_of_images([]),
        unjudged=True,
    )
    session.add(version)
    session.flush()
    if latest is not None:
        latest.unjudged = False
    row.latest_version_id = version.id
    row.address = address_of(read.listing.url) if read.listing.url else row.address
    add_images(session, version, read.listing.images)
    refresh_images(session, [version])
    return version


def mark_seen(session: Session, address: str, at: datetime) -> list[ListingRow]:
    """Note that the listing at an address is still there, unchanged; give it (none or one, as a rule)."""
    rows = session.scalars(_at_address(address)).all()
    for row in rows:
        row.last_seen, row.gone_at = max(row.last_seen, at), None
    return list(rows)


def mark_gone(session: Session, address: str, at: datetime) -> None:
    """Note that the listing at an address is no longer there; the first time counts."""
    for row in session.scalars(_at_address(address)):
        row.gone_at = row.gone_at or at


def _at_address(address: str) -> Select[ListingRow]:
    query = select(ListingRow).where(ListingRow.address == address)
    return query.order_by(ListingRow.key).with_for_update()


def _key(listing: Listing) -> str:
    return key_of(listing.site, listing.id)


def _sellers(reads: Iterable[ReadListing]) -> dict[str, Listing]:
    return {key: read.listing for read in reads if (key := _seller_key(read.listing)) is not None}


def _seller_key(listing: Listing) -> str | None:
    """Give the key of a seller by what is least likely to change: id, then address, then name."""
    seller = listing.seller
    named = (("id", seller.id), ("url", seller.url), ("name", seller.name))
    return next((key_of(listing.site, what, value) for what, value in named if value), None)


def _seller_id(session: Session, key: str, listing: Listing) -> int:
    seller = listing.seller
    inserted(
        session,
        SellerRow,
        {"key": key, "site": listing.site, "external_id": seller.id, "name": seller.name, "url": seller.url},
    )
    row = session.scalars(select(SellerRow).where(SellerRow.key == key)).one()
    if (seller.name or row.name, seller.url or row.url) != (row.name, row.url):
        row.name, row.url = seller.name or row.name, seller.url or row.url
    return row.id
