"""Reads the corpus of example clauses (corpus/README.md tells how it was made)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from listings.errors import InvalidInput
from listings.wording import Language

CORPUS_FILE = Path(__file__).with_name("corpus") / "clauses.jsonl"

Category = Literal[
    "disease_cure", "cure_all", "guarantee", "weight_loss", "body_change", "endorse_medical", "endorse_celebrity",
    "testimonial", "false_approval", "superlative", "replace_medicine", "zero_risk", "infant_formula",
    "miracle_secret", "rx_sale", "replica", "obfuscated_brand", "unknown_origin", "fake_proof", "hidden_listing",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One clause with what it claims; no labels: honest. Clauses of one `family` share an idea and never get split."""

    text: str
    labels: tuple[Category, ...]
    lang: Language
    product: str
    family: str
    style: str


_EXAMPLE = TypeAdapter(Example)


def output_names() -> tuple[str, ...]:
    """Give the claim head's outputs in order: any claim, then the categories."""
    return ("any", *get_args(Category))


def read_examples(path: Path = CORPUS_FILE) -> list[Example]:
    """Read examples, one JSON object a line.

    Raises:
        InvalidInput: A line is no example; the message names it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_read(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _read(line: str, where: str) -> Example:
    try:
        return _EXAMPLE.validate_json(line)
    except ValidationError as error:
        raise InvalidInput(f"no example clause: {error.errors()[0]['msg']}", where=where) from error
