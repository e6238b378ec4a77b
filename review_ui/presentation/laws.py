"""The legal basis of a rule, in the words of the screen's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detectors.rules.rule import SEEN, UNVERIFIED, LegalBasis, Rule, RuleBook
from listings.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One act and article in words, or a platform's policy.

    `country` is empty for a platform's. `read` says whether a person has read it in the source, `day` when, None where
    that was not written down.
    """

    country: str
    act: str
    words: str
    read: bool
    day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What a reviewer must look for under a rule, who is competent, and the law in force on the day of capture.

    `citations` are those of the workspace's countries; `elsewhere` other countries' law and the platforms' policies.
    """

    look_for: str
    competent: tuple[str, ...]
    citations: tuple[Citation, ...]
    elsewhere: tuple[Citation, ...]


def guidance(book: RuleBook, rule: str, on: date, language: Language) -> Guidance | None:
    """Give the guidance of a rule, None for a rule that is no longer in the book."""
    known = book.rules.get(rule)
    if known is None:
        return None
    return rule_guidance(known, on, language)


def rule_guidance(rule: Rule, on: date, language: Language) -> Guidance:
    """Give the guidance of a rule that is known."""
    return Guidance(
        look_for=rule.look_for.in_language(language),
        competent=tuple(who.in_language(language) for place, who in rule.authority.items() if place in rule.countries),
        citations=tuple(_cited(basis, language) for basis in rule.basis_on(on)),
        elsewhere=tuple(_cited(basis, language) for basis in rule.basis_elsewhere_on(on)),
    )


def _cited(basis: LegalBasis, language: Language) -> Citation:
    return Citation(
        country=basis.country,
        act=basis.act,
        words=basis.cited(language),
        read=basis.verified != UNVERIFIED,
        day=basis.verified if basis.verified not in {UNVERIFIED, SEEN} else None,
    )
