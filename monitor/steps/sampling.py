"""What samples tell of what the detectors miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from listings.proportion import Proportion, wilson
from listings.review import SampleKind

if TYPE_CHECKING:
    from store.open import Stores
    from store.records import SampleTally


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReport:
    """What was drawn of one judge's verdicts and what people said of it.

    `missed` estimates which share of the listings that were not flagged is violating, from those drawn by lot; None
    until all of them are decided (those whose listing changed before that, `changed`, are left out), and for uncertain
    samples, which were chosen and so stand for themselves only. `note` says why an estimate is still wanting.
    `unflagged` counts the listings that nobody suspects now.
    """

    kind: SampleKind
    source: str | None
    judge_version: str
    drawn: int
    decided: int
    confirmed: int
    changed: int
    unflagged: int
    missed: Proportion | None
    note: str | None


def sample_reports(stores: Stores) -> Sequence[SampleReport]:
    """Give one report per kind, source and judge, the latest draw first."""
    return [_report(tally) for tally in stores.samples.tallies()]


def _report(tally: SampleTally) -> SampleReport:
    waiting = tally.drawn - tally.decided - tally.changed
    by_lot = tally.kind == "random"
    return SampleReport(
        kind=tally.kind,
        source=tally.source,
        judge_version=tally.judge_version,
        drawn=tally.drawn,
        decided=tally.decided,
        confirmed=tally.confirmed,
        changed=tally.changed,
        unflagged=tally.unflagged,
        # What is decided first is seldom like the rest: reviewers skip, park and pass on what is hard.
        missed=wilson(tally.confirmed, tally.decided) if by_lot and not waiting else None,
        note=f"so far, not a fair part: {waiting} of {tally.drawn} drawn are undecided" if by_lot and waiting else None,
    )
