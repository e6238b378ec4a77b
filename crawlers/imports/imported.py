"""What one entry of an imported file gives."""

from __future__ import annotations

from dataclasses import dataclass

from listings.page import Capture, ReadListing


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A listing from a file, the raw answer it was read from, and the image bytes the file holds: (address, bytes).

    `screenshot` is what the person saw; the capture's header `soi-screenshot-sha256` names it.
    """

    read: ReadListing
    capture: Capture | None = None
    images: tuple[tuple[str, bytes], ...] = ()
    screenshot: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFault:
    """An entry that could not be read: the file, the line or entry (from 1) within it, and why. The rest goes on."""

    file: str
    line: int | None
    reason: str
    """One of `listings.page.UNREADABLE_REASONS`, or `invalid` for a malformed record or file."""
    what: str
    capture: Capture | None = None
    """The page itself, where there is one: a wall is evidence too, and is read as nothing else."""
    screenshot: bytes | None = None


Entry = Imported | ImportFault
