"""The tokenizer of the real model."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from detectors.claims.model.e5s1 import WeightFile
from tests.detectors.claims.model.sentences import CLAUSES


@pytest.fixture(scope="module")
def tokenizer(model: Path) -> Tokenizer:
    return Tokenizer.from_file(str(model / "tokenizer.json"))


def test_words_are_cut_into_the_pieces_of_the_file(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("query: Hàng chính hãng 100%").tokens == [
        "<s>", "▁que", "ry", ":", "▁Hàng", "▁chính", "▁hãng", "▁100%", "</s>",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_vietnamese_is_the_same_however_it_is_composed(tokenizer: Tokenizer, form: str) -> None:
    for clause in CLAUSES:
        composed = unicodedata.normalize(form, clause)  # type: ignore[arg-type]
        assert tokenizer.encode(composed).ids == tokenizer.encode(clause).ids


def test_no_clause_has_an_unknown_piece(tokenizer: Tokenizer) -> None:
    assert all("<unk>" not in tokenizer.encode(clause).tokens for clause in CLAUSES)


def test_the_rules_of_the_file_are_kept_but_for_two_characters(tokenizer: Tokenizer, weights: WeightFile) -> None:
    characters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    normalizer = tokenizer.normalizer
    differ = [c for c in characters if normalizer.normalize_str(c) != weights.rules.get(c, c)]
    assert differ == ["～", "\U0001f23b"]
