"""The corpus: sizes, no near-duplicates, families, nothing shared with the benchmark."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from detectors.claims.examples import CORPUS_FILE, Category, read_examples
from detectors.claims.labelled_listings import read_labelled_listings
from listings.errors import InvalidInput
from listings.folding import fold

_CLAUSES = read_examples()
_LISTINGS = read_labelled_listings()
_ALIKE = 0.7


def pairs(text: str) -> frozenset[tuple[str, str]]:
    words = re.findall(r"\w+", fold(text).text)
    return frozenset(pairwise(words))


def near_duplicates(texts: list[str]) -> list[tuple[str, str]]:
    """Give the texts that share most of their word pairs; only texts with a rare pair in common are compared."""
    shingles = [pairs(text) for text in texts]
    often = Counter(pair for one in shingles for pair in one)
    by_rare = defaultdict(list)
    for place, one in enumerate(shingles):
        for pair in sorted(one, key=lambda pair: (often[pair], pair))[:6]:
            by_rare[pair].append(place)
    found = {couple for places in by_rare.values() for couple in combinations(places, 2)}
    return [
        (texts[a], texts[b])
        for a, b in sorted(found)
        if min(len(shingles[a]), len(shingles[b])) >= 4
        and len(shingles[a] & shingles[b]) > _ALIKE * len(shingles[a] | shingles[b])
    ]


def test_the_corpus_is_as_large_as_the_card_says() -> None:
    assert len(_CLAUSES) >= 4000
    assert len(_LISTINGS) >= 800
    card = (CORPUS_FILE.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(_CLAUSES):,} clauses" in card
    assert f"{len(_LISTINGS):,} whole listings" in card
    for languages in ([row.lang for row in _CLAUSES], [row.lang for row in _LISTINGS]):
        assert 0.4 < languages.count("vi") / len(languages) < 0.6
    families = {row.family for row in _CLAUSES} | {row.family for row in _LISTINGS}
    assert len({family.split("-")[0] for family in families}) >= 8


def test_every_category_has_examples_and_marks_are_exact() -> None:
    marked = Counter(label.category for listing in _LISTINGS for label in listing.labels)
    assert set(marked) == set(Category.__args__)  # type: ignore[attr-defined]
    assert min(marked.values()) >= 20
    for listing in _LISTINGS:
        assert listing.violating == bool(listing.labels)
        for label in listing.labels:
            assert label.text in (listing.title if label.field == "title" else listing.description)


def test_nothing_was_written_twice() -> None:
    assert len({listing.id for listing in _LISTINGS}) == len(_LISTINGS)
    assert near_duplicates([f"{listing.title} {listing.description}" for listing in _LISTINGS]) == []
    assert near_duplicates([clause.text for clause in _CLAUSES]) == []


def test_the_duplicate_search_finds_one() -> None:
    text = "Uống trà này ba tháng là tiểu đường không còn nữa nhé bà con"
    assert len(near_duplicates([text, text.upper() + "!", "Áo thun cotton mềm mát mùa hè"])) == 1


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "listings.jsonl"
    path.write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"listings\.jsonl:1"):
        read_labelled_listings(path)
