"""What rules found, listing by listing, beside what people said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select
from sqlalchemy.orm import Session, aliased

from listings.review import BESIDE_THE_TEXT
from listings.ruling import RuleFigures
from store.codec import finding_of, listing_of
from store.marking import of_a_detector
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import ListingRow, VersionRow
from store.models.review import DecisionRow, FindingDecisionRow, HitRow
from store.models.ruling import RuleMarkRow, ShadowFindingRow
from store.records import ShadowSample
from store.standing import superseded

Columns = TypeVarTuple("Columns")
Opinions = Mapping[int, bool]
"""Of each listing, by id, whether the rule was right."""

_CONCLUSIONS = ("confirm", "dismiss")


def trial_figures(session: Session, rule: str | None = None) -> Mapping[str, RuleFigures]:
    """Count by rule what was found in shadow, and what people said of it; of one rule or of all."""
    flagged = _flagged(session, ShadowFindingRow, rule)
    confirmed, marked = _confirmed(session, rule), _marked(session, rule)
    rules = {*flagged, *confirmed, *marked}
    return {each: _trial(flagged.get(each, 0), confirmed.get(each, {}), marked.get(each, {})) for each in rules}


def live_figures(session: Session, rule: str | None = None) -> Mapping[str, RuleFigures]:
    """Count by rule what was found while it counted, and what decisions said of that (upheld is right)."""
    flagged, upheld = _flagged(session, FindingRow, rule), _upheld(session, rule)
    return {each: _live(flagged.get(each, 0), upheld.get(each, {})) for each in {*flagged, *upheld}}


def samples_of(session: Session, rule: str, limit: int) -> Sequence[ShadowSample]:
    """Give some findings of a rule in listings as they are now, those without a mark first."""
    query = (
        _judged(select(ShadowFindingRow, VersionRow, RuleMarkRow), ShadowFindingRow, rule)
        .join(ListingRow, ListingRow.latest_version_id == VersionRow.id)
        .outerjoin(RuleMarkRow, and_(_mark_fits(), _latest_mark()))
        .order_by(RuleMarkRow.id.is_not(None), ShadowFindingRow.id.desc())
        .limit(limit)
    )
    return [_sample(finding, version, mark) for finding, version, mark in session.execute(query)]


def _trial(flagged: int, confirmed: Opinions, marked: Opinions) -> RuleFigures:
    right = {**confirmed, **marked}
    return RuleFigures(
        flagged=flagged,
        decided=len(confirmed),
        confirmed=sum(confirmed.values()),
        marked_right=sum(marked.values()),
        marked_wrong=len(marked) - sum(marked.values()),
        right=sum(right.values()),
        judged=len(right),
    )


def _live(flagged: int, upheld: Opinions) -> RuleFigures:
    right = sum(upheld.values())
    return RuleFigures(flagged=flagged, decided=len(upheld), confirmed=right, right=right, judged=len(upheld))


def _sample(finding: ShadowFindingRow, version: VersionRow, mark: RuleMarkRow | None) -> ShadowSample:
    return ShadowSample(
        id=finding.id,
        finding=finding_of(finding.record),
        listing=listing_of(version.listing),
        captured_at=version.captured_at,
        marked_right=None if mark is None else mark.right,
        marked_by=None if mark is None else mark.user,
    )


def _judged(query: Select[*Columns], table: type[FindingRow | ShadowFindingRow], rule: str | None) -> Select[*Columns]:
    """Speak of what a rule, or any, found in the latest judgement of each listing version."""
    found = (
        query.select_from(table)
        .join(JudgementRow, JudgementRow.id == table.judgement_id)
        .join(VersionRow, VersionRow.id == JudgementRow.version_id)
        .where(~superseded())
    )
    return found if rule is None else found.where(table.rule == rule)


def _flagged(session: Session, table: type[FindingRow | ShadowFindingRow], rule: str | None) -> Mapping[str, int]:
    """Count by rule the listings in which something is found as they are now."""
    query = (
        _judged(select(table.rule, func.count(VersionRow.listing_id.distinct()).label("listings")), table, rule)
        .join(ListingRow, ListingRow.latest_version_id == VersionRow.id)
        .group_by(table.rule)
    )
    own = query.where(of_a_detector()) if table is FindingRow else query
    return {row.rule: row.listings for row in session.execute(own)}


def _confirmed(session: Session, rule: str | None) -> Mapping[str, Opinions]:
    """Say of each listing that a person concluded on, in the version that was flagged, whether it was confirmed."""
    columns = select(ShadowFindingRow.rule, HitRow.listing_id, DecisionRow.verdict == "confirm")
    query = (
        _judged(columns, ShadowFindingRow, rule)
        .join(HitRow, HitRow.version_id == JudgementRow.version_id)
        .join(DecisionRow, DecisionRow.hit_id == HitRow.id)
        .where(_is_opinion())
        .order_by(DecisionRow.id)
    )
    return _by_rule(session, query)


def _upheld(session: Session, rule: str | None) -> Mapping[str, Opinions]:
    """Say of each listing whether the latest decision on it upheld what the rule found."""
    query = (
        select(FindingRow.rule, HitRow.listing_id, FindingDecisionRow.upheld)
        .select_from(FindingDecisionRow)
        .join(DecisionRow, DecisionRow.id == FindingDecisionRow.decision_id)
        .join(HitRow, HitRow.id == DecisionRow.hit_id)
        .join(FindingRow, FindingRow.id == FindingDecisionRow.finding_id)
        .where(of_a_detector(), _is_opinion())
        # Of two findings of one rule in one listing, one that was upheld is enough.
        .order_by(DecisionRow.id, FindingDecisionRow.upheld)
    )
    return _by_rule(session, query if rule is None else query.where(FindingRow.rule == rule))


def _marked(session: Session, rule: str | None) -> Mapping[str, Opinions]:
    """Say of each listing whose finding a person marked whether the latest mark called it right."""
    columns = select(ShadowFindingRow.rule, VersionRow.listing_id, RuleMarkRow.right)
    query = (
        _judged(columns, ShadowFindingRow, rule)
        .join(RuleMarkRow, and_(_mark_fits(), _latest_mark()))
        .order_by(RuleMarkRow.id)
    )
    return _by_rule(session, query)


def _by_rule(session: Session, query: Select[str, int, bool]) -> Mapping[str, Opinions]:
    """Give by rule one opinion on each listing, the last one."""
    opinions: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for rule, listing, right in session.execute(query):
        opinions[rule][listing] = bool(right)
    return opinions


def _is_opinion() -> ColumnElement[bool]:
    """Take the decision that stands on a hit, if it concludes on the text: not parked, passed on or taken back."""
    later = aliased(DecisionRow)
    beside = and_(DecisionRow.verdict == "dismiss", DecisionRow.reason.in_(sorted(BESIDE_THE_TEXT)))
    return and_(
        DecisionRow.verdict.in_(_CONCLUSIONS),
        not_(beside),
        ~exists().where(later.hit_id == DecisionRow.hit_id, later.number > DecisionRow.number),
    )


def _mark_fits() -> ColumnElement[bool]:
    return and_(
        RuleMarkRow.version_id == VersionRow.id,
        RuleMarkRow.rule == ShadowFindingRow.rule,
        RuleMarkRow.quote == ShadowFindingRow.quote,
    )


def _latest_mark() -> ColumnElement[bool]:
    later = aliased(RuleMarkRow)
    return ~exists().where(
        later.version_id == RuleMarkRow.version_id,
        later.rule == RuleMarkRow.rule,
        later.quote == RuleMarkRow.quote,
        later.id > RuleMarkRow.id,
    )
