"""Where else the pictures of a listing are shown: at other sellers, the same picture as far as fingerprints tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from store.codec import listing_of
from store.models.listings import ImageRow, ListingRow, VersionRow
from store.models.pictures import ImageHashRow
from store.models.review import HitRow
from store.pool import counts_as_hit
from store.records import PictureCluster, SamePicture

_SHOWN = 5


def same_pictures(session: Session, listing_id: int, images: Iterable[str]) -> Iterator[PictureCluster]:
    """Give for each image of a listing (SHA-256) that other sellers show too, how many do and some of them."""
    listing = session.get_one(ListingRow, listing_id)
    seen = set()
    for image in images:
        cluster = session.scalar(select(ImageHashRow.cluster).where(ImageHashRow.digest == image))
        if cluster is None or cluster in seen:
            continue
        seen.add(cluster)
        elsewhere = _elsewhere(cluster, listing).subquery()
        counted = select(func.count(elsewhere.c.seller_id.distinct()), func.count(elsewhere.c.id.distinct()))
        sellers, listings = session.execute(counted).one()
        if sellers:
            first = select(func.min(elsewhere.c.id)).group_by(elsewhere.c.seller_id)
            some = session.scalars(first.order_by(func.min(elsewhere.c.id)).limit(_SHOWN)).all()
            shown = tuple(_same_picture(session, number) for number in some)
            yield PictureCluster(image=image, sellers=sellers, listings=listings, some=shown)


def _elsewhere(cluster: int, listing: ListingRow) -> Select[int, int | None]:
    query = (
        select(ListingRow.id, ListingRow.seller_id)
        .join(ImageRow, ImageRow.version_id == ListingRow.latest_version_id)
        .join(ImageHashRow, ImageHashRow.digest == ImageRow.digest)
        .where(ImageHashRow.cluster == cluster, ListingRow.seller_id.is_not(None), ListingRow.id != listing.id)
    )
    return query if listing.seller_id is None else query.where(ListingRow.seller_id != listing.seller_id)


def _same_picture(session: Session, listing_id: int) -> SamePicture:
    row = session.get_one(ListingRow, listing_id)
    listing = listing_of(session.get_one(VersionRow, row.latest_version_id).listing)
    hit = session.scalar(select(func.max(HitRow.id)).where(HitRow.listing_id == listing_id, counts_as_hit()))
    return SamePicture(
        listing_id=listing_id, title=listing.title, url=listing.url, seller_name=listing.seller.name, hit_id=hit
    )
