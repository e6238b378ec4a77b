"""Keeping servers' answers as evidence: each body as a blob, its circumstances as a row, both in the chain."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from listings.page import Capture
from store.blobs import Blobs, Content
from store.chain import note
from store.chained_records import capture_content
from store.codec import request_json, request_of
from store.models.evidence import CaptureRow


def keep_captures(session: Session, blobs: Blobs, captures: Sequence[Capture]) -> list[CaptureRow]:
    """Store answers and chain them; give their rows in the same order."""
    contents = [Content(body=each.body, media_type=each.media_type, at=each.fetched_at) for each in captures]
    digests = blobs.put_all(session, contents)
    rows = [_row(capture, digest) for capture, digest in zip(captures, digests, strict=True)]
    session.add_all(rows)
    session.flush()
    for row in rows:
        note(session, row.fetched_at, "capture", f"capture:{row.id}", capture_content(row))
    return rows


def keep_capture(session: Session, blobs: Blobs, capture: Capture) -> CaptureRow:
    """Store one answer and chain it; give its row."""
    return keep_captures(session, blobs, [capture])[0]


def exchange_of(row: CaptureRow, body: bytes) -> Capture:
    """Give a stored answer as it came, with its body."""
    return Capture(
        url=row.url,
        fetched_at=row.fetched_at,
        status=row.status,
        headers=row.headers,
        body=body,
        media_type=row.media_type,
        rendered=row.rendered,
        request=request_of(row.request),
    )


def _row(capture: Capture, digest: str) -> CaptureRow:
    return CaptureRow(
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        headers=dict(capture.headers),
        media_type=capture.media_type,
        rendered=capture.rendered,
        digest=digest,
        request=None if capture.request is None else request_json(capture.request),
    )
