"""What is wanted of clauses and words: marked passages, touched clauses, second readings."""

from __future__ import annotations

import numpy as np
import pytest

from detectors.claims.examples import Example, output_names
from detectors.claims.labelled_listings import LabelledListing, Passage
from detectors.claims.reading import Reader
from detectors.claims.training.targets import Lesson, lessons, marked_clause, marked_listing
from tests.detectors.fakes import Words

_CURE = output_names().index("disease_cure")
_STORY = output_names().index("testimonial")
_TEXT = "Trà thơm ngon. Uống là khỏi hẳn tiểu đường nhé. Ship toàn quốc"


def lesson(description: str = _TEXT, passage: str = "khỏi hẳn tiểu đường", **more: object) -> Lesson:
    labels = (Passage(category="disease_cure", field="description", text=passage),) if passage else ()
    listing = LabelledListing(
        id="1", lang="vi", style="offer", product="food", title="", description=description,
        violating=bool(labels), labels=labels, family="A-1", **more,  # type: ignore[arg-type]
    )  # fmt: skip
    (one,) = lessons(marked_listing(listing), Reader(Words()))
    return one


def test_the_clause_with_the_passage_is_wanted_and_its_neighbours_are_less_sure() -> None:
    given = lesson()
    assert given.wanted[:, [0, _CURE]].tolist() == [[0, 0], [1, 1], [0, 0]]
    assert given.weights[:, 0].tolist() == [0.5, 1, 0.5]


def test_words_of_the_passage_alone_are_wanted() -> None:
    given = lesson()
    marked = [word for placed in given.window.clauses for word in placed.words if given.token_wanted[word.first, _CURE]]
    assert " ".join(_TEXT[word.start : word.end] for word in marked) == "khỏi hẳn tiểu đường"
    assert given.token_weights.sum() == sum(len(placed.words) for placed in given.window.clauses)


def test_a_clause_that_is_only_touched_teaches_nothing() -> None:
    text = "Mua hai hộp trà lá sen thì khỏi. Hẳn là hết tiểu đường luôn rồi nhé bà con ơi. Ship nhanh"
    given = lesson(text, "thì khỏi. Hẳn là hết tiểu đường luôn rồi nhé bà con ơi")
    assert given.wanted[:, 0].tolist() == [0, 1, 0]
    assert given.weights[:, 0].tolist() == [0, 1, 0.5]


def test_second_readings_are_neither_right_nor_wrong() -> None:
    given = lesson(also=("testimonial",))
    assert (given.weights[:, _STORY] == 0).all()
    assert (given.weights[1, [0, _CURE]] == 1).all()


def test_an_honest_listing_is_wanted_nowhere() -> None:
    given = lesson(passage="")
    assert not given.wanted.any()
    assert not given.token_wanted.any()
    assert (given.weights == 1).all()


@pytest.mark.parametrize("labels", [(), ("disease_cure",)])
def test_of_lone_clauses_only_honest_ones_teach_words(labels: tuple[str, ...]) -> None:
    example = Example(text="Khỏi tiểu đường", labels=labels, lang="vi", product="food", family="A-1", style="blunt")  # type: ignore[arg-type]
    (given,) = lessons(marked_clause(example), Reader(Words()))
    assert bool(given.wanted[0, 0]) == bool(labels)
    assert bool(given.token_weights.any()) != bool(labels)
    assert given.token_wanted.dtype == np.float32
