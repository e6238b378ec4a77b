"""Keeping a listing: found again by site and id, given a new version only when its content changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.listing import Listing, content_digest
from listings.page import ReadListing
from store.addresses import address_of, key_of
from store.codec import listing_json, storable
from store.images import add_images, digest_of_images
from store.insertion import count_inserted
from store.models.listings import ListingRow, SellerRow, VersionRow
from store.records import KeptListing, KeptState
from store.relisting import link_from_gone, link_to_gone, text_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a version was read from. `asked` is the digest of the address that was asked for, before redirects."""

    captured_at: datetime
    capture_id: int | None = None
    run_id: int | None = None
    asked: str | None = None


@dataclass(slots=True)
class _Kept:
    row: ListingRow
    version: VersionRow
    state: KeptState
    listing: Listing


def keep_listings(session: Session, reads: Iterable[ReadListing], origin: Origin) -> list[tuple[KeptListing, Listing]]:
    """Keep several listings of one page."""
    return keep_reads(session, [(read, origin) for read in reads])


def keep_reads(session: Session, reads: Sequence[tuple[ReadListing, Origin]]) -> list[tuple[KeptListing, Listing]]:
    """Keep the listings of several pages, in the order they were read.

    Sellers first and all in the order of their keys, so that two writers never wait for one another in a circle.
    """
    if not reads:
        return []
    clean = [(ReadListing(listing=storable(read.listing), sources=read.sources), origin) for read, origin in reads]
    sellers = _seller_ids(session, [read.listing for read, _ in clean])
    rows = _listing_rows(session, clean)
    latest = _latest_versions(session, rows.values())
    kept = [_keep(session, rows[_key(read.listing)], latest, read, origin) for read, origin in clean]
    session.flush()
    for each in kept:
        each.row.seller_id = sellers.get(_seller_key(each.listing) or "") or each.row.seller_id
        each.row.latest_version_id = latest[each.row.id].id
    add_images(session, [(each.version, each.listing.images) for each in kept if each.state != "same"])
    link_to_gone(session, [each.row for each in kept if each.state == "new"])
    return [(_record(each), each.listing) for each in kept]


def _record(kept: _Kept) -> KeptListing:
    return KeptListing(listing_id=kept.row.id, version_id=kept.version.id, state=kept.state)


def _keep(session: Session, row: ListingRow, latest: dict[int, VersionRow], read: ReadListing, origin: Origin) -> _Kept:
    before = latest.get(row.id)
    was_gone = row.gone_at is not None
    row.last_seen = max(row.last_seen, origin.captured_at)
    if row.gone_at is not None and origin.captured_at > row.gone_at:
        # A page that somebody saved before does not say that the listing stands again.
        row.gone_at = None
    digest = content_digest(read.listing)
    if before is not None and (before.content_digest == digest or _is_copy(row, read.listing, origin, was_gone)):
        return _Kept(row, before, "same", read.listing)
    version = VersionRow(
        listing_id=row.id,
        number=1 if before is None else before.number + 1,
        content_digest=digest,
        listing=listing_json(read.listing),
        sources=dict(read.sources),
        captured_at=origin.captured_at,
        capture_id=origin.capture_id,
        run_id=origin.run_id,
        images_digest=_NO_IMAGES,
        unjudged=True,
    )
    session.add(version)
    if before is not None:
        before.unjudged = False
    latest[row.id] = version
    row.address = address_of(read.listing.url) if read.listing.url else row.address
    row.text_digest = text_digest(read.listing)
    return _Kept(row, version, "new" if before is None else "changed", read.listing)


_NO_IMAGES = digest_of_images([])


def _is_copy(row: ListingRow, listing: Listing, origin: Origin, was_gone: bool) -> bool:
    """Say whether a crawl met a listing away from its own address: in another language, colour or category.

    Its own address speaks for it as long as it stands there. If copies counted, a listing would change back and forth
    at every crawl.
    """
    if origin.run_id is None or origin.asked is None or was_gone or row.address is None or not listing.url:
        return False
    return row.address not in {address_of(listing.url), origin.asked}


def _listing_rows(session: Session, reads: Sequence[tuple[ReadListing, Origin]]) -> dict[str, ListingRow]:
    """Give the locked rows of listings by key, made where they are new."""
    values = {
        _key(read.listing): {
            "key": _key(read.listing),
            "site": read.listing.site,
            "external_id": read.listing.id,
            "address": address_of(read.listing.url) if read.listing.url else None,
            "first_seen": origin.captured_at,
            "last_seen": origin.captured_at,
        }
        for read, origin in reversed(reads)
    }
    count_inserted(session, ListingRow, [value for _, value in sorted(values.items())])
    query = select(ListingRow).where(ListingRow.key.in_(values)).order_by(ListingRow.key).with_for_update()
    return {row.key: row for row in session.scalars(query)}


def _latest_versions(session: Session, rows: Iterable[ListingRow]) -> dict[int, VersionRow]:
    numbers = [row.latest_version_id for row in rows if row.latest_version_id is not None]
    if not numbers:
        return {}
    return {row.listing_id: row for row in session.scalars(select(VersionRow).where(VersionRow.id.in_(numbers)))}


def mark_seen(session: Session, numbers: Sequence[int], at: datetime) -> list[ListingRow]:
    """Note that listings are still there, unchanged; give them."""
    if not numbers:
        return []
    query = select(ListingRow).where(ListingRow.id.in_(numbers)).order_by(ListingRow.key).with_for_update()
    rows = session.scalars(query).all()
    for row in rows:
        row.last_seen, row.gone_at = max(row.last_seen, at), None
    return list(rows)


def mark_gone(session: Session, address: str, at: datetime) -> list[ListingRow]:
    """Note that the listing at an address is no longer there; the first time counts. Give what stood there before."""
    query = select(ListingRow).where(ListingRow.address == address, ListingRow.gone_at.is_(None))
    rows = session.scalars(query.order_by(ListingRow.key).with_for_update()).all()
    for row in rows:
        row.gone_at = at
        link_from_gone(session, row)
    return list(rows)


def _key(listing: Listing) -> str:
    return key_of(listing.site, listing.id)


def _seller_key(listing: Listing) -> str | None:
    """Give the key of a seller by what is least likely to change: id, then address, then name."""
    seller = listing.seller
    named = (("id", seller.id), ("url", seller.url), ("name", seller.name))
    return next((key_of(listing.site, what, value) for what, value in named if value), None)


def _seller_ids(session: Session, listings: Iterable[Listing]) -> Mapping[str, int]:
    """Give the sellers' ids by key, made where they are new; the last name and address read count."""
    sellers = {key: listing for listing in listings if (key := _seller_key(listing)) is not None}
    if not sellers:
        return {}
    rows = [{"key": key, **_seller_values(listing)} for key, listing in sorted(sellers.items())]
    count_inserted(session, SellerRow, rows)
    found = session.scalars(select(SellerRow).where(SellerRow.key.in_(sellers)).order_by(SellerRow.key)).all()
    for row in found:
        seller = sellers[row.key].seller
        row.name, row.url = seller.name or row.name, seller.url or row.url
    return {row.key: row.id for row in found}


def _seller_values(listing: Listing) -> dict[str, str | None]:
    seller = listing.seller
    return {"site": listing.site, "external_id": seller.id, "name": seller.name, "url": seller.url}
