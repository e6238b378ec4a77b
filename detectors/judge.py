"""Judges listings: claims, wordings, disguised names, pictures and signals together, in one verdict per listing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from detectors.claims.clauses import JUDGED_FIELDS, Clause
from detectors.claims.detector import DETECTOR as CLAIMS
from detectors.claims.detector import ClaimDetector
from detectors.claims.kinds import product_kinds
from detectors.claims.scoring import ClaimScorer
from detectors.pictured_text.misreading import is_written_so
from detectors.pictured_text.reading import PictureReading, passed_over
from detectors.pictured_text.texts import PicturedText, in_picture
from detectors.risk import listing_risk
from detectors.rules.disguise import DisguiseDetector
from detectors.rules.rule import RuleBook
from detectors.rules.wording import HARMLESS_BELOW, WordingDetector
from detectors.signals.catalogue import find_signals
from detectors.signals.signal import SignalContext
from listings.brand import Brand
from listings.finding import Finding, UnreadableImage, Verdict
from listings.flood import SetAside
from listings.listing import Listing
from listings.subject import Subject
from listings.wording import Wording

if TYPE_CHECKING:
    from detectors.claims.head import ClaimHead, ScoredClause
    from detectors.claims.model.encoder import Encoder
    from detectors.images.detector import ImageFindings
    from detectors.images.match import ImageMatcher

# A page may say the same thing ten times; a reviewer needs the plainest.
_MOST_QUOTED = 3
# Raised when the code judges differently though rules, head, encoder and references stay the same.
DETECTORS_VERSION = "4"
_READING = tuple(
    hashlib.sha256(Path(__file__).with_name("claims").joinpath(name).read_bytes()).hexdigest()
    for name in (
        "kinds.toml",
        "disclaimers.toml",
        "clauses.py",
        "reading.py",
        "packing.py",
        "head.py",
        "scoring.py",
        "detector.py",
        "quoting.py",
    )
)


class Judge:
    """Judges without network or database (`listings.ports.Judge`)."""

    def __init__(
        self,
        encoder: Encoder,
        head: ClaimHead,
        rules: RuleBook,
        brands: Sequence[Brand] = (),
        matcher: ImageMatcher | None = None,
        *,
        reading: PictureReading | None = None,
    ) -> None:
        self._rules = rules
        self._brands = tuple(brands)
        self._matcher = matcher
        self._reading = reading
        self._aside = SetAside()
        self._scorer = ClaimScorer(encoder, head)
        model = f"{encoder.name}@{encoder.version}+head@{head.digest}"
        self._claims = ClaimDetector(head, rules, model)
        self._wordings = WordingDetector(rules, head.outputs, model)
        self._trials = WordingDetector(rules.trial_book, head.outputs, model)
        self._disguises = DisguiseDetector(brands, rules.by_category["obfuscated_brand"], head.vocabulary)
        self.model = model
        """The text model and head, as `soi check` names them."""

    @property
    def version(self) -> str:
        """Name the rules, head, encoder, detectors, brands, references and reader that a verdict depends on."""
        references = self._matcher.version if self._matcher else "none"
        brands = hashlib.sha256(repr(self._brands).encode()).hexdigest()
        parts = (
            DETECTORS_VERSION,
            *_READING,
            repr(HARMLESS_BELOW),
            self._rules.version,
            self.model,
            brands,
            references,
            self._reading.version if self._reading else "none",
            # The change's number too: what is released after it must not pass for judged before it.
            *([repr(sorted(self._aside.references)), str(self._aside.change)] if self._aside.change else []),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def notice(self) -> Wording | None:
        """Say what was not looked at, and what to do; None where all was."""
        return self._reading.notice if self._reading else None

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        """Give one verdict per subject, in order."""
        # Decoded pictures are gone once read; what stays is a few KB of words a listing.
        written = [self._written(subject) for subject in subjects]
        further = [{field: text.passage.text for field, text in one.by_field.items()} for one in written]
        scores = self._scorer.scores([subject.listing for subject in subjects], further)
        return [self._verdict(*judged) for judged in zip(subjects, scores, written, strict=True)]

    def setting_aside(self, aside: SetAside) -> Judge:
        """Give the same judge for whom matches with these references have no effect."""
        changed = copy(self)
        changed._aside = aside  # noqa: SLF001  # our own kind, before anybody else has it
        return changed

    def _verdict(self, subject: Subject, scored: Sequence[ScoredClause], written: PicturedText) -> Verdict:
        pictures = self._pictures(subject)
        images = pictures.findings if pictures else ()
        kinds = product_kinds(subject.listing)
        texts = written.by_field
        said = [in_picture(finding, texts) for finding in self._said(subject, scored, kinds)]
        context = SignalContext(kinds=kinds, brands=self._brands, images=images)
        signals = find_signals(subject, context, self._rules)
        findings = (*best_by_category(counted(said)), *images, *counted(signals))
        return Verdict(
            findings=findings,
            risk=listing_risk(findings, self._rules),
            # Both open the pictures, and say the same of one that cannot be opened.
            notes=tuple(dict.fromkeys((*(pictures.notes if pictures else ()), *written.notes))),
            unreadable=each_once((*(pictures.unreadable if pictures else ()), *written.unreadable)),
            doubt=self._claims.doubt(scored),
            shadow=tuple(tried((*said, *signals))),
            aside=pictures.aside if pictures else (),
            unread=written.unread,
        )

    def _said(self, subject: Subject, scored: Sequence[ScoredClause], kinds: frozenset[str]) -> list[Finding]:
        day = subject.captured_at.date()
        found = [
            *self._claims.find(scored, kinds, day),
            *self._wordings.find(scored, kinds, day),
            *self._trials.find(scored, kinds, day),
            *self._disguised([one.placed.clause for one in scored], day, subject.listing.brand),
        ]
        fitting = (finding for finding in found if self._rules.speaks_of(finding.rule, kinds))
        authorised = any(brand.authorises(subject.listing.seller) for brand in self._named(subject.listing))
        return list(filter(self._holds_for_authorised, fitting) if authorised else fitting)

    def _disguised(self, clauses: Sequence[Clause], day: date, brand: str | None) -> list[Finding]:
        written = self._disguises.find([clause for clause in clauses if clause.field in JUDGED_FIELDS], day, brand)
        pictured = [self._disguises.find([clause], day) for clause in clauses if clause.field not in JUDGED_FIELDS]
        return [*written, *(found for one in pictured for found in one if is_written_so(found.spans[0].text))]

    def _named(self, listing: Listing) -> list[Brand]:
        name = (listing.brand or "").casefold().strip()
        return [brand for brand in self._brands if brand.name.casefold() == name]

    def _holds_for_authorised(self, finding: Finding) -> bool:
        """Say whether a finding stands against a seller whom the brand itself lists.

        Such a seller's assurances ("no copies here") read much like a counterfeiter's: the head's guess alone is not
        enough there, a plain wording or a disguised name is.
        """
        return finding.detector != CLAIMS or self._rules.by_category[finding.category].side != "counterfeit"

    def _written(self, subject: Subject) -> PicturedText:
        return self._reading.read(subject) if self._reading else passed_over(subject)

    def _pictures(self, subject: Subject) -> ImageFindings | None:
        if self._matcher is None or not subject.images:
            return None
        from detectors.images.detector import find_images

        return find_images(subject, self._matcher, self._aside.references)


def each_once(unreadable: Iterable[UnreadableImage]) -> tuple[UnreadableImage, ...]:
    """Give each picture once, with the first reason given."""
    first: dict[str, UnreadableImage] = {}
    for image in unreadable:
        first.setdefault(image.digest, image)
    return tuple(first.values())


def counted(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Leave out what rules found that are only being tried."""
    return (finding for finding in findings if finding.kind != "shadow")


def tried(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Give the best finding of each rule that is only being tried."""
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.score):
        if finding.kind == "shadow":
            best.setdefault(finding.rule, finding)
    return best.values()


def best_by_category(findings: Iterable[Finding]) -> list[Finding]:
    """Keep each category's best finding, highest score first; it quotes the others' passages after its own."""
    alike: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: -finding.score):
        alike[finding.category].append(finding)
    return [reduce(_quoting, others, best) for best, *others in alike.values()]


def _quoting(best: Finding, other: Finding) -> Finding:
    """Add what another finding quotes elsewhere."""
    room = _MOST_QUOTED - len(best.spans) - len(best.regions)
    apart = [span for span in other.spans if not any(span.overlaps(known) for known in best.spans)][: max(room, 0)]
    regions = [region for region in other.regions if region not in best.regions][: max(room - len(apart), 0)]
    return replace(best, spans=(*best.spans, *apart), regions=(*best.regions, *regions))
