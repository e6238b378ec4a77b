"""What the stores hand out besides the shared words: rows as frozen records, with the ids they have here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from listings.brand import Brand
from listings.capturing import PageToDoState
from listings.decided import DecidedListing
from listings.finding import Finding
from listings.listing import FieldSource, Listing
from listings.page import Capture, ReadListing, Source
from listings.review import Decision, Hit, SampleKind

KeptState = Literal["new", "changed", "same"]
ImageState = Literal["waiting", "read", "unreadable", "erased"]
JobState = Literal["waiting", "leased", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRun:
    """A run that was opened, or gone on with (`resumed`) after its worker fell silent."""

    run_id: int
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSource:
    """A source and when it was last visited, None where it never was."""

    source: Source
    last_run_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptListing:
    """What keeping a listing did. `version_id` is the latest version; `changed` means that it is a new one.

    `closed` says that a page on the list of pages to capture was captured by it.
    """

    listing_id: int
    version_id: int
    state: KeptState
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImage:
    """One image of a listing. `digest` is the SHA-256 (hex) of its bytes once fetched; `reason` says why unreadable."""

    address: str
    state: ImageState
    digest: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PackedHashes:
    """Fingerprints of images in a row: `ids` as 8 bytes each (little end first), `hashes` as 32 bytes each."""

    ids: bytes
    hashes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHashes:
    """Fingerprints in blocks, of which `last_block` is the latest, and the single ones that are in no block yet."""

    packed: PackedHashes
    single: PackedHashes
    last_block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePicture:
    """A listing of another seller that shows the same picture. `hit_id` is its latest hit, None where it has none."""

    listing_id: int
    title: str | None
    url: str | None
    seller_name: str | None
    hit_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCluster:
    """Where else the picture `image` (SHA-256) of a listing is shown: by how many other sellers, and some of them."""

    image: str
    sellers: int
    listings: int
    some: tuple[SamePicture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelistedFrom:
    """A listing, gone or removed by now, that another one repeats: `by` its text or by a picture.

    `external_id` is its id on its site. `gone_at` is None where only its platform's answer says that it is gone;
    `hit_id` is its latest hit, None where it has none.
    """

    listing_id: int
    external_id: str
    site: str | None
    title: str | None
    url: str | None
    gone_at: datetime | None
    by: Literal["text", "picture"]
    hit_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredListing:
    """The latest version of a listing (or the version a hit is about) with its place in the store.

    `capture` is the SHA-256 (hex) of the answer it was read from, None for a listing that came without one.
    """

    id: int
    version_id: int
    version: int
    listing: Listing
    sources: Mapping[str, FieldSource]
    captured_at: datetime
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None
    capture: str | None
    images: tuple[StoredImage, ...] = ()
    relisted_from: RelistedFrom | None = None
    """The listing that this one repeats; None where it repeats none that we know to be gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFinding:
    """A finding with the id that decisions name it by."""

    id: int
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowSample:
    """What a rule in shadow found in a listing. `marked_right` is the latest opinion, None where nobody gave one."""

    id: int
    finding: Finding
    listing: Listing
    captured_at: datetime
    marked_right: bool | None
    marked_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCursor:
    """Where a page of the queue ended: the next one starts after this risk and id."""

    risk: float
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the review queue. `categories` are those of the labels, the strongest first."""

    hit: Hit
    title: str | None
    site: str | None
    lang: str | None
    seller_name: str | None
    categories: tuple[str, ...]

    @property
    def cursor(self) -> QueueCursor:
        """Give the place of this row, for the page after it."""
        return QueueCursor(risk=self.hit.risk, id=self.hit.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitCase:
    """Everything a reviewer sees of one hit: what was seen, what was found, what was said before."""

    hit: Hit
    listing: StoredListing
    captured_at: datetime
    findings: tuple[StoredFinding, ...]
    images: tuple[StoredImage, ...]
    captures: tuple[str, ...]
    decisions: tuple[Decision, ...]
    seller_listings: int
    seller_hits: int
    brand: Brand | None
    judge_version: str
    notes: tuple[str, ...] = ()
    same_pictures: tuple[PictureCluster, ...] = ()
    screenshot: str | None = None
    """SHA-256 (hex) of how the captured page looks; None where nobody has taken one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToPicture:
    """A queued listing's captured page, with the pictures at hand: address and SHA-256 (hex).

    `brought` by a person, whose account with the site may stand on it.
    """

    version_id: int
    capture: Capture
    pictures: tuple[tuple[str, str], ...]
    brought: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureToken:
    """A token to send captures with, by the name its owner gave it; the token itself is not kept."""

    id: int
    name: str
    issued_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtPart:
    """One page or entry that a person brought: its listing, or the `reason` why there is none.

    `images` are address and bytes. `screenshot` is kept as evidence beside the `capture`, whose headers name its hash.
    """

    read: ReadListing | None = None
    capture: Capture | None = None
    images: tuple[tuple[str, bytes], ...] = ()
    screenshot: bytes | None = None
    reason: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page that a run could not read. `wanted` is its state on the list of pages to capture, None if not there."""

    id: int
    url: str
    reason: str
    run_id: int
    source: str
    started: datetime
    wanted: PageToDoState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A step to do. `key` makes adding it twice harmless; every step must stand being run twice.

    Of the jobs in one `lane` one is done at a time. `tries` counts the leases that were not given back.
    """

    id: int
    name: str
    arguments: Mapping[str, Any]
    key: str
    lane: str | None
    due: datetime
    state: JobState
    lease_owner: str | None
    lease_until: datetime | None
    tries: int
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEntry:
    """One link of the evidence chain. `content`, `previous` and `digest` are SHA-256 (hex)."""

    number: int
    at: datetime
    kind: str
    subject: str
    content: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What verifying found: how many entries and blobs were read, and every fault in words."""

    entries: int
    blobs: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Say whether nothing was altered or lost."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDraw:
    """What a draw did. `queued` of the `drawn` wait because of it; on the others a person is or was at work already.

    `to_judge_again` counts, for an uncertain draw, the listings whose judge did not say how close they came.
    """

    kind: SampleKind
    source: str | None
    asked: int
    drawn: int
    queued: int
    to_judge_again: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTally:
    """What was drawn of one judge's verdicts, and what people said of it.

    `decided` and `confirmed` count what was said of the very words that were drawn; `changed` counts the draws whose
    listing reads otherwise since, so that nobody can answer them. `unflagged` counts the listings that nobody suspects
    now: judged by this judge last, not flagged, not queued, and not confirmed by a person.
    """

    kind: SampleKind
    source: str | None
    judge_version: str
    drawn: int
    decided: int
    confirmed: int
    changed: int
    unflagged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedHit:
    """A concluded hit as an example, with the decision that stands: the next page starts after its id."""

    decision_id: int
    listing: DecidedListing
