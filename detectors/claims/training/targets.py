"""Turns the corpus into what the network learns from: windows with wanted outputs per clause and per token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detectors.claims.examples import Example, output_names
from detectors.claims.head import Floats
from detectors.claims.labelled_listings import LabelledListing, Passage
from detectors.claims.packing import PlacedClause, Window
from detectors.claims.reading import Reader
from listings.listing import Listing
from listings.wording import Language

# A clause makes the claim when much of it lies in the marked passage, or half of the passage in it. One that is only
# touched teaches nothing either way.
_OF_CLAUSE = 0.4
_OF_PASSAGE = 0.5
_TOUCHED = 0.1
# Authors mark the main passages, not every echo: an unmarked clause beside a marked one is less surely honest.
_BESIDE = 0.5

_PLACE = {name: place for place, name in enumerate(output_names())}


JudgedField = Literal["title", "description"]
MarkedPassage = tuple[str, JudgedField, int, int]
"""Category, field, start and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text to learn from; a lone clause is one passage or none."""

    title: str
    description: str
    passages: tuple[MarkedPassage, ...]
    also: tuple[str, ...]
    lang: Language
    family: str
    exact: bool
    """Whether the passages' limits are exact: then single words are learned, too."""

    def listing(self) -> Listing:
        """Give the text as a listing."""
        return Listing(id=self.family, title=self.title, description=self.description)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with wanted outputs [clauses, k], their weights, and the same per token [tokens, k] and [tokens]."""

    window: Window
    wanted: Floats
    weights: Floats
    token_wanted: Floats
    token_weights: Floats


def marked_clause(example: Example) -> Marked:
    """Read an example clause as a listing of one clause."""
    passages = tuple[MarkedPassage, ...]((name, "description", 0, len(example.text)) for name in example.labels)
    return Marked(
        title="", description=example.text, passages=passages, also=(), lang=example.lang,
        family=example.family, exact=not example.labels,
    )  # fmt: skip


def marked_listing(listing: LabelledListing) -> Marked:
    """Read a labelled listing."""
    return Marked(
        title=listing.title,
        description=listing.description,
        passages=tuple(_passage(listing, label) for label in listing.labels),
        also=listing.also,
        lang=listing.lang,
        family=listing.family,
        exact=True,
    )


def lessons(marked: Marked, reader: Reader) -> Iterator[Lesson]:
    """Cut a marked text into lessons."""
    for window in reader.windows(marked.listing()):
        rows = [_clause_target(marked, placed) for placed in window.clauses]
        token_wanted, token_weights = _token_targets(marked, window)
        yield Lesson(
            window, np.stack([row for row, _ in rows]), np.stack([row for _, row in rows]), token_wanted, token_weights
        )


def _passage(listing: LabelledListing, label: Passage) -> MarkedPassage:
    start = (listing.title if label.field == "title" else listing.description).find(label.text)
    return label.category, label.field, start, start + len(label.text)


def _clause_target(marked: Marked, placed: PlacedClause) -> tuple[Floats, Floats]:
    wanted = np.zeros(len(_PLACE), np.float32)
    weights = np.ones(len(_PLACE), np.float32)
    clause, touched = placed.clause, False
    for category, field, start, end in marked.passages:
        overlap = min(end, clause.end) - max(start, clause.start) if field == clause.field else 0
        of_clause, of_passage = overlap / (clause.end - clause.start), overlap / max(end - start, 1)
        if of_clause >= _OF_CLAUSE or of_passage >= _OF_PASSAGE:
            wanted[[0, _PLACE[category]]] = 1
        touched = touched or of_clause > _TOUCHED
    if not wanted[0] and marked.passages:
        weights[:] = 0 if touched else _BESIDE
    # What a second reader might have called it is neither right nor wrong.
    weights[[_PLACE[name] for name in marked.also if not wanted[_PLACE[name]]]] = 0
    return wanted, weights


def _token_targets(marked: Marked, window: Window) -> tuple[Floats, Floats]:
    wanted = np.zeros((len(window.ids), len(_PLACE)), np.float32)
    weights = np.zeros(len(window.ids), np.float32)
    for placed in window.clauses if marked.exact else ():
        for word in placed.words:
            weights[word.first : word.last] = 1
            for category in _said(marked.passages, placed.clause.field, word.start, word.end):
                wanted[word.first : word.last, [0, _PLACE[category]]] = 1
    return wanted, weights


def _said(passages: Sequence[MarkedPassage], field: str, start: int, end: int) -> Iterator[str]:
    for category, where, first, last in passages:
        if where == field and start < last and first < end:
            yield category
