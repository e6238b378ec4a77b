"""The legal basis of a rule, in the words of the screen's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detectors.rules.rule import UNVERIFIED, LegalBasis, RuleBook
from listings.wording import Language

_ARTICLE: dict[Language, str] = {"vi": "Điều", "en": "art."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One act and article in words. `verified` is the day a person read it in the source, None: nobody has yet."""

    act: str
    words: str
    verified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What a reviewer must look for under a rule, and the law that was in force on the day of capture."""

    look_for: str
    citations: tuple[Citation, ...]


def guidance(book: RuleBook, rule: str, on: date, language: Language) -> Guidance | None:
    """Give the guidance of a rule, None for a rule that is no longer in the book."""
    known = book.rules.get(rule)
    if known is None:
        return None
    citations = tuple(_cited(basis, language) for basis in known.basis_on(on))
    return Guidance(look_for=known.look_for.in_language(language), citations=citations)


def _cited(basis: LegalBasis, language: Language) -> Citation:
    place = f", {_ARTICLE[language]} {basis.article}" if basis.article else ""
    verified = None if basis.verified == UNVERIFIED else basis.verified
    return Citation(act=basis.act, words=f"{basis.act}{place}", verified=verified)
