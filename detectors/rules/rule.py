"""A rule: a prohibited claim or a signal, with its dated legal basis and what a reviewer must look for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from listings.finding import FindingKind
from listings.wording import Language, Wording

RuleSide = Literal["advertising", "counterfeit", "document"]
Share = Annotated[float, Field(ge=0, le=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

UNVERIFIED = "not verified"
SEEN = "seen"
"""The source was read, but the day was not written down."""
_BEFORE: Mapping[Language, str] = {"vi": "Điều ", "en": "art. "}
# "27", "15a", "19-20", "27(3)", "12(c)", "52(1)(a)": article, paragraph, point.
_NUMBERS = r"\d+[a-zđ]?(?:-\d+[a-zđ]?)?"
_ARTICLE = re.compile(rf"({_NUMBERS})(?:\(({_NUMBERS})\))?(?:\(([a-zđ])\))?")
HOME: tuple[str, ...] = ("VN",)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """An act and article, or a platform's policy (`platform`, `country` empty).

    `verified` is the day someone read the source, "seen" where that day was not written down, or "not verified" (cited
    from memory). `source` says where it was read, if not in the act itself.
    """

    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]
    act: Annotated[str, Field(min_length=1)]
    article: str = ""
    platform: str = ""
    in_force: date | None = None
    until: date | None = None
    verified: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d|seen|not verified)$")] = UNVERIFIED
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether the act was in force on a day (open ends count as in force)."""
        return (self.in_force is None or self.in_force <= day) and (self.until is None or day < self.until)

    def cited(self, language: Language) -> str:
        """Give the act with its article; what is no number (an annex, a rule of a code) stands as it is.

        Vietnamese letters name the smallest part first: "điểm a khoản 1 Điều 52 Nghị định ...".
        """
        if language == "vi" and (place := _ARTICLE.fullmatch(self.article)):
            article, paragraph, point = place.groups()
            parts = (("điểm", point), ("khoản", paragraph), ("Điều", article))
            return " ".join((*(f"{word} {number}" for word, number in parts if number), self.act))
        before = _BEFORE[language] if self.article[:1].isdigit() else ""
        return f"{self.act}, {before}{self.article}" if self.article else self.act


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue. `version` is the SHA-256 (12 hex digits) of its files.

    `suspected_from` is the probability from which the trained head's claim of this category is reported; `phrases` are
    wordings that count by themselves with `phrase_score`, unless one of `unless` stands in the same clause;
    `threshold_note` says how the two numbers were chosen. `product_kinds` are the goods that the rule speaks of
    (empty: all), `exempt_kinds` those of which the category is not said (a fungicide may treat a disease of
    tomatoes). `countries` are those whose law applies in the workspace; `kind` is "shadow" while the rule is only
    being tried.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    category: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
    side: RuleSide
    kind: FindingKind = "label"
    severity: Annotated[int, Field(ge=1, le=3)]
    look_for: Wording
    reason: Wording
    authority: Mapping[Country, Wording] = field(default_factory=dict)
    basis: tuple[LegalBasis, ...] = ()
    product_kinds: tuple[str, ...] = ()
    exempt_kinds: tuple[str, ...] = ()
    suspected_from: Share = 1.0
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    phrase_score: Share = 0.9
    threshold_note: Wording | None = None
    version: str = ""
    countries: tuple[str, ...] = HOME

    @property
    def home_basis(self) -> tuple[LegalBasis, ...]:
        """Give the law of the workspace's countries, whenever in force."""
        return tuple(basis for basis in self.basis if basis.country in self.countries)

    def basis_on(self, day: date) -> tuple[LegalBasis, ...]:
        """Give the law of the workspace's countries in force on the day of capture."""
        return tuple(basis for basis in self.home_basis if basis.holds_on(day))

    def basis_elsewhere_on(self, day: date) -> tuple[LegalBasis, ...]:
        """Give other countries' law and the platforms' policies in force on the day of capture: never in a reason."""
        return tuple(basis for basis in self.basis if basis.country not in self.countries and basis.holds_on(day))

    def applies_on(self, day: date) -> bool:
        """Say whether the rule may be used on what was captured that day.

        A rule without any law of the workspace's countries applies, and its reason then cites none.
        """
        return not self.home_basis or bool(self.basis_on(day))

    def speaks_of(self, kinds: frozenset[str]) -> bool:
        """Say whether the rule speaks of what a listing sells; it does where that is not known."""
        return not self.product_kinds or not kinds or bool(kinds & set(self.product_kinds))

    def reason_on(self, day: date) -> Wording:
        """Give the reason with the legal basis in force that day.

        The reason goes into takedown lists, so an act that nobody has read yet is left out. The screen shows it.
        """
        cited = [basis for basis in self.basis_on(day) if basis.verified != UNVERIFIED]
        if not cited:
            return self.reason
        vi = "; ".join(basis.cited("vi") for basis in cited)
        en = "; ".join(basis.cited("en") for basis in cited)
        return Wording(f"{self.reason.vi} Căn cứ tham khảo: {vi}.", f"{self.reason.en} Legal basis to check: {en}.")


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """All rules, by id, as they count in a workspace: the kind of those that are only being tried is "shadow".

    `trial` holds the phrases that a workspace added to rules that count: a copy of the rule with only those phrases.
    `built_in` names the rules that come with Soi. `changed` is the id of the latest change of a state that the book
    knows, 0 where there was none.
    """

    rules: Mapping[str, Rule]
    trial: tuple[Rule, ...] = ()
    built_in: frozenset[str] = frozenset()
    version: str = field(default="")
    changed: int = 0

    @cached_property
    def by_category(self) -> dict[str, Rule]:
        """Give the rule that speaks for each category: one that counts before one in shadow, then the built-in one."""
        speaking: dict[str, Rule] = {}
        for rule in sorted(self.rules.values(), key=lambda rule: rule.kind == "shadow"):
            speaking.setdefault(rule.category, rule)
        return speaking

    @cached_property
    def trial_book(self) -> RuleBook:
        """Give the added phrases as a book of their own."""
        return RuleBook(rules={rule.id: rule for rule in self.trial})

    def speaks_of(self, rule_id: str, kinds: frozenset[str]) -> bool:
        """Say whether a rule speaks of what a listing sells."""
        rule = self.rules.get(rule_id)
        return rule is None or rule.speaks_of(kinds)

    def phrases_of(self, rule_id: str) -> tuple[str, ...]:
        """Give a rule's phrases, those that count and those being tried."""
        tried = self.trial_book.rules.get(rule_id)
        return self.rules[rule_id].phrases + (tried.phrases if tried else ())
