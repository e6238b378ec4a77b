"""Our tokenizer against the `tokenizers` library, which is what transformers runs."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detectors.claims.model.e5s1 import WeightFile, read_weights
from detectors.claims.model.texts import clean
from detectors.claims.model.tokenizer_json import tokenizer_json
from detectors.claims.model.unigram import Unigram
from tests.detectors.claims.model.sentences import CLAUSES, ODD
from tests.detectors.claims.model.tiny import tiny_file

tokenizers = pytest.importorskip("tokenizers")

# The library's rules come from Unicode's tables and differ from those of the file in these two alone.
OTHERWISE = "～\U0001f23b"
Library = Any


@pytest.fixture(scope="module")
def library(model: Path) -> Library:
    return tokenizers.Tokenizer.from_file(str(model / "tokenizer.json"))


@pytest.fixture(scope="module")
def ours(weights: WeightFile) -> Unigram:
    return Unigram(weights.pieces, weights.rules)


@pytest.fixture(scope="module")
def tiny_pair() -> tuple[Unigram, Library]:
    pieces = read_weights(tiny_file()).pieces
    return Unigram(pieces, {}), tokenizers.Tokenizer.from_str(json.dumps(tokenizer_json(pieces)))


def test_words_are_cut_into_the_pieces_of_the_file(ours: Unigram, weights: WeightFile) -> None:
    ids = ours.pieces("query: Hàng chính hãng 100%")
    assert [weights.pieces.texts[index] for index in ids] == [
        "▁que", "ry", ":", "▁Hàng", "▁chính", "▁hãng", "▁100%",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [*CLAUSES, *ODD.values()])
def test_clauses_and_odd_texts_are_cut_as_the_library_does(ours: Unigram, library: Library, text: str) -> None:
    assert [0, *ours.pieces(clean(text)), 2] == library.encode(clean(text)).ids


assigned = st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters=OTHERWISE)
latin = st.characters(max_codepoint=0x24F, exclude_categories=["Cs", "Cn"])
accents = st.sampled_from("aăâeêioôơuưyđAEO \u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(assigned), st.text(latin), st.text(accents)))
def test_any_text_is_cut_as_the_library_does(ours: Unigram, library: Library, text: str) -> None:
    assert [0, *ours.pieces(text), 2] == library.encode(text).ids


@given(text=st.text(st.sampled_from("abcehrsxy :é▁")))
def test_ties_and_unknown_characters_are_cut_as_the_library_does(tiny_pair: tuple[Unigram, Library], text: str) -> None:
    ours, library = tiny_pair
    # A literal mark of a word's start is a blank by the real file's rules, which the tiny pair has not.
    text = text.replace("▁", " ")
    assert [0, *ours.pieces(text), 2] == library.encode(text).ids


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_vietnamese_is_the_same_however_it_is_composed(ours: Unigram, form: str) -> None:
    for clause in CLAUSES:
        composed = unicodedata.normalize(form, clause)  # type: ignore[arg-type]
        assert ours.pieces(composed) == ours.pieces(clause)


def test_no_clause_has_an_unknown_piece(ours: Unigram, weights: WeightFile) -> None:
    assert all(weights.pieces.unk not in ours.pieces(clause) for clause in CLAUSES)


def test_the_rules_of_the_file_are_the_library_s_but_for_two_characters(library: Library, weights: WeightFile) -> None:
    characters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    differ = [c for c in characters if library.normalizer.normalize_str(c) != weights.rules.get(c, c)]
    assert differ == list(OTHERWISE)
