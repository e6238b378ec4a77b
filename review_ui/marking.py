"""Passages that a reviewer marks because no detector quoted them: read, found in the listing, made into findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from starlette.datastructures import FormData

from detectors.rules.rule import Rule, RuleBook, RuleSide
from listings.errors import InvalidInput
from listings.finding import Finding
from listings.passage import PERSON, quote
from listings.wording import Wording
from store.records import HitCase

_FIELDS = ("category", "text", "field", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPassage:
    """A passage with the category that the reviewer sees in it; where it stands, if that is known."""

    category: str
    text: str
    field: str | None = None
    start: int | None = None


def categories_to_mark(rules: RuleBook) -> Mapping[RuleSide, tuple[str, ...]]:
    """Give the categories that a passage may be of, false claims and counterfeit goods apart."""
    sides: dict[RuleSide, list[str]] = {}
    for rule in _by_category(rules).values():
        sides.setdefault(rule.side, []).append(rule.category)
    return {side: tuple(categories) for side, categories in sides.items()}


def marked_findings(case: HitCase, passages: Iterable[MarkedPassage], rules: RuleBook) -> tuple[Finding, ...]:
    """Give what was marked as findings, each under its category's rule with the reason and law of the day of capture.

    Raises:
        InvalidInput: a category is none that a passage may be of, or a passage does not stand in the listing.
    """
    known = _by_category(rules)
    return tuple(_finding(case, passage, known.get(passage.category)) for passage in passages)


def passages_of(form: FormData) -> tuple[MarkedPassage, ...]:
    """Read the marked passages of a form; a row that was left empty is none.

    Raises:
        InvalidInput: a passage lacks its category, or the other way round.
    """
    columns = [[str(given) for given in form.getlist(f"passage_{name}")] for name in _FIELDS]
    rows = zip_longest(*columns, fillvalue="")
    return tuple(_passage(*row) for row in rows if row[0] or row[1].strip())


def _passage(category: str, text: str, field: str, start: str) -> MarkedPassage:
    if not category or not text.strip():
        what = Wording(
            "mỗi đoạn đánh dấu cần đoạn nguyên văn và loại dấu hiệu", "a marked passage needs its text and its category"
        )
        raise InvalidInput(what, remedy=Wording("hãy ghi cả hai, hoặc bỏ cả hai", "give both, or neither"))
    pointed = start.isascii() and start.isdigit() and len(start) <= _LONGEST_NUMBER
    return MarkedPassage(category=category, text=text, field=field or None, start=int(start) if pointed else None)


def _by_category(rules: RuleBook) -> Mapping[str, Rule]:
    return {category: rule for category, rule in sorted(rules.by_category.items()) if rule.kind == "label"}


def _finding(case: HitCase, passage: MarkedPassage, rule: Rule | None) -> Finding:
    if rule is None:
        what = Wording(
            f"không đoạn đánh dấu nào thuộc loại “{passage.category[:60]}”",
            f"no passage is of the category {passage.category[:60]!r}",
        )
        raise InvalidInput(what, remedy=Wording("hãy chọn một loại trong danh sách", "choose one of the list"))
    return Finding(
        detector=PERSON,
        kind="label",
        category=rule.category,
        rule=rule.id,
        rule_version=rule.version,
        model=None,
        score=1.0,
        reason=rule.reason_on(case.captured_at.date()),
        spans=(quote(case.listing.listing, passage.text, passage.field, passage.start),),
    )


# A text has at most 200,000 characters.
_LONGEST_NUMBER = 7
