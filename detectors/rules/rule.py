"""A rule: a prohibited claim or a signal, with its dated legal basis and what a reviewer must look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from listings.finding import FindingKind
from listings.wording import Wording

RuleSide = Literal["advertising", "counterfeit", "document"]

UNVERIFIED = "not verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An act and article. `verified` is the day someone read the source, or "not verified" (cited from memory)."""

    country: str
    act: str
    article: str = ""
    in_force: date | None = None
    until: date | None = None
    verified: str = UNVERIFIED

    def holds_on(self, day: date) -> bool:
        """Say whether the act was in force on a day (open ends count as in force)."""
        return (self.in_force is None or self.in_force <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue. `version` is the SHA-256 (12 hex digits) of its file.

    `suspected_from` is the probability from which the trained head's category counts; `phrases` are wordings that
    count by themselves with `phrase_score`, unless one of `unless` stands in the same clause. `exempt_kinds` are
    product kinds of which the category is not said (a fungicide may treat a disease of tomatoes).
    """

    id: str
    category: str
    side: RuleSide
    kind: FindingKind = "label"
    severity: int
    look_for: Wording
    reason: Wording
    authority: Wording
    basis: tuple[LegalBasis, ...] = ()
    exempt_kinds: tuple[str, ...] = ()
    suspected_from: float = 1.0
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    phrase_score: float = 0.9
    version: str = ""

    def basis_on(self, day: date) -> tuple[LegalBasis, ...]:
        """Give the legal basis in force on the day of capture."""
        return tuple(basis for basis in self.basis if basis.holds_on(day))

    def applies_on(self, day: date) -> bool:
        """Say whether the rule may be used on what was captured that day."""
        return not self.basis or bool(self.basis_on(day))

    def reason_on(self, day: date) -> Wording:
        """Give the reason with the legal basis in force that day.

        The reason goes into takedown lists, so an act that nobody has read yet is left out. The screen shows it.
        """
        cited = [basis for basis in self.basis_on(day) if basis.verified != UNVERIFIED]
        if not cited:
            return self.reason
        vi = "; ".join(_cite(basis, "điều") for basis in cited)
        en = "; ".join(_cite(basis, "art.") for basis in cited)
        return Wording(f"{self.reason.vi} Căn cứ tham khảo: {vi}.", f"{self.reason.en} Legal basis to check: {en}.")


def _cite(basis: LegalBasis, article: str) -> str:
    return f"{basis.act}, {article} {basis.article}" if basis.article else basis.act


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """All rules in use, by id."""

    rules: Mapping[str, Rule]
    version: str = field(default="")

    @cached_property
    def by_category(self) -> dict[str, Rule]:
        """Give the one rule that speaks for each category."""
        return {rule.category: rule for rule in self.rules.values()}
