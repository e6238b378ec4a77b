"""Keeping a server's answer as evidence: its body as a blob, its circumstances as a row, both in the chain."""

from __future__ import annotations

from sqlalchemy.orm import Session

from listings.page import Capture
from store.blobs import Blobs
from store.chain import note
from store.chained_records import capture_content
from store.models.evidence import CaptureRow


def keep_capture(session: Session, blobs: Blobs, capture: Capture) -> CaptureRow:
    """Store an answer and chain it; give its row."""
    row = CaptureRow(
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        headers=dict(capture.headers),
        media_type=capture.media_type,
        rendered=capture.rendered,
        digest=blobs.put(session, capture.body, capture.media_type, capture.fetched_at),
    )
    session.add(row)
    session.flush()
    note(session, capture.fetched_at, "capture", f"capture:{row.id}", capture_content(row))
    return row
