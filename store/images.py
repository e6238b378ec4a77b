"""The images of listing versions: asked for by address, filled in as they arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from store.addresses import address_of
from store.chain import digest_of
from store.insertion import count_inserted
from store.models.evidence import BlobRow
from store.models.judging import JudgementRow
from store.models.listings import ImageRow, ListingRow, VersionRow
from store.records import ImageState, StoredImage

_STATES: dict[str, ImageState] = {"waiting": "waiting", "read": "read", "unreadable": "unreadable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedImage:
    """What came of an image address: a digest, or the reason why it cannot be judged."""

    digest: str | None
    reason: str | None = None


def add_images(session: Session, shown: Sequence[tuple[VersionRow, Sequence[str]]]) -> None:
    """Give versions their image addresses; what an address gave earlier counts until it is fetched."""
    addresses = {address_of(url): url for _, urls in shown for url in urls}
    if not addresses:
        return
    known = _known(session, addresses)
    rows = [
        {
            "version_id": version.id,
            "url": url,
            "address": address,
            "state": "read" if address in known else "waiting",
            "digest": known.get(address),
        }
        for version, urls in shown
        for address, url in {address_of(url): url for url in urls}.items()
    ]
    count_inserted(session, ImageRow, rows)
    showing_known = {row["version_id"] for row in rows if row["state"] == "read"}
    refresh_images(session, [version for version, _ in shown if version.id in showing_known])


def _known(session: Session, addresses: Mapping[str, str]) -> dict[str, str]:
    shared = [address for address, url in addresses.items() if _is_shared(url)]
    if not shared:
        return {}
    query = (
        select(ImageRow.address, ImageRow.digest)
        .where(ImageRow.address.in_(shared), ImageRow.state == "read")
        .order_by(ImageRow.id)
    )
    return {address: digest for address, digest in session.execute(query) if digest}


def _is_shared(url: str) -> bool:
    """Say whether a name means one picture everywhere: an address does, `1.jpg` beside someone's file does not."""
    return "://" in url


def fill_images(session: Session, url: str, fetched: FetchedImage, listing_id: int | None) -> None:
    """Write what came of an address into every latest version that shows it (shops share pictures).

    What is no address counts for the listing itself only.
    """
    address = address_of(url)
    if listing_id is not None:
        _ensure(session, listing_id, url)
    query = (
        select(ImageRow, VersionRow)
        .join(VersionRow, VersionRow.id == ImageRow.version_id)
        .join(ListingRow, ListingRow.latest_version_id == VersionRow.id)
        .where(ImageRow.address == address)
        .order_by(ImageRow.id)
        .with_for_update()
    )
    if not _is_shared(url):
        query = query.where(ListingRow.id == listing_id)
    found = session.execute(query).all()
    for image, _ in found:
        image.state = "read" if fetched.reason is None else "unreadable"
        image.digest, image.reason = fetched.digest, fetched.reason
    refresh_images(session, [version for _, version in found])


def _ensure(session: Session, listing_id: int, url: str) -> None:
    row = session.get(ListingRow, listing_id, with_for_update=True)
    if row is not None and row.latest_version_id is not None:
        add_images(session, [(session.get_one(VersionRow, row.latest_version_id), [url])])


def latest_versions_with(session: Session, digest: str) -> Sequence[VersionRow]:
    """Give the latest versions that show an image, locked."""
    query = select(VersionRow).join(ListingRow, ListingRow.latest_version_id == VersionRow.id)
    shown = exists().where(ImageRow.version_id == VersionRow.id, ImageRow.digest == digest)
    return session.scalars(query.where(shown).order_by(VersionRow.id).with_for_update(of=VersionRow)).all()


def refresh_images(session: Session, versions: Iterable[VersionRow]) -> None:
    """Note the present set of readable images; a set that nobody judged yet makes the version unjudged again."""
    session.flush()
    for version in versions:
        digest = digest_of_images(image.digest for image in readable_images(session, version.id) if image.digest)
        if digest != version.images_digest:
            version.images_digest = digest
            judged = exists().where(JudgementRow.version_id == version.id, JudgementRow.images_digest == digest)
            version.unjudged = not session.scalar(select(judged))


def digest_of_images(digests: Iterable[str]) -> str:
    """Give one digest for a set of images."""
    return digest_of(sorted(set(digests)))


def readable_images(session: Session, version_id: int) -> Sequence[ImageRow]:
    """Give the images of a version that can be judged, in the order of the listing."""
    query = select(ImageRow).join(BlobRow, BlobRow.digest == ImageRow.digest)
    query = query.where(ImageRow.version_id == version_id, ImageRow.state == "read", BlobRow.key.is_not(None))
    return session.scalars(query.order_by(ImageRow.id)).all()


def note_unreadable(session: Session, version_id: int, reasons: Mapping[str, str]) -> None:
    """Note by digest why a judge could not read an image that was fetched. It stays in the set that was judged."""
    for image in readable_images(session, version_id):
        image.reason = reasons.get(image.digest or "")


def _state(image: ImageRow) -> ImageState:
    return "unreadable" if image.reason is not None else _STATES[image.state]


def stored_images(session: Session, version_id: int) -> tuple[StoredImage, ...]:
    """Give all images of a version with their states, those unreadable, awaited or erased too."""
    query = select(ImageRow, BlobRow.erased_at).outerjoin(BlobRow, BlobRow.digest == ImageRow.digest)
    query = query.where(ImageRow.version_id == version_id).order_by(ImageRow.id)
    return tuple(
        StoredImage(
            address=image.url,
            state=_state(image) if erased_at is None else "erased",
            digest=image.digest,
            reason=image.reason,
        )
        for image, erased_at in session.execute(query)
    )
