"""Pages that a person captures: the list of what is wanted, and what came of each page that was brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from listings.errors import InvalidInput
from listings.urls import canonical_url

# Browsers and proxies cut longer ones off.
LONGEST_ADDRESS = 4000

PageToDoState = Literal["to_do", "captured", "skipped"]

Bringer = Literal["browser", "folder"]
"""`browser`: sent by the extension. `folder`: a file laid into a watched folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToCapture:
    """A page that somebody is to open and capture. `why` is why the crawl could not read it, None for a pasted one."""

    id: int
    url: str
    state: PageToDoState
    why: str | None
    added_by: str
    added_at: datetime
    ended_by: str | None = None
    ended_at: datetime | None = None


Outcome = Literal["waiting", "queued", "concluded", "nothing_found"]
"""What became of a listing that was brought: it waits for a verdict; its hit waits for review; a person has concluded
on its hit; a judge has found nothing that is queued (which is not clean where pictures could not be read)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPart:
    """One page, or one entry of a file: the listing it became, or why it became none.

    `outcome` is how the listing stands now, `hit_id` the hit that it speaks of, `unread_pictures` how many of its
    pictures no judge could look at.
    """

    listing_id: int | None = None
    title: str | None = None
    reason: str | None = None
    """One of `listings.page.UNREADABLE_REASONS`, or `invalid`; None where there is a listing."""
    what: str | None = None
    outcome: Outcome | None = None
    hit_id: int | None = None
    unread_pictures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a person brought, once per content: `digest` is the SHA-256 (hex) of what was sent or of the file.

    `name` is the page's address or the file's path. `done` is False while it is being taken in.
    """

    id: int
    digest: str
    bringer: Bringer
    name: str
    user: str | None
    received_at: datetime
    done: bool
    parts: tuple[ReceivedPart, ...] = ()

    @property
    def read(self) -> int:
        """Count what became listings."""
        return sum(part.listing_id is not None for part in self.parts)

    @property
    def unread(self) -> tuple[ReceivedPart, ...]:
        """Give what could not be read, with its reason."""
        return tuple(part for part in self.parts if part.listing_id is None)

    def that_are(self, outcome: Outcome) -> tuple[ReceivedPart, ...]:
        """Give the parts whose listings stand so."""
        return tuple(part for part in self.parts if part.outcome == outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReceipt:
    """The answer to a captured page: what became of it, whether it was wanted, and the page wanted next."""

    received: Received
    repeated: bool
    closed: bool
    next: str | None


def read_addresses(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Read a pasted list of addresses, one a line; give them in order, each once, and the lines (from 1) that are none.

    Empty lines and lines that begin with `#` are passed over.
    """
    found: dict[str, None] = {}
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        given = line.strip()
        if not given or given.startswith("#"):
            continue
        if len(given) <= LONGEST_ADDRESS and _is_address(given):
            found[given] = None
        else:
            wrong.append(number)
    return tuple(found), tuple(wrong)


def _is_address(given: str) -> bool:
    try:
        return bool(canonical_url(given)) and " " not in given
    except InvalidInput:
        return False
