"""What is judged: one listing version as it was captured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listings.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectImage:
    """One fetched image of the listing: SHA-256 (hex) of its bytes, and the bytes."""

    digest: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A listing with its images and the time (UTC) it was captured: the law of that day applies."""

    listing: Listing
    captured_at: datetime
    images: tuple[SubjectImage, ...] = ()
