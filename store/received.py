"""What people brought, page by page: once per content, its evidence, its listings, and why a part could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from listings.capturing import Bringer, Received, ReceivedPart
from listings.page import Capture
from store.blobs import Blobs
from store.captures import keep_capture
from store.database import LARGEST_ID, Database, require
from store.insertion import inserted
from store.listings import keep_import
from store.models.capturing import ReceivedPartRow, ReceivedRow
from store.models.evidence import CaptureRow
from store.outcomes import Standing, standings
from store.records import BroughtPart
from store.wanted_captures import close_captured

_BRINGERS: dict[str, Bringer] = {bringer: bringer for bringer in get_args(Bringer)}
# What a page of the screen shows of one file; a WARC may hold thousands.
_PARTS_SHOWN = 200


class ReceivedStore:
    """Keeps what was brought. Every part is a transaction of its own, so a kill loses none and doubles none."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def open(self, digest: str, bringer: Bringer, name: str, user: str | None, now: datetime) -> Received:
        """Begin to take something in, or give what was begun or done with the same content before."""
        row = {"digest": digest, "bringer": bringer, "name": name, "user": user, "received_at": now, "done": False}
        with self._database.writing() as session:
            inserted(session, ReceivedRow, row)
            return _record(session, session.scalars(select(ReceivedRow).where(ReceivedRow.digest == digest)).one())

    def known(self, digest: str) -> bool:
        """Say whether a content was taken in to its end."""
        with self._database.reading() as session:
            return session.scalar(select(ReceivedRow.done).where(ReceivedRow.digest == digest)) is True

    def keep(self, received_id: int, number: int, part: BroughtPart, now: datetime) -> bool:
        """Keep one part with its evidence; keeping it again changes nothing.

        Args:
            received_id: what it is a part of.
            number: its place there, from 1.
            part: the listing, or why there is none, and what it was read from.
            now: when it was captured, where the part does not say (UTC).

        Returns:
            Whether a page on the list of pages to capture was captured by it.

        Raises:
            NotFound: nothing with this id was opened.
        """
        with self._database.writing() as session:
            received = require(session, ReceivedRow, received_id, lock=True)
            if session.get(ReceivedPartRow, (received_id, number)) is not None:
                return False
            capture = self._capture(session, received_id, part)
            row = ReceivedPartRow(received_id=received_id, number=number, capture_id=capture.id if capture else None)
            row.reason, row.what = part.reason, part.what
            session.add(row)
            if part.read is None:
                return False
            kept = keep_import(session, self._blobs, part.read, capture=capture, images=part.images, now=now)
            row.listing_id, row.title = kept.listing_id, part.read.listing.title
            addresses = (part.capture.url if part.capture else None, part.read.listing.url)
            return close_captured(session, addresses, received.user or received.bringer, now)

    def finish(self, received_id: int) -> Received:
        """Note that all parts were taken in.

        Raises:
            NotFound: nothing with this id was opened.
        """
        with self._database.writing() as session:
            row = require(session, ReceivedRow, received_id, lock=True)
            row.done = True
            return _record(session, row)

    def page(self, before: int | None = None, limit: int = 30, *, unread_only: bool = False) -> Sequence[Received]:
        """Give what was brought, the newest first; with `unread_only` what could not all be read."""
        query = select(ReceivedRow).where(ReceivedRow.id < (before or LARGEST_ID))
        if unread_only:
            unread = select(ReceivedPartRow.received_id).where(ReceivedPartRow.listing_id.is_(None))
            query = query.where(ReceivedRow.id.in_(unread))
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(ReceivedRow.id.desc()).limit(limit)).all()
            return [_record(session, row) for row in rows]

    def _capture(self, session: Session, received_id: int, part: BroughtPart) -> CaptureRow | None:
        """Keep a page once, though several listings stand on it, and its screenshot beside it."""
        if part.capture is None:
            return None
        kept = session.scalars(_same_page(received_id, part.capture)).first()
        if kept is None and part.screenshot is not None:
            self._blobs.put(session, part.screenshot, "application/octet-stream", part.capture.fetched_at)
        return kept or keep_capture(session, self._blobs, part.capture)


def _same_page(received_id: int, capture: Capture) -> Select[CaptureRow]:
    query = select(CaptureRow).join(ReceivedPartRow, ReceivedPartRow.capture_id == CaptureRow.id)
    return query.where(
        ReceivedPartRow.received_id == received_id,
        CaptureRow.url == capture.url,
        CaptureRow.digest == hashlib.sha256(capture.body).hexdigest(),
    )


def _record(session: Session, row: ReceivedRow) -> Received:
    query = select(ReceivedPartRow).where(ReceivedPartRow.received_id == row.id)
    parts = session.scalars(query.order_by(ReceivedPartRow.number).limit(_PARTS_SHOWN)).all()
    standing = standings(session, [part.listing_id for part in parts if part.listing_id is not None])
    return Received(
        id=row.id,
        digest=row.digest,
        bringer=_BRINGERS[row.bringer],
        name=row.name,
        user=row.user,
        received_at=row.received_at,
        done=row.done,
        parts=tuple(_part(part, standing.get(part.listing_id or 0)) for part in parts),
    )


def _part(row: ReceivedPartRow, standing: Standing | None) -> ReceivedPart:
    return ReceivedPart(
        listing_id=row.listing_id,
        title=row.title,
        reason=row.reason,
        what=row.what,
        outcome=standing.outcome if standing else None,
        hit_id=standing.hit_id if standing else None,
        unread_pictures=standing.unread_pictures if standing else 0,
    )
