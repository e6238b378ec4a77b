"""References that match far more than usual: set aside in one transaction, released by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from listings.errors import NotFound
from listings.flood import (
    ALWAYS_ALLOWED,
    USUAL_OVER,
    USUAL_OVER_AT_LEAST,
    WINDOW,
    Flood,
    FloodExample,
    ReferenceState,
    SetAside,
    most_allowed,
)
from store.codec import listing_of
from store.database import Database
from store.insertion import inserted
from store.models.listings import ListingRow, VersionRow
from store.models.pictures import ImageHashRow
from store.models.references import ReferenceChangeRow, ReferenceMatchRow

_MOST_EXAMINED = 5_000
"""Matches that examples are chosen from: the newest say what the flood is."""


class ReferenceStore:
    """Watches how often references match. A reference is named by the SHA-256 (hex) of its picture."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def aside(self) -> SetAside:
        """Give the references that have no effect now."""
        with self._database.reading() as session:
            return _aside(session)

    def watch(self, now: datetime) -> SetAside:
        """Set aside every reference that floods, and give all that are aside.

        What these match counts no longer from the next judgement on: the listings concerned wait to be judged again,
        in the same transaction, so that a kill leaves nothing half done.
        """
        with self._database.writing() as session:
            for reference in _busy(session, now):
                _set_aside_if_flooding(session, reference, now)
            for change in _latest_changes(session):
                if change.state == "aside":
                    own, of_the_flood = ReferenceMatchRow.reference == change.reference, _since(change)
                    _judge_again(session, own, of_the_flood, state="counts")
            return _aside(session)

    def floods(self) -> Sequence[Flood]:
        """Give the references that are set aside, the latest first."""
        with self._database.reading() as session:
            return [_flood(row) for row in reversed(_latest_changes(session)) if row.state == "aside"]

    def examples(self, reference: str, limit: int = 5) -> Sequence[FloodExample]:
        """Give listings that a reference set aside matches: the picture that most of them show comes first."""
        with self._database.reading() as session:
            matches = _held_back(session, reference)
            alike = {cluster: sum(own == cluster for _, own in matches) for _, cluster in matches}
            matches.sort(key=lambda held: (-alike[held[1]], held[0].id))
            return [_example(session, match, alike[cluster]) for match, cluster in matches[:limit]]

    def release(self, reference: str, state: ReferenceState, now: datetime) -> int:
        """Let a reference count again; give how many listings wait to be judged again because of it.

        As many matches in a day as it had then are no flood the next time.

        Raises:
            NotFound: it is not set aside.
        """
        with self._database.writing(durable=True) as session:
            last = _latest_of(session, reference)
            if last is None or last.state != "aside":
                raise NotFound(f"reference {reference[:12]} is not set aside", remedy="soi brand floods")
            own = ReferenceMatchRow.reference == reference
            held = _count(session, own, _since(last))
            _change(session, last, reference, last.brand, state=state, matches=held, usual=last.usual, now=now)
            return _judge_again(session, own, state="aside")


def _busy(session: Session, now: datetime) -> Iterable[str]:
    """Give the references with any new match today that are not set aside already."""
    query = select(ReferenceMatchRow.reference).where(ReferenceMatchRow.matched_at > now - WINDOW).distinct()
    return sorted(set(session.scalars(query)) - _aside(session).references)


def _set_aside_if_flooding(session: Session, reference: str, now: datetime) -> None:
    last = _latest_of(session, reference)
    since = max(now - WINDOW, last.at) if last else now - WINDOW
    own = ReferenceMatchRow.reference == reference
    new = _count(session, own, ReferenceMatchRow.matched_at > since)
    if new <= ALWAYS_ALLOWED:
        return
    usual = _usual(session, own, since)
    stored = 0 if usual else session.scalar(select(func.count()).select_from(ListingRow)) or 0
    if new > most_allowed(usual, last.matches if last else 0, stored):
        brand = session.scalar(
            select(ReferenceMatchRow.brand).where(own).order_by(ReferenceMatchRow.id.desc()).limit(1)
        )
        _change(session, last, reference, brand or "", state="aside", matches=new, usual=usual, now=now)


