"""Judges listings: claims, wordings, disguised names, pictures and signals together, in one verdict per listing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detectors.claims.clauses import Clause, listing_clauses
from detectors.claims.detector import DETECTOR as CLAIMS
from detectors.claims.detector import SUSPECTED_FROM, ClaimDetector
from detectors.claims.kinds import product_kinds
from detectors.claims.scoring import ClauseScorer, TextEncoder
from detectors.risk import listing_risk
from detectors.rules.disguise import DisguiseDetector
from detectors.rules.rule import RuleBook
from detectors.rules.wording import HARMLESS_BELOW, WordingDetector
from detectors.signals.catalogue import find_signals
from detectors.signals.signal import SignalContext
from listings.brand import Brand
from listings.finding import Finding, Verdict
from listings.listing import Listing
from listings.subject import Subject

if TYPE_CHECKING:
    from detectors.claims.head import ClaimHead, Floats
    from detectors.images.detector import ImageFindings
    from detectors.images.match import ImageMatcher

# Raised when the code judges differently though rules, head, encoder and references stay the same.
DETECTORS_VERSION = "1"
_WORD_LISTS = tuple(
    hashlib.sha256(Path(__file__).with_name("claims").joinpath(name).read_bytes()).hexdigest()
    for name in ("kinds.toml", "disclaimers.toml")
)


class Judge:
    """Judges without network or database (`listings.ports.Judge`)."""

    def __init__(
        self,
        encoder: TextEncoder,
        head: ClaimHead,
        rules: RuleBook,
        brands: Sequence[Brand] = (),
        matcher: ImageMatcher | None = None,
    ) -> None:
        self._rules = rules
        self._brands = tuple(brands)
        self._matcher = matcher
        self._scorer = ClauseScorer(encoder, head)
        model = f"{encoder.name}@{encoder.version}+head@{head.digest}"
        self._claims = ClaimDetector(head, rules, model)
        self._wordings = WordingDetector(rules)
        self._disguises = DisguiseDetector(brands, rules.by_category["obfuscated_brand"], head.vocabulary)
        self.model = model
        """The text model and head, as `soi check` names them."""

    @property
    def version(self) -> str:
        """Name the rules, head, encoder, detectors, brands and references that a verdict depends on."""
        references = self._matcher.version if self._matcher else "none"
        brands = hashlib.sha256(repr(self._brands).encode()).hexdigest()
        parts = (
            DETECTORS_VERSION,
            *_WORD_LISTS,
            repr((SUSPECTED_FROM, HARMLESS_BELOW)),
            self._rules.version,
            self.model,
            brands,
            references,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        """Give one verdict per subject, in order. Distinct clauses over all subjects are encoded once."""
        cut = [tuple(listing_clauses(subject.listing)) for subject in subjects]
        probabilities = self._scorer.probabilities(clause.text for clauses in cut for clause in clauses)
        return [self._verdict(subject, clauses, probabilities) for subject, clauses in zip(subjects, cut, strict=True)]

    def _verdict(self, subject: Subject, clauses: Sequence[Clause], probabilities: Mapping[str, Floats]) -> Verdict:
        pictures = self._pictures(subject)
        images = pictures.findings if pictures else ()
        kinds = product_kinds(subject.listing)
        labels = self._labels(subject, clauses, probabilities, kinds)
        context = SignalContext(kinds=kinds, brands=self._brands, images=images)
        findings = (*labels, *images, *find_signals(subject, context, self._rules))
        return Verdict(
            findings=findings,
            risk=listing_risk(findings, self._rules),
            notes=pictures.notes if pictures else (),
            unreadable=pictures.unreadable if pictures else (),
        )

    def _labels(
        self,
        subject: Subject,
        clauses: Sequence[Clause],
        probabilities: Mapping[str, Floats],
        kinds: frozenset[str],
    ) -> list[Finding]:
        day = subject.captured_at.date()
        found = [
            *self._claims.find(clauses, probabilities, kinds, day),
            *self._wordings.find(clauses, probabilities, kinds, day),
            *self._disguises.find(clauses, day),
        ]
        authorised = any(brand.authorises(subject.listing.seller) for brand in self._named(subject.listing))
        return best_by_category(found if not authorised else filter(self._holds_for_authorised, found))

    def _named(self, listing: Listing) -> list[Brand]:
        name = (listing.brand or "").casefold().strip()
        return [brand for brand in self._brands if brand.name.casefold() == name]

    def _holds_for_authorised(self, finding: Finding) -> bool:
        """Say whether a finding stands against a seller whom the brand itself lists.

        Such a seller's assurances ("no copies here") read much like a counterfeiter's: the head's guess alone is not
        enough there, a plain wording or a disguised name is.
        """
        return finding.detector != CLAIMS or self._rules.by_category[finding.category].side != "counterfeit"

    def _pictures(self, subject: Subject) -> ImageFindings | None:
        if self._matcher is None or not subject.images:
            return None
        from detectors.images.detector import find_images

        return find_images(subject, self._matcher)


def best_by_category(findings: Iterable[Finding]) -> list[Finding]:
    """Keep each category's best finding, highest score first."""
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.score):
        best.setdefault(finding.category, finding)
    return list(best.values())
