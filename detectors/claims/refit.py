"""Learns from what reviewers decided: the head's clause weights move, as little as the decisions ask for.

The encoder stays as it is, so this needs no torch and takes seconds. Texts of the corpus are learned along with the
decisions, lest the head forget them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from detectors.claims.head import ClaimHead, Floats
from detectors.claims.packing import PlacedClause, Window
from detectors.claims.reading import Reader
from listings.decided import DecidedListing, DecidedPassage
from listings.listing import Listing

if TYPE_CHECKING:
    from detectors.claims.labelled_listings import LabelledListing
    from detectors.claims.model.encoder import Encoder

_STEPS: Final = 300
_RATE: Final = 0.01
# How strongly the weights are held to the shipped ones: fifty decisions of one mind move a clause by some log odds.
_HELD: Final = 2.0
_OVERLAP: Final = 0.4
# Authors mark the main passages, not every echo.
_BESIDE: Final = 0.5
_FORGET, _FORGET_SQUARE = 0.9, 0.999


@dataclass(frozen=True, slots=True)
class _Said:
    """What is known of a text: passages, the weight of what lies beside them, and what is neither right nor wrong.

    `honest`: a person found no claim in the whole text, so a rejected passage claims nothing else, either.
    """

    passages: tuple[DecidedPassage, ...]
    rest: float = 0.0
    also: tuple[str, ...] = ()
    honest: bool = False


@dataclass(frozen=True, slots=True)
class Taught:
    """Clauses to learn from: mean states [n, d] (moved and spread), wanted outputs [n, k] and their weights [n, k].

    `screened` [n, s] is what the screens say of them; infinity where nobody asked.
    """

    pooled: Floats
    wanted: Floats
    weights: Floats
    screened: Floats

    def __len__(self) -> int:
        return len(self.pooled)

    def weighed(self, factor: float) -> Taught:
        """Give the same clauses, counting so many times as much."""
        return replace(self, weights=self.weights * np.float32(factor))


def taught_by_decisions(decided: Sequence[DecidedListing], encoder: Encoder, head: ClaimHead) -> Taught:
    """Give the clauses that reviewers upheld or rejected; clauses that nobody pointed at teach nothing."""
    texts = [Listing(id=one.listing_key, title=one.title, description=one.description) for one in decided]
    said = [_Said(one.passages, honest=one.verdict == "dismiss") for one in decided]
    return _taught(texts, said, encoder, head, screens=len(head.screen_from))


def taught_by_corpus(labelled: Sequence[LabelledListing], encoder: Encoder, head: ClaimHead) -> Taught:
    """Give the clauses of labelled listings, with what they claim."""
    texts = [Listing(id=one.id, title=one.title, description=one.description) for one in labelled]
    said = [_Said(tuple(_passages(one)), rest=_BESIDE, also=one.also) for one in labelled]
    return _taught(texts, said, encoder, head)


def refit(head: ClaimHead, *lessons: Taught) -> ClaimHead:
    """Give the head with clause weights moved towards the lessons (Adam on the penalised log loss)."""
    pooled = np.concatenate([lesson.pooled for lesson in lessons])
    wanted = np.concatenate([lesson.wanted for lesson in lessons])
    weights = np.concatenate([lesson.weights for lesson in lessons])
    design = np.concatenate([pooled, np.ones((len(pooled), 1), np.float32)], axis=1)
    first = np.concatenate([head.clause_weights, head.clause_bias[None]])
    slope, offset = head.calibration
    current, mean, square = first.copy(), np.zeros_like(first), np.zeros_like(first)
    for step in range(1, _STEPS + 1):
        odds = np.clip((design @ current) * slope + offset, -30, 30)
        error = (1 / (1 + np.exp(-odds)) - wanted) * weights * slope
        gradient = design.T @ error + _HELD * (current - first)
        mean = _FORGET * mean + (1 - _FORGET) * gradient
        square = _FORGET_SQUARE * square + (1 - _FORGET_SQUARE) * gradient**2
        pace = np.sqrt(square / (1 - _FORGET_SQUARE**step)) + 1e-8
        current = current - _RATE * (mean / (1 - _FORGET**step)) / pace
    learned = current.astype(np.float32)
    return replace(
        head,
        clause_weights=learned[:-1],
        clause_bias=learned[-1],
        screen_from=_let_through(head, lessons),
        digest="",
    )


def _let_through(head: ClaimHead, lessons: Sequence[Taught]) -> Floats:
    """Lower the screens to what reviewers upheld: what is not read to the end cannot be found."""
    upheld = np.concatenate([lesson.screened[lesson.wanted[:, 0] > 0] for lesson in lessons])
    least: Floats = np.minimum(head.screen_from, upheld.min(axis=0, initial=np.inf)).astype(np.float32)
    return least


def _passages(labelled: LabelledListing) -> Iterator[DecidedPassage]:
    for label in labelled.labels:
        start = (labelled.title if label.field == "title" else labelled.description).find(label.text)
        yield DecidedPassage(
            category=label.category, field=label.field, start=start, end=start + len(label.text), upheld=True
        )


def _taught(
    texts: Sequence[Listing], said: Sequence[_Said], encoder: Encoder, head: ClaimHead, *, screens: int = 0
) -> Taught:
    reader = Reader(encoder.tokenizer, head.vocabulary)
    windows = [(window, known) for text, known in zip(texts, said, strict=True) for window in reader.windows(text)]
    width, outputs = len(head.mean), len(head.outputs)
    screened = [np.full((len(window.clauses), len(head.screen_from)), np.inf, np.float32) for window, _ in windows]

    def look(index: int, screen: int, states: Floats) -> bool:
        if screen < screens:
            screened[index][:, screen] = head.screen_scores(windows[index][0], screen, states)
        return False

    rows: list[tuple[Floats, ...]] = []
    for index, states in encoder.states([window.ids for window, _ in windows], look):
        rows.extend(_lessons(*windows[index], states, screened[index], head))
    if not rows:
        return Taught(*(np.empty((0, size), np.float32) for size in (width, outputs, outputs, len(head.screen_from))))
    return Taught(*(np.stack(column) for column in zip(*rows, strict=True)))


def _lessons(
    window: Window, said: _Said, states: Floats, screened: Floats, head: ClaimHead
) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
    moved = (states - head.mean) / head.spread
    for placed, scores in zip(window.clauses, screened, strict=True):
        wanted, weights = _target(placed, said, head.outputs)
        if weights.any():
            yield moved[slice(*placed.tokens)].mean(axis=0), wanted, weights, scores


def _target(placed: PlacedClause, said: _Said, outputs: Sequence[str]) -> tuple[Floats, Floats]:
    wanted = np.zeros(len(outputs), np.float32)
    near = [_near(passage, placed) for passage in said.passages]
    touched = any(share > 0 for share in near)
    weights = np.full(len(outputs), 0.0 if touched else said.rest, np.float32)
    for passage, share in zip(said.passages, near, strict=True):
        if passage.category in outputs and share >= _OVERLAP:
            place = outputs.index(passage.category)
            weights[place] = 1
            wanted[place] = passage.upheld
            if passage.upheld or said.honest:
                weights[0] = 1
                wanted[0] = max(wanted[0], passage.upheld)
    # What a second reader might have called it is neither right nor wrong.
    weights[[outputs.index(name) for name in said.also if name in outputs and not wanted[outputs.index(name)]]] = 0
    return wanted, weights


def _near(passage: DecidedPassage, placed: PlacedClause) -> float:
    """Give which share of the shorter of the two lies in the other."""
    clause = placed.clause
    overlap = min(passage.end, clause.end) - max(passage.start, clause.start)
    shorter = min(passage.end - passage.start, clause.end - clause.start)
    return overlap / shorter if passage.field == clause.field and overlap > 0 else 0.0
