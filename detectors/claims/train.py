"""Trains the claim head from the corpus: `python -m detectors.claims.train --cache FOLDER`.

Writes head.npz and its model card beside it. Needs the encoder and numpy, nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detectors.claims.examples import CORPUS_FILE, Example, read_examples
from detectors.claims.fit import calibrate, fit_head, held_out_scores, output_names, targets
from detectors.claims.head import HEAD_FILE, Floats
from detectors.claims.labelled_listings import LISTINGS_FILE, examples_of, read_labelled_listings
from detectors.claims.scoring import TextEncoder, readable
from detectors.claims.terms import clause_terms
from listings.folding import fold

CARD_FILE = HEAD_FILE.with_name("HEAD.md")


def corpus_digest() -> str:
    """Give the SHA-256 (hex, 12 digits) of the corpus."""
    return hashlib.sha256(CORPUS_FILE.read_bytes() + LISTINGS_FILE.read_bytes()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How one output does on families held out, at probability one half."""

    output: str
    examples: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def train(encoder: TextEncoder, *, head_file: Path = HEAD_FILE, card_file: Path = CARD_FILE) -> list[Quality]:
    """Train on the corpus, write head and card, and give the quality.

    Raises:
        InvalidInput: The corpus is malformed.
    """
    examples = corpus_examples()
    vocabulary = {term for example in examples for term in clause_terms(fold(example.text).text)}
    embeddings = encoder.encode([readable(example.text, vocabulary) for example in examples])
    unseen = held_out_scores(examples, embeddings)
    fit_head(examples, embeddings, encoder.name, unseen).save(head_file)
    quality = _qualities(unseen, targets(examples))
    card_file.write_text(_card(encoder, examples, quality), encoding="utf-8")
    return quality


def corpus_examples() -> list[Example]:
    """Give the example clauses, and the clauses of the labelled listings; a clause that stands twice counts once."""
    cut = (example for labelled in read_labelled_listings() for example in examples_of(labelled))
    return list({example.text: example for example in (*cut, *read_examples())}.values())


def _qualities(unseen: Floats, wanted: Floats) -> list[Quality]:
    slope, offset = calibrate(unseen, wanted)
    said = unseen * slope + offset >= 0
    return [_quality(name, said[:, k], wanted[:, k] > 0) for k, name in enumerate(output_names())]


def _quality(name: str, said: NDArray[np.bool_], true: NDArray[np.bool_]) -> Quality:
    right = int((said & true).sum())
    return Quality(
        output=name,
        examples=int(true.sum()),
        precision=right / max(int(said.sum()), 1),
        recall=right / max(int(true.sum()), 1),
    )


def _card(encoder: TextEncoder, examples: Sequence[Example], quality: Sequence[Quality]) -> str:
    rows = "\n".join(
        f"| {row.output} | {row.examples} | {row.precision:.2f} | {row.recall:.2f} | {row.f1:.2f} |" for row in quality
    )
    return f"""# The claim head

Written by `python -m detectors.claims.train`; do not edit.

- Corpus: corpus/{CORPUS_FILE.name} and corpus/{LISTINGS_FILE.name}, digest {corpus_digest()};
  {len(examples)} examples in {len({example.family for example in examples})} families
- Encoder: {encoder.name}, version {encoder.version}
- Method: kernel ridge regression on embedding and words, calibrated on held-out families (`fit.py`, `head.py`)
- Meant for: finding clauses that a person should look at. Not meant for: deciding anything.

Five folds, no family in two of them, at probability one half. Half of the corpus is written to be hard (veiled claims,
honest clauses with the same words), so real listings do better; a single category does worse than "any", because
neighbours are mistaken for each other.

| output | examples | precision | recall | F1 |
|---|---|---|---|---|
{rows}
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line."""
    from detectors.open import encoder_for

    parser = argparse.ArgumentParser(description="Train the claim head from the corpus.")
    parser.add_argument("--model", default="", help="another SentenceTransformer by name or folder")
    parser.add_argument("--cache", type=Path, required=True, help="the folder of the prepared text model")
    given = parser.parse_args(arguments)
    for row in train(encoder_for(given.model, given.cache)):
        sys.stdout.write(f"{row.output:20} {row.examples:5} F1 {row.f1:.2f}\n")


if __name__ == "__main__":
    main()
