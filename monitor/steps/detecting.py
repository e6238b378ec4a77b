"""Judges what is stored and fills the queue. Safe to kill: a version's findings and hit are kept in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from listings.brand import ReferenceImage
from listings.finding import Verdict
from listings.flood import Flood, SetAside
from listings.wording import Wording
from monitor.steps.fingerprinting import Fingerprints

if TYPE_CHECKING:
    from listings.ports import Judge
    from store.open import Stores

# A batch is what a kill can cost in repeated work, and what is held in memory with its pictures.
BATCH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectReport:
    """What judging did. `unreadable_images` counts pictures that could not be judged: they are not clean.

    `shadow` counts listings by the rule on trial that found something in them. `notice` says what the judge could not
    look at in any listing, and what to do. `judge` names the judge at the end. `floods` are the references that are set
    aside, `aside` the listings judged that match only such: that has no effect until somebody has looked.
    """

    judged: int
    violating: int
    labels: dict[str, int]
    signals: dict[str, int]
    unreadable_images: int
    shadow: dict[str, int]
    judge: str
    floods: tuple[Flood, ...] = ()
    aside: int = 0
    notice: Wording | None = None


class _Tally:
    def __init__(self) -> None:
        self.judged = 0
        self.violating = 0
        self.unreadable_images = 0
        self.aside = 0
        self.labels: Counter[str] = Counter()
        self.signals: Counter[str] = Counter()
        self.shadow: Counter[str] = Counter()

    def add(self, verdict: Verdict) -> None:
        self.judged += 1
        self.violating += verdict.violating
        self.unreadable_images += len(verdict.unreadable)
        self.aside += bool(verdict.aside)
        self.labels.update({finding.category for finding in verdict.labels})
        self.signals.update({finding.category for finding in verdict.signals})
        self.shadow.update({finding.rule for finding in verdict.shadow})

    def report(self, judge: Judge, floods: Sequence[Flood]) -> DetectReport:
        return DetectReport(
            judged=self.judged,
            violating=self.violating,
            labels=dict(self.labels.most_common()),
            signals=dict(self.signals.most_common()),
            unreadable_images=self.unreadable_images,
            shadow=dict(self.shadow.most_common()),
            judge=judge.version,
            floods=tuple(floods),
            aside=self.aside,
            notice=judge.notice,
        )


def detect(
    stores: Stores,
    judge: Judge,
    *,
    again: bool,
    progress: Callable[[int], None],
    near: Sequence[ReferenceImage] | None = None,
) -> DetectReport:
    """Judge every listing version that was never judged, or (`again`) not yet by this judge's version.

    With `near` only those are judged again that show a picture near one of these references.
    """
    run = _Run(stores, judge, progress)
    if near is not None:
        run.judge_near(near)
    else:
        run.judge_waiting(again=again)
    return run.report()


class _Run:
    """One run. A flood changes the judge on the way; what the flood matched before waits again and is judged anew."""

    def __init__(self, stores: Stores, judge: Judge, progress: Callable[[int], None]) -> None:
        self._stores = stores
        self._aside = stores.references.watch(datetime.now(UTC))
        self._judge = judge.setting_aside(self._aside)
        self._progress = progress
        self._fingerprints = Fingerprints(stores)
        self._tally = _Tally()

    def judge_waiting(self, *, again: bool) -> None:
        after, aside = 0, self._aside
        while versions := self._waiting(after, again=again):
            self._take(versions)
            after = versions[-1]
        if aside != self._aside:
            self.judge_waiting(again=False)

    def judge_near(self, references: Sequence[ReferenceImage]) -> None:
        self._fingerprints.take_rest()
        near = self._stores.pictures.versions_showing(self._fingerprints.near(references))
        aside = self._aside
        for start in range(0, len(near), BATCH):
            some = near[start : start + BATCH]
            if versions := self._stores.listings.unjudged(self._judge.version, limit=BATCH, among=some):
                self._take(versions)
        if aside != self._aside:
            self.judge_waiting(again=False)

    def report(self) -> DetectReport:
        self._fingerprints.take_rest()
        return self._tally.report(self._judge, self._stores.references.floods())

    def _waiting(self, after: int, *, again: bool) -> Sequence[int]:
        return self._stores.listings.unjudged(self._judge.version if again else None, after=after, limit=BATCH)

    def _take(self, versions: Sequence[int]) -> None:
        subjects = [self._stores.listings.subject(version) for version in versions]
        verdicts = self._judge.judge(subjects)
        # Before the verdicts are kept: what a kill leaves out is still waiting then, and done again.
        self._fingerprints.take(image for subject in subjects for image in subject.images)
        self._stores.pictures.link_relisted(versions)
        now = datetime.now(UTC)
        for version, subject, verdict in zip(versions, subjects, verdicts, strict=True):
            seen = [image.digest for image in subject.images]
            self._stores.judgements.keep(version, self._judge.version, verdict, now, images=seen)
            self._tally.add(verdict)
        self._set_aside(self._stores.references.watch(now))
        self._progress(self._tally.judged)

    def _set_aside(self, aside: SetAside) -> None:
        if aside != self._aside:
            self._aside, self._judge = aside, self._judge.setting_aside(aside)
