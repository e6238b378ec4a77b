"""Reading the whole chain and everything it vouches for, and naming what no longer fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from listings.errors import StoreUnavailable
from store.blobs import Blobs
from store.chain import GENESIS, entry_digest
from store.chained_records import (
    capture_content,
    decision_content,
    erasure_content,
    mark_content,
    rule_content,
    step_content,
)
from store.models.base import Base
from store.models.evidence import BlobRow, CaptureRow, ChainHeadRow, ChainRow
from store.models.review import DecisionRow
from store.models.ruling import RuleChangeRow, RuleMarkRow
from store.models.takedowns import TakedownStepRow
from store.records import ChainReport

_BATCH = 1000
_LONGEST_ID = 18

_VOUCHED: Mapping[str, type[Base]] = {
    "evidence": BlobRow,
    "capture": CaptureRow,
    "decision": DecisionRow,
    "takedown": TakedownStepRow,
    "rule": RuleChangeRow,
    "rule_mark": RuleMarkRow,
}


def verify(session: Session, blobs: Blobs) -> ChainReport:
    """Check links, records and files. Memory stays small however long the chain is."""
    walk = _ChainWalk(session)
    faults = [*walk.faults(), *_uncounted(session, walk.kinds)]
    checked = _BlobWalk(session, blobs)
    faults += checked.faults()
    return ChainReport(entries=walk.number, blobs=checked.count, faults=tuple(faults))


class _ChainWalk:
    """Goes from the first entry to the head."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.number = 0
        self.kinds: Counter[str] = Counter()
        self._previous = GENESIS

    def faults(self) -> Iterator[str]:
        for row in self._entries():
            yield from self._faults_of(row)
            self.number, self._previous = row.number, row.digest
            self.kinds[row.kind] += 1
        head = self._session.scalars(select(ChainHeadRow)).one_or_none()
        if head is None or (head.number, head.digest) != (self.number, self._previous):
            yield f"the chain does not end where its head says: entry {self.number} is the last one there"

    def _entries(self) -> Iterator[ChainRow]:
        after = -1
        while batch := self._session.scalars(_batch_after(after)).all():
            yield from batch
            after = batch[-1].number
            self._session.expunge_all()

    def _faults_of(self, row: ChainRow) -> Iterator[str]:
        if row.number != self.number + 1:
            yield f"entry {row.number} follows entry {self.number}: entries are missing"
        if row.previous != self._previous:
            yield f"entry {row.number} does not name the entry before it"
        if row.digest != entry_digest(row):
            yield f"entry {row.number} was altered"
        if _content_now(self._session, row) != row.content:
            yield f"entry {row.number}: {row.kind} {row.subject} is missing or was altered"


def _batch_after(number: int) -> Select[ChainRow]:
    return select(ChainRow).where(ChainRow.number > number).order_by(ChainRow.number).limit(_BATCH)


def _content_now(session: Session, row: ChainRow) -> str | None:
    """Work out anew the digest of what an entry speaks of; None when that is gone."""
    reader = _READERS.get(row.kind)
    return None if reader is None else reader(session, row.subject.rpartition(":")[2])


def _evidence(session: Session, key: str) -> str | None:
    blob = session.get(BlobRow, key)
    return None if blob is None else blob.digest


def _erasure(session: Session, key: str) -> str | None:
    blob = session.get(BlobRow, key)
    return None if blob is None or blob.key is not None else erasure_content(blob)


def _capture(session: Session, key: str) -> str | None:
    capture = session.get(CaptureRow, _number(key))
    return None if capture is None else capture_content(capture)


def _decision(session: Session, key: str) -> str | None:
    decision = session.get(DecisionRow, _number(key))
    return None if decision is None else decision_content(session, decision)


def _takedown(session: Session, key: str) -> str | None:
    step = session.get(TakedownStepRow, _number(key))
    return None if step is None else step_content(session, step)


def _rule(session: Session, key: str) -> str | None:
    change = session.get(RuleChangeRow, _number(key))
    return None if change is None else rule_content(change)


def _rule_mark(session: Session, key: str) -> str | None:
    mark = session.get(RuleMarkRow, _number(key))
    return None if mark is None else mark_content(mark)


_READERS: Mapping[str, Callable[[Session, str], str | None]] = {
    "evidence": _evidence,
    "erasure": _erasure,
    "capture": _capture,
    "decision": _decision,
    "takedown": _takedown,
    "rule": _rule,
    "rule_mark": _rule_mark,
}


def _number(key: str) -> int:
    """Read an id out of a subject; a subject that was tampered with names no row."""
    return int(key) if key.isascii() and key.isdigit() and len(key) <= _LONGEST_ID else 0


def _uncounted(session: Session, kinds: Counter[str]) -> Iterator[str]:
    """Name records that were put in past the chain."""
    for kind, table in _VOUCHED.items():
        rows = session.scalar(select(func.count()).select_from(table)) or 0
        if rows != kinds[kind]:
            yield f"{table.__tablename__} holds {rows} rows, the chain speaks of {kinds[kind]}"
    erased = session.scalar(select(func.count()).where(BlobRow.key.is_(None))) or 0
    if erased != kinds["erasure"]:
        yield f"{erased} contents have no key, the chain speaks of {kinds['erasure']} erasures"


class _BlobWalk:
    """Reads every file that is not erased."""

    def __init__(self, session: Session, blobs: Blobs) -> None:
        self._session = session
        self._blobs = blobs
        self.count = 0

    def faults(self) -> list[str]:
        return [fault for blob in self._all() if (fault := self._fault_of(blob))]

    def _all(self) -> Iterator[BlobRow]:
        after = ""
        while batch := self._session.scalars(
            select(BlobRow).where(BlobRow.digest > after).order_by(BlobRow.digest).limit(_BATCH)
        ).all():
            yield from batch
            after = batch[-1].digest
            self._session.expunge_all()

    def _fault_of(self, blob: BlobRow) -> str | None:
        self.count += 1
        if blob.key is None:
            return None
        try:
            self._blobs.decrypt(blob.digest, blob.key)
        except StoreUnavailable as error:
            return f"blob {blob.digest}: {error.what}"
        return None
