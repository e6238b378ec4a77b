"""Opening all stores of a workspace at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from listings.page import Source
from store.alarms import AlarmStore
from store.blobs import Blobs
from store.brands import BrandStore
from store.capture_tokens import CaptureTokenStore
from store.crawl import CrawlStore
from store.database import Clock, Database, utc_now
from store.decided import DecidedStore
from store.decisions import DecisionStore
from store.engines import read_url
from store.evidence import EvidenceStore
from store.hits import HitStore
from store.jobs import JobStore
from store.judgements import JudgementStore
from store.listings import ListingStore
from store.pictures import PictureStore
from store.received import ReceivedStore
from store.references import ReferenceStore
from store.rules import RuleStore
from store.runs import RunStore
from store.sampling import SampleStore
from store.schema import bring_to_head
from store.screenshots import ScreenshotStore
from store.sources import SourceStore
from store.takedowns import TakedownStore
from store.unread_pages import UnreadPageStore
from store.users import UserStore
from store.wanted_captures import WantedCaptureStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Every store over one database and one evidence folder. Safe to share between threads."""

    sources: SourceStore
    runs: RunStore
    alarms: AlarmStore
    listings: ListingStore
    judgements: JudgementStore
    hits: HitStore
    decisions: DecisionStore
    decided: DecidedStore
    samples: SampleStore
    rules: RuleStore
    takedowns: TakedownStore
    evidence: EvidenceStore
    brands: BrandStore
    pictures: PictureStore
    screenshots: ScreenshotStore
    references: ReferenceStore
    jobs: JobStore
    users: UserStore
    capture_tokens: CaptureTokenStore
    wanted_captures: WantedCaptureStore
    received: ReceivedStore
    unread_pages: UnreadPageStore
    database: Database
    blobs: Blobs

    def crawl(self, run_id: int, source: Source) -> CrawlStore:
        """Give the frontier and the sink of one run."""
        return CrawlStore(self.database, self.blobs, run_id, source)

    def copy_database(self, target: Path) -> None:
        """Write a copy of the SQLite database as it is at one moment, while others go on writing.

        Raises:
            InvalidInput: the database is PostgreSQL, or the target is there already.
            StoreUnavailable: the copy cannot be written.
        """
        self.database.copy_to(target)

    def close(self) -> None:
        """Give all connections back."""
        self.database.close()

    def __enter__(self) -> Stores:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def open_stores(
    database_url: str,
    evidence_folder: Path,
    *,
    busy_timeout: timedelta = timedelta(seconds=30),
    clock: Clock = utc_now,
) -> Stores:
    """Open the database, bringing it to the newest shape, and the evidence folder beside it.

    Args:
        database_url: `sqlite:///path` or `postgresql://user:password@host/name`.
        evidence_folder: where contents are kept; made if it is not there.
        busy_timeout: how long a writer waits for another before it gives up.
        clock: gives the present in UTC, for what carries no time of its own (heartbeats, due pages).

    Raises:
        InvalidInput: the address is none, or of an engine Soi does not speak.
        StoreMismatch: the database was written by a newer Soi, or is not Soi's.
        StoreUnavailable: locked, full disk, no rights, not reachable.
    """
    database = Database(read_url(database_url), busy_timeout=busy_timeout, clock=clock)
    bring_to_head(database)
    blobs = Blobs(evidence_folder)
    return Stores(
        sources=SourceStore(database),
        runs=RunStore(database),
        alarms=AlarmStore(database),
        listings=ListingStore(database, blobs),
        judgements=JudgementStore(database),
        hits=HitStore(database),
        decisions=DecisionStore(database),
        decided=DecidedStore(database),
        samples=SampleStore(database),
        rules=RuleStore(database),
        takedowns=TakedownStore(database),
        evidence=EvidenceStore(database, blobs),
        brands=BrandStore(database, blobs),
        pictures=PictureStore(database),
        screenshots=ScreenshotStore(database, blobs),
        references=ReferenceStore(database),
        jobs=JobStore(database),
        users=UserStore(database),
        capture_tokens=CaptureTokenStore(database),
        wanted_captures=WantedCaptureStore(database),
        received=ReceivedStore(database, blobs),
        unread_pages=UnreadPageStore(database),
        database=database,
        blobs=blobs,
    )
