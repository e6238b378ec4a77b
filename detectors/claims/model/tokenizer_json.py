"""The `tokenizer.json` of the model, for torch: Unigram pieces behind SentencePiece's NFKC rules.

The published model carries its rules as one opaque table. `Nmt` then `NFKC` are the same rules from the library's own
tables: for single characters they differ from the weight file's table in two of 196 000 (the full-width tilde and a
squared ideograph), and they also compose letters written as base and marks, as Vietnamese from a Mac is.
"""

from __future__ import annotations

from typing import Any

from detectors.claims.model.e5s1 import Pieces

_SPACE = "▁"


def tokenizer_json(pieces: Pieces) -> dict[str, Any]:
    """Describe the tokenizer in the form that the `tokenizers` library loads."""
    words = {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_mark(pieces, index) for index in _marks(pieces)],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, words]},
        "post_processor": _frame(pieces),
        "decoder": words,
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unk,
            "byte_fallback": False,
            "vocab": list(zip(pieces.texts, pieces.scores, strict=True)),
        },
    }


def tokenizer_config(pieces: Pieces, longest: int) -> dict[str, Any]:
    """Describe the same tokenizer for `transformers`, which must not guess a class and rebuild it."""
    bos, eos, pad, unk = (pieces.texts[index] for index in (pieces.bos, pieces.eos, pieces.pad, pieces.unk))
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": longest,
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "pad_token": pad,
        "unk_token": unk,
        **({"mask_token": "<mask>"} if "<mask>" in pieces.texts else {}),
    }


def _marks(pieces: Pieces) -> list[int]:
    masks = [len(pieces.texts) - 1] if pieces.texts[-1] == "<mask>" else []
    return sorted({pieces.bos, pieces.pad, pieces.eos, pieces.unk, *masks})


def _mark(pieces: Pieces, index: int) -> dict[str, Any]:
    content = pieces.texts[index]
    flags = {"single_word": False, "lstrip": content == "<mask>", "rstrip": False, "normalized": False, "special": True}
    return {"id": index, "content": content, **flags}


def _frame(pieces: Pieces) -> dict[str, Any]:
    bos, eos = pieces.texts[pieces.bos], pieces.texts[pieces.eos]
    first, last = ({"SpecialToken": {"id": mark, "type_id": 0}} for mark in (bos, eos))
    one, two = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    marks = {bos: pieces.bos, eos: pieces.eos}
    return {
        "type": "TemplateProcessing",
        "single": [first, one, last],
        "pair": [first, one, last, last, two, last],
        "special_tokens": {mark: {"id": mark, "ids": [index], "tokens": [mark]} for mark, index in marks.items()},
    }
