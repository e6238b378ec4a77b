"""Judges what is stored and fills the queue. Safe to kill: a version's findings and hit are kept in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from listings.finding import Verdict
from listings.wording import Wording

if TYPE_CHECKING:
    from listings.ports import Judge
    from store.open import Stores

# A batch is what a kill can cost in repeated work, and what is held in memory with its pictures.
BATCH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectReport:
    """What judging did. `unreadable_images` counts pictures that could not be judged: they are not clean.

    `shadow` counts listings by the rule on trial that found something in them. `notice` says what the judge could not
    look at in any listing, and what to do.
    """

    judged: int
    violating: int
    labels: dict[str, int]
    signals: dict[str, int]
    unreadable_images: int
    shadow: dict[str, int]
    notice: Wording | None = None


class _Tally:
    def __init__(self) -> None:
        self.judged = 0
        self.violating = 0
        self.unreadable_images = 0
        self.labels: Counter[str] = Counter()
        self.signals: Counter[str] = Counter()
        self.shadow: Counter[str] = Counter()

    def add(self, verdict: Verdict) -> None:
        self.judged += 1
        self.violating += verdict.violating
        self.unreadable_images += len(verdict.unreadable)
        self.labels.update({finding.category for finding in verdict.labels})
        self.signals.update({finding.category for finding in verdict.signals})
        self.shadow.update({finding.rule for finding in verdict.shadow})

    def report(self, notice: Wording | None) -> DetectReport:
        return DetectReport(
            judged=self.judged,
            violating=self.violating,
            labels=dict(self.labels.most_common()),
            signals=dict(self.signals.most_common()),
            unreadable_images=self.unreadable_images,
            shadow=dict(self.shadow.most_common()),
            notice=notice,
        )


def detect(stores: Stores, judge: Judge, *, again: bool, progress: Callable[[int], None]) -> DetectReport:
    """Judge every listing version that was never judged, or (`again`) not yet by this judge's version."""
    tally = _Tally()
    wanted = judge.version if again else None
    after = 0
    while versions := stores.listings.unjudged(wanted, after=after, limit=BATCH):
        for verdict in _judge(stores, judge, versions):
            tally.add(verdict)
        after = versions[-1]
        progress(tally.judged)
    return tally.report(judge.notice)


def _judge(stores: Stores, judge: Judge, versions: Sequence[int]) -> list[Verdict]:
    subjects = [stores.listings.subject(version) for version in versions]
    verdicts = judge.judge(subjects)
    now = datetime.now(UTC)
    for version, subject, verdict in zip(versions, subjects, verdicts, strict=True):
        seen = [image.digest for image in subject.images]
        stores.judgements.keep(version, judge.version, verdict, now, images=seen)
    return verdicts
