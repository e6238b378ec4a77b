"""Reading labelled listings: what is wrong is named with its line."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.claims.compared.training import read_corpus
from benchmarks.claims.labelled import Labelled, read_labelled
from listings.errors import InvalidInput, NotFound
from listings.folding import fold

_GOOD: dict[str, Any] = {
    "id": "a1", "lang": "en", "style": "offer", "product": "food", "title": "Tea", "description": "Cures gout.",
    "violating": True, "labels": [{"category": "disease_cure", "field": "description", "text": "Cures gout"}],
    "also": [], "family": "a-1",
}  # fmt: skip

# Two texts that share this much of their word pairs are one text.
_SAME_TEXT = 0.7


def _file(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "l.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_a_listing_is_read_as_written(tmp_path: Path) -> None:
    (read,) = read_labelled(_file(tmp_path, _GOOD))
    assert (read.id, read.text) == ("a1", "Tea\nCures gout.")
    assert read.categories == {"disease_cure"}


def test_detectors_see_the_texts_alone(tmp_path: Path) -> None:
    (read,) = read_labelled(_file(tmp_path, _GOOD))
    assert (read.listing.category, read.listing.lang, read.listing.extra) == (None, None, {})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"violating": False}, "does not violate"),
        ({"labels": []}, "without a passage"),
        ({"lang": "fr"}, "l.jsonl:2"),
        ({"labels": [{"category": "disease_cure", "field": "title", "text": "Cures gout"}]}, "does not hold"),
        ({"id": "a1"}, "twice"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_labelled(_file(tmp_path, _GOOD, {**_GOOD, "id": "a2", **change}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.jsonl"):
        read_labelled(tmp_path / "none.jsonl")


def test_the_shipped_benchmark_is_as_its_card_says() -> None:
    listings = read_labelled()
    assert len(listings) == 459
    assert Counter(one.lang for one in listings) == {"vi": 229, "en": 230}
    assert sum(one.violating for one in listings) == 209
    assert len({one.family for one in listings}) == 435
    assert min(Counter(category for one in listings for category in one.categories).values()) >= 11


def test_no_text_of_the_benchmark_is_in_the_training_corpus() -> None:
    corpus = read_corpus()
    trained = [_pairs(clause.text) for clause in corpus.clauses] + [_pairs(one.text) for one in corpus.listings]
    holders: dict[tuple[str, str], list[int]] = {}
    for place, pairs in enumerate(trained):
        for pair in pairs:
            holders.setdefault(pair, []).append(place)
    for one in read_labelled():
        assert not list(_alike(one, trained, holders)), one.id


def _alike(one: Labelled, trained: list[set[tuple[str, str]]], holders: dict[tuple[str, str], list[int]]) -> list[int]:
    """Give the training texts that hold, or are held by, most of a listing or of one of its passages."""
    found = []
    for text in (one.text, *(label.text for label in one.labels)):
        pairs = _pairs(text)
        if len(pairs) < 5:
            continue
        common = Counter(place for pair in pairs for place in holders.get(pair, ()))
        found += [place for place, count in common.items() if count >= _SAME_TEXT * len(pairs)]
    return found


def _pairs(text: str) -> set[tuple[str, str]]:
    words = fold(text).text.split()
    return set(pairwise(words))
