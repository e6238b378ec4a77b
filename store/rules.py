"""Rules in shadow: what they found, what people said of it, and who set which rule live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from listings.errors import Conflict, NotFound
from listings.ruling import RuleChange, RuleFigures, RuleState, SeenRule
from listings.wording import Wording
from store.chain import note as chain_note
from store.chained_records import mark_content, rule_content
from store.database import Database, require
from store.models.judging import JudgementRow
from store.models.ruling import RuleChangeRow, RuleMarkRow, ShadowFindingRow
from store.records import ShadowSample
from store.rule_figures import live_figures, samples_of, trial_figures

_STATES: dict[str, RuleState] = {state: state for state in get_args(RuleState)}


class RuleStore:
    """Keeps the states of rules and the marks on what they found. `user` is a user's name everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changes(self) -> Mapping[str, RuleChange]:
        """Give the latest change of each rule whose state was ever changed."""
        latest = select(func.max(RuleChangeRow.id)).group_by(RuleChangeRow.rule)
        with self._database.reading() as session:
            rows = session.scalars(select(RuleChangeRow).where(RuleChangeRow.id.in_(latest)))
            return {row.rule: change_record(row) for row in rows}

    def last_change(self) -> int:
        """Give the id of the latest change of any rule's state, 0 where there was none."""
        with self._database.reading() as session:
            return session.scalar(select(func.max(RuleChangeRow.id))) or 0

    def history(self, rule: str) -> Sequence[RuleChange]:
        """Give who changed a rule's state and when, oldest first."""
        query = select(RuleChangeRow).where(RuleChangeRow.rule == rule).order_by(RuleChangeRow.id)
        with self._database.reading() as session:
            return [change_record(row) for row in session.scalars(query)]

    def change(self, rule: str, state: RuleState, seen: SeenRule, user: str, now: datetime) -> RuleChange:
        """Keep that a person set a rule's state, with what it found until then; the chain vouches for it.

        Args:
            rule: the rule's id.
            state: what it is to be.
            seen: the rule as this person read it.
            user: who.
            now: when (UTC).

        Raises:
            Conflict: the latest change says the same already, or is not the one that this person saw.
        """
        with self._database.writing(durable=True) as session:
            last = _latest(session, rule)
            _refuse_unseen(rule, state, seen, last)
            row = RuleChangeRow(
                rule=rule,
                number=last.number + 1 if last else 1,
                state=state,
                version=seen.version,
                phrases=list(seen.phrases),
                figures=asdict(_figures_left(session, rule, state)),
                user=user,
                at=now,
            )
            session.add(row)
            session.flush()
            session.refresh(row)
            chain_note(session, row.at, "rule", f"rule_change:{row.id}", rule_content(row))
            return change_record(row)

    def trial_figures(self, rule: str | None = None) -> Mapping[str, RuleFigures]:
        """Count by rule what was found in shadow and what people said of it; of one rule or all that found anything."""
        with self._database.reading() as session:
            return trial_figures(session, rule)

    def live_figures(self, rule: str | None = None) -> Mapping[str, RuleFigures]:
        """Count by rule what was found while it counted, and what decisions said of that (upheld is right)."""
        with self._database.reading() as session:
            return live_figures(session, rule)

    def samples(self, rule: str, limit: int = 20) -> Sequence[ShadowSample]:
        """Give some of what a rule found in shadow: what nobody has marked yet first, then the newest."""
        with self._database.reading() as session:
            return samples_of(session, rule, limit)

    def mark(self, rule: str, finding_id: int, *, right: bool, user: str, now: datetime) -> None:
        """Keep that a person calls what a rule found in shadow right or wrong; the chain vouches for it.

        Raises:
            NotFound: there is no such finding, or it is another rule's.
        """
        with self._database.writing(durable=True) as session:
            finding = require(session, ShadowFindingRow, finding_id)
            if finding.rule != rule:
                raise NotFound(
                    Wording(
                        f"dấu hiệu số {finding_id} không phải của quy tắc {rule}",
                        f"finding {finding_id} is not of rule {rule}",
                    ),
                    remedy=Wording(f"hãy xem quy tắc {finding.rule}", f"look at rule {finding.rule}"),
                )
            judgement = session.get_one(JudgementRow, finding.judgement_id)
            mark = RuleMarkRow(
                rule=finding.rule,
                version_id=judgement.version_id,
                quote=finding.quote,
                right=right,
                user=user,
                at=now,
            )
            session.add(mark)
            session.flush()
            session.refresh(mark)
            chain_note(session, mark.at, "rule_mark", f"rule_mark:{mark.id}", mark_content(mark))


def change_record(row: RuleChangeRow) -> RuleChange:
    """Give a row as record."""
    return RuleChange(
        id=row.id,
        rule=row.rule,
        state=_STATES[row.state],
        phrases=tuple(row.phrases),
        user=row.user,
        at=row.at,
        version=row.version,
        figures=RuleFigures(**row.figures),
    )


def _refuse_unseen(rule: str, state: RuleState, seen: SeenRule, last: RuleChangeRow | None) -> None:
    if last is not None and (last.state, set(last.phrases)) == (state, set(seen.phrases)):
        raise Conflict(
            Wording(
                f"quy tắc {rule} đã ở trạng thái này từ {last.at:%d/%m/%Y %H:%M} (giờ UTC), do {last.user} đặt",
                f"rule {rule} is {state} already, since {last.at:%Y-%m-%d %H:%M}Z by {last.user}",
            )
        )
    if (last.id if last else None) != seen.change:
        who = Wording(
            f"{last.user} đặt lúc {last.at:%d/%m/%Y %H:%M} giờ UTC" if last else "đã có người đặt lại",
            f", by {last.user} at {last.at:%Y-%m-%d %H:%M}Z" if last else "",
        )
        raise Conflict(
            Wording(
                f"trạng thái của quy tắc {rule} vừa thay đổi ({who.vi})",
                f"the state of rule {rule} was changed meanwhile{who.en}",
            ),
            remedy=Wording("hãy đọc lại trang của quy tắc", "look at the rule again"),
        )


def _figures_left(session: Session, rule: str, state: RuleState) -> RuleFigures:
    """Count what a rule did in the state that it leaves: the next judgements no longer hold it."""
    counted = trial_figures if state == "live" else live_figures
    return counted(session, rule).get(rule, RuleFigures())


def _latest(session: Session, rule: str) -> RuleChangeRow | None:
    query = select(RuleChangeRow).where(RuleChangeRow.rule == rule).order_by(RuleChangeRow.id.desc()).limit(1)
    return session.scalars(query).one_or_none()
