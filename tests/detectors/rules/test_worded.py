"""Rules without a trained head behind them find what is said plainly, and leave the honest neighbours alone."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from detectors.claims.clauses import listing_clauses
from detectors.claims.examples import Category, output_names
from detectors.claims.head import ScoredClause
from detectors.claims.kinds import product_kinds
from detectors.claims.packing import PlacedClause
from detectors.rules.load import load_rules
from detectors.rules.phrases import EXACT, GAP, words_of
from detectors.rules.wording import WordingDetector
from detectors.signals.catalogue import SIGNALS
from listings.finding import Finding
from listings.folding import fold
from listings.listing import Listing

_GIVEN: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("worded.toml").read_text(encoding="utf-8")
)
_BOOK = load_rules()
_DETECTOR = WordingDetector(_BOOK, output_names(), "no head")


def _sentences(said: str) -> list[tuple[str, str]]:
    return [(category, text) for category, given in _GIVEN.items() for text in given[said]]


def _found(listing: Listing) -> list[Finding]:
    """Give what the wordings find where the head is as doubtful of every clause as can be."""
    nothing = np.zeros((0, 1), np.float32)
    scored = [
        ScoredClause(PlacedClause(clause, ()), np.ones(1, np.float32), nothing) for clause in listing_clauses(listing)
    ]
    return _DETECTOR.find(scored, product_kinds(listing), date(2026, 6, 1))


def _categories(description: str) -> set[str]:
    return {one.category for one in _found(Listing(id="1", title="", description=description))}


@pytest.mark.parametrize(("category", "text"), _sentences("found"))
def test_plain_offers_are_found_and_quoted(category: str, text: str) -> None:
    (finding,) = [one for one in _found(Listing(id="1", title=text, description="")) if one.category == category]
    assert (finding.kind, finding.model) == ("label", None)
    assert [text[span.start : span.end] for span in finding.spans] == [finding.spans[0].text]


@pytest.mark.parametrize(("category", "text"), _sentences("honest"))
def test_honest_neighbours_are_left_alone(category: str, text: str) -> None:
    """Without a title nothing is known of the goods, so the rule's own words have to tell."""
    assert category not in _categories(text)


def test_an_honest_clause_excuses_no_other() -> None:
    said = "Shop không bán hàng hết date. Riêng lô này sữa hết date giá rẻ."
    assert "expired_goods" in _categories(said)


def test_every_category_without_training_has_sentences() -> None:
    assert set(_GIVEN) == set(_BOOK.by_category) - {*get_args(Category), *SIGNALS}


@pytest.mark.parametrize("category", _GIVEN)
def test_every_worded_rule_was_tried_on_enough(category: str) -> None:
    assert len(set(_GIVEN[category]["found"])) >= 15
    assert len(set(_GIVEN[category]["honest"])) >= 25


def _typed(phrase: str) -> list[str]:
    """Give a phrase as written, and as typed without marks unless a word of it stands for its marks alone."""
    pieces = [piece for piece in phrase.split() if piece != GAP]
    written = " ".join(piece.removeprefix(EXACT) for piece in pieces)
    exact = [piece.removeprefix(EXACT) for piece in pieces if piece.startswith(EXACT)]
    needs_marks = any(word.marks for piece in exact for word in words_of(piece).words)
    return [written] if needs_marks else [written, fold(written).text]


@pytest.mark.parametrize("category", _GIVEN)
def test_no_phrase_is_excused_by_its_own_rule(category: str) -> None:
    """A short word in `unless` means other words without its marks: `tội` is `tôi`, and English `no` is `nổ`."""
    typed = [text for phrase in _BOOK.by_category[category].phrases for text in _typed(phrase)]
    assert not [text for text in typed if category not in _categories(text)]