def _usual(session: Session, own: ColumnElement[bool], since: datetime) -> float:
    """Give a reference's mean number of new matches of a day before a time."""
    before = (own, ReferenceMatchRow.matched_at <= since, ReferenceMatchRow.matched_at > since - USUAL_OVER)
    first = session.scalar(select(func.min(ReferenceMatchRow.matched_at)).where(*before))
    if first is None:
        return 0.0
    return _count(session, *before) * (WINDOW / max(USUAL_OVER_AT_LEAST, since - first))


def _judge_again(session: Session, *matched: ColumnElement[bool], state: str) -> int:
    """Let the listings wait to be judged again whose match still is in a state; give how many they are."""
    query = select(ListingRow.latest_version_id).join(ReferenceMatchRow, ReferenceMatchRow.listing_id == ListingRow.id)
    concerned = query.where(*matched, ReferenceMatchRow.state == state)
    count = session.scalar(select(func.count()).select_from(concerned.distinct().subquery())) or 0
    if count:
        # Not of versions that wait already: a row that is written as it was costs as much as one that changes.
        waiting = update(VersionRow).where(VersionRow.id.in_(concerned), ~VersionRow.unjudged)
        session.execute(waiting.values(unjudged=True).execution_options(synchronize_session=False))
    return count


def _aside(session: Session) -> SetAside:
    rows = _latest_changes(session)
    held = frozenset(row.reference for row in rows if row.state == "aside")
    return SetAside(held, max((row.id for row in rows), default=0))


def _latest_changes(session: Session) -> Sequence[ReferenceChangeRow]:
    latest = select(func.max(ReferenceChangeRow.id)).group_by(ReferenceChangeRow.reference)
    query = select(ReferenceChangeRow).where(ReferenceChangeRow.id.in_(latest)).order_by(ReferenceChangeRow.id)
    return session.scalars(query).all()


def _latest_of(session: Session, reference: str) -> ReferenceChangeRow | None:
    query = select(ReferenceChangeRow).where(ReferenceChangeRow.reference == reference)
    return session.scalars(query.order_by(ReferenceChangeRow.number.desc()).limit(1)).one_or_none()


def _change(
    session: Session,
    last: ReferenceChangeRow | None,
    reference: str,
    brand: str,
    *,
    state: ReferenceState,
    matches: int,
    usual: float,
    now: datetime,
) -> None:
    """Note a change, unless another process noted one at the same moment."""
    row = {"reference": reference, "number": last.number + 1 if last else 1, "brand": brand, "state": state}
    inserted(session, ReferenceChangeRow, row | {"matches": matches, "usual": usual, "at": now})


def _since(aside: ReferenceChangeRow) -> ColumnElement[bool]:
    """Say in SQL which matches belong to the flood that a reference was set aside for, or came after it."""
    return ReferenceMatchRow.matched_at > aside.at - WINDOW


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(ReferenceMatchRow).where(*conditions)) or 0


def _held_back(session: Session, reference: str) -> list[tuple[ReferenceMatchRow, str]]:
    """Give matches without effect, each with what its picture has in common with the others' pictures."""
    query = (
        select(ReferenceMatchRow, ImageHashRow.cluster)
        .outerjoin(ImageHashRow, ImageHashRow.digest == ReferenceMatchRow.image)
        .where(ReferenceMatchRow.reference == reference, ReferenceMatchRow.state != "gone")
        .order_by(ReferenceMatchRow.id.desc())
        .limit(_MOST_EXAMINED)
    )
    return [(match, match.image if cluster is None else str(cluster)) for match, cluster in session.execute(query)]


def _example(session: Session, match: ReferenceMatchRow, alike: int) -> FloodExample:
    row = session.get_one(ListingRow, match.listing_id)
    listing = listing_of(session.get_one(VersionRow, row.latest_version_id).listing)
    return FloodExample(
        listing_id=row.id,
        title=listing.title,
        url=listing.url,
        seller_name=listing.seller.name,
        image=match.image,
        score=match.score,
        alike=alike,
    )


def _flood(row: ReferenceChangeRow) -> Flood:
    return Flood(reference=row.reference, brand=row.brand, matches=row.matches, usual=row.usual, at=row.at)
