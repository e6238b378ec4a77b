"""Head and corpus: what is saved comes back, families stay whole, probabilities are probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detectors.claims.examples import read_examples
from detectors.claims.fit import family_folds, fit_head, held_out_scores, output_names, targets
from detectors.claims.head import HEAD_FILE, load_head
from detectors.claims.train import train
from listings.errors import InvalidInput
from listings.folding import fold
from tests.detectors.fakes import WordEncoder

_EXAMPLES = read_examples()
_FEW = _EXAMPLES[::6]


def test_the_corpus_is_whole() -> None:
    texts = [example.text for example in _EXAMPLES]
    assert len(set(texts)) == len(texts) > 1800
    assert {example.lang for example in _EXAMPLES} == {"vi", "en"}
    assert targets(_EXAMPLES).sum(axis=0).min() > -len(_EXAMPLES) + 2 * 25


def test_no_family_is_split() -> None:
    folds = family_folds(_EXAMPLES, seed=1)
    assert sorted(index for fold_ in folds for index in fold_) == list(range(len(_EXAMPLES)))
    families = [{_EXAMPLES[index].family for index in fold_} for fold_ in folds]
    assert sum(len(names) for names in families) == len(set().union(*families))


def test_a_saved_head_gives_the_same_probabilities(tmp_path: Path) -> None:
    embeddings = WordEncoder().encode([example.text for example in _FEW])
    head = fit_head(_FEW, embeddings, "words")
    head.save(tmp_path / "head.npz")
    folded = [fold(example.text).text for example in _FEW]
    again = load_head(tmp_path / "head.npz")
    assert again.terms == head.terms
    np.testing.assert_allclose(
        again.probabilities(embeddings, folded), head.probabilities(embeddings, folded), atol=0.03
    )
    assert len(again.digest) == 12


def test_known_clauses_are_told_apart_and_unknown_ones_are_probabilities() -> None:
    embeddings = WordEncoder().encode([example.text for example in _FEW])
    head = fit_head(_FEW, embeddings, "words")
    known = head.probabilities(embeddings, [fold(example.text).text for example in _FEW])
    claims = targets(_FEW)[:, 0] > 0
    assert known[claims, 0].min() > known[~claims, 0].mean()
    odd = head.probabilities(np.zeros((2, 384), np.float32), ["", "zzz"])
    assert np.isfinite(odd).all()
    assert ((odd >= 0) & (odd <= 1)).all()


def test_nothing_in_gives_nothing_out() -> None:
    assert load_head().probabilities(np.zeros((0, 384), np.float32), []).shape == (0, len(output_names()))


def test_words_alone_already_beat_chance_on_unseen_families() -> None:
    scores = held_out_scores(_FEW, WordEncoder().encode([example.text for example in _FEW]))
    claims = targets(_FEW)[:, 0] > 0
    assert scores[claims, 0].mean() > scores[~claims, 0].mean()


def test_training_writes_head_and_card(tmp_path: Path) -> None:
    quality = train(WordEncoder(), head_file=tmp_path / "head.npz", card_file=tmp_path / "HEAD.md")
    assert load_head(tmp_path / "head.npz").encoder == "words"
    assert [row.output for row in quality] == list(output_names())
    assert f"| any | {quality[0].examples} |" in (tmp_path / "HEAD.md").read_text(encoding="utf-8")


def test_the_shipped_head_fits_the_code() -> None:
    assert load_head(HEAD_FILE).outputs == output_names()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_broken_head_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "head.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"claims\.train"):
        load_head(path)
