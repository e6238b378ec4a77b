"""Fingerprints in blocks: read at once, added at the end, and taken out again when an image is erased."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.models.pictures import ImageHashBlockRow, ImageHashRow
from store.records import PackedHashes, StoredHashes

HASH_BYTES = 32
ID_BYTES = 8
# Large enough to load fast, small enough to be written again when one image of it is erased.
PER_BLOCK = 4_096


def stored_hashes(session: Session, after_block: int) -> StoredHashes:
    """Give the fingerprints in later blocks and the single ones."""
    # Single ones first: one that is packed meanwhile is then given twice, and not left out.
    single = _single(session, limit=None)
    query = select(ImageHashBlockRow).where(ImageHashBlockRow.id > after_block).order_by(ImageHashBlockRow.id)
    blocks = session.scalars(query).all()
    return StoredHashes(
        packed=PackedHashes(b"".join(block.ids for block in blocks), b"".join(block.hashes for block in blocks)),
        single=PackedHashes(_id_bytes([number for number, _ in single]), b"".join(pdq for _, pdq in single)),
        last_block=blocks[-1].id if blocks else after_block,
    )


def pack(session: Session) -> None:
    """Put single fingerprints into as many full blocks as they fill."""
    while len(single := _single(session, limit=PER_BLOCK)) == PER_BLOCK:
        ids = [number for number, _ in single]
        block = ImageHashBlockRow(ids=_id_bytes(ids), hashes=b"".join(pdq for _, pdq in single))
        session.add(block)
        session.flush()
        session.execute(update(ImageHashRow).where(ImageHashRow.id.in_(ids)).values(block_id=block.id))


def forget_hash(session: Session, digest: str) -> None:
    """Delete what was computed of an image that is erased."""
    row = session.scalars(select(ImageHashRow).where(ImageHashRow.digest == digest).with_for_update()).one_or_none()
    if row is None:
        return
    if row.block_id is not None:
        _take_out(session.get_one(ImageHashBlockRow, row.block_id, with_for_update=True), row.id)
    session.execute(delete(ImageHashRow).where(ImageHashRow.id == row.id))


def _take_out(block: ImageHashBlockRow, number: int) -> None:
    ids = struct.unpack(f"<{len(block.ids) // ID_BYTES}q", block.ids)
    kept = [place for place, held in enumerate(ids) if held != number]
    block.hashes = b"".join(block.hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES] for place in kept)
    block.ids = _id_bytes([ids[place] for place in kept])


def _single(session: Session, limit: int | None) -> Sequence[tuple[int, bytes]]:
    query = (
        select(ImageHashRow.id, ImageHashRow.pdq)
        .where(ImageHashRow.block_id.is_(None), ImageHashRow.pdq.is_not(None))
        .order_by(ImageHashRow.id)
        .limit(limit)
    )
    return [(number, pdq) for number, pdq in session.execute(query) if pdq is not None]


def _id_bytes(ids: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(ids)}q", *ids)
