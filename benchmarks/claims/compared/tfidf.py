"""TF-IDF over characters and words with logistic regression, trained on the corpus that Soi is trained on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims.compared.clausewise import Scores, answers, cut, listing_scores
from benchmarks.claims.compared.threshold import best_threshold
from benchmarks.claims.compared.training import Corpus, TrainingClause, clauses_of
from benchmarks.claims.labelled import Answer, Labelled

FOLDS: Final = 5
# Of .5, 2, 8 and 32 the one with the best listing F1 on families held out of the corpus (.815; the others .80-.81).
_STRENGTH: Final = 2.0


class _Pipeline(Protocol):
    def fit(self, texts: Sequence[str], labels: Sequence[bool] | NDArray[np.bool_]) -> object: ...

    def decision_function(self, texts: Sequence[str]) -> Scores: ...


class TfidfRegression:
    """One model says whether a clause claims anything, one a category says which."""

    name = "TF-IDF + logistic regression"

    def __init__(self, clauses: Sequence[TrainingClause], threshold: float) -> None:
        self._any = _any_model(clauses)
        self._categories = tuple(sorted({category for clause in clauses for category in clause.categories}))
        self._which = _which_model(clauses, self._categories)
        self._threshold = threshold
        self.about = f"{len(clauses)} clauses, threshold {threshold:.2f}"

    @classmethod
    def trained(cls, corpus: Corpus) -> Self:
        """Choose the threshold on listings whose families the model has not seen, then train on everything."""
        scores = np.concatenate([_held_out(corpus, fold) for fold in range(FOLDS)])
        listings = [labelled for fold in range(FOLDS) for labelled in _in_fold(corpus, fold)]
        threshold = best_threshold(scores.tolist(), [labelled.violating for labelled in listings])
        return cls([*corpus.clauses, *clauses_of(corpus.listings)], threshold)

    def answer(self, listings: Sequence[Labelled]) -> list[Answer]:
        """Give one answer per listing, quoting the clauses from the threshold on."""
        clauses = cut(listings)
        which = self._which.decision_function(clauses.texts).argmax(axis=1)
        chosen = [self._categories[place] for place in which]
        return answers(clauses, self._any.decision_function(clauses.texts), chosen, self._threshold, len(listings))


def _held_out(corpus: Corpus, fold: int) -> Scores:
    """Give the scores of one fold's listings by a model trained on the other families."""
    rest = [labelled for labelled in corpus.listings if fold_of(labelled.family) != fold]
    clauses = [clause for clause in corpus.clauses if fold_of(clause.family) != fold]
    model = _any_model([*clauses, *clauses_of(rest)])
    held = _in_fold(corpus, fold)
    if not held:
        return np.empty(0)
    pieces = cut(held)
    return listing_scores(pieces, model.decision_function(pieces.texts), len(held))


def _in_fold(corpus: Corpus, fold: int) -> list[Labelled]:
    return [labelled for labelled in corpus.listings if fold_of(labelled.family) == fold]


def fold_of(family: str) -> int:
    """Give the fold of a family: the same everywhere and always."""
    return hashlib.sha256(family.encode()).digest()[0] % FOLDS


def _any_model(clauses: Sequence[TrainingClause]) -> _Pipeline:
    model = _pipeline(_regression())
    model.fit([clause.text for clause in clauses], [bool(clause.categories) for clause in clauses])
    return model


def _which_model(clauses: Sequence[TrainingClause], categories: Sequence[str]) -> _Pipeline:
    """Tell categories apart; trained on claims only, as it is asked of suspected clauses only."""
    claims = [clause for clause in clauses if clause.categories]
    labels = np.array([[category in clause.categories for category in categories] for clause in claims])
    model = _pipeline(import_module("sklearn.multiclass").OneVsRestClassifier(_regression()))
    model.fit([clause.text for clause in claims], labels)
    return model


def _regression() -> object:
    linear = import_module("sklearn.linear_model")
    regression: object = linear.LogisticRegression(
        C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
    )
    return regression


def _pipeline(last: object) -> _Pipeline:
    text, pipeline = import_module("sklearn.feature_extraction.text"), import_module("sklearn.pipeline")
    features = pipeline.make_union(
        text.TfidfVectorizer(analyzer="char", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float64),
        text.TfidfVectorizer(analyzer="word", ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float64),
    )
    made: _Pipeline = pipeline.make_pipeline(features, last)
    return made
