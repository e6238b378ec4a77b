"""Hostile and broken texts: a verdict for each, in order, exact quotes, nothing that a long text makes slow.

Whatever here is not linear does not end within the suite's time limit of five minutes.
"""

from __future__ import annotations

import json
import tracemalloc
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.judge import Judge
from detectors.open import open_judge
from detectors.rules.load import load_rules
from listings.brand import Brand
from tests.detectors.fakes import WordEncoder, subject, word_head
from tests.soi import MODEL, new_workspace

_CLAIM = "Giày replica 1:1"
_MEGABYTE = 1_000_000
_needs_model = pytest.mark.skipif(not (MODEL / "prepared.json").is_file(), reason="the text model is not prepared")

ODD = {
    "empty": "",
    "blank": " \n\t\u00a0\u200b ",
    "marks only": "...!!!???***|||",
    "mixed scripts": "Trà 茶 чай شاي चाय τσάι ชา 차 chữa khỏi",
    "zero width": "ch\u200bữa\u200d kh\u2060ỏi\ufeff ung\u00ad thư",
    "right to left": "\u202eàưhc iỏhk\u202c \u2067ung thư\u2069 \u200f",
    "half characters": "khỏi \ud83d bệnh \udc00",
    "null": "khỏi\x00bệnh\x07\x1b[31m",
    "html": "<p onclick='x()'>Khỏi <b>hẳn</b><script>alert(1)</script><!-- --> &lt;script&gt;",
    "combining": "k" + "\u0301" * 3000 + "hỏi",
    "one word": "a" * 50_000,
    "emoji": "🔥" * 5000,
    "ligatures": "ﷺ" * 2000,
}
# What backtracking patterns choke on: long runs that almost match.
HOSTILE = {
    "spaced letters": "a " * (_MEGABYTE // 2),
    "dotted letters": "a." * (_MEGABYTE // 2),
    "leet": "a1" * (_MEGABYTE // 2),
    "dots": "." * _MEGABYTE,
    "blanks": " " * _MEGABYTE,
    "dashes": "- " * (_MEGABYTE // 2),
    "registration number": "SĐK: VD-" + "1" * _MEGABYTE,
    "address": "http://" + "a@" * (_MEGABYTE // 2),
    "signs in words": "a@b$" * (_MEGABYTE // 4),
    "two alphabets": "aа" * (_MEGABYTE // 2),
    "quotes": "\"'”’" * (_MEGABYTE // 4),
    "sentences": "Khỏi. " * (_MEGABYTE // 6),
}


@cache
def _judge() -> Judge:
    head = word_head({"replica": ["replica"]}, words=["khoi"])
    return Judge(WordEncoder(), head, load_rules(), [Brand(name="Velmora")])


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_odd_texts_get_a_verdict_and_hide_no_claim(text: str) -> None:
    alone, beside = _judge().judge([subject(text, text), subject(text, f"{text}\n{_CLAIM}")])
    assert "replica" not in {finding.category for finding in alone.labels}
    assert "replica" in {finding.category for finding in beside.labels}


@pytest.mark.parametrize("text", list(HOSTILE.values()), ids=list(HOSTILE))
def test_a_megabyte_is_judged_to_its_end(text: str) -> None:
    (verdict,) = _judge().judge([subject("Trà", f"{text}\n{_CLAIM}")])
    assert "replica" in {finding.category for finding in verdict.labels}


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_any_text_is_judged_and_quoted_exactly(text: str) -> None:
    judged = subject(text, f"{text} {_CLAIM}")
    (verdict,) = _judge().judge([judged])
    for finding in (*verdict.labels, *verdict.signals):
        for span in finding.spans:
            assert judged.listing.text_of(span.field)[span.start : span.end] == span.text


def test_five_thousand_listings_keep_their_order_in_bounded_memory() -> None:
    subjects = [
        subject("Áo " + "mới " * (number % 13), _CLAIM if number % 7 == 0 else "vải mềm") for number in range(5000)
    ]
    judge = _judge()
    judge.judge(subjects[:100])
    tracemalloc.start()
    verdicts = judge.judge(subjects)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [verdict.violating for verdict in verdicts] == [number % 7 == 0 for number in range(5000)]
    assert peak < 200_000_000


@_needs_model
def test_the_real_model_judges_odd_texts() -> None:
    verdicts = open_judge("", MODEL).judge([subject(text, text) for text in ODD.values()])
    assert len(verdicts) == len(ODD)
    assert all(0 <= verdict.risk <= 1 for verdict in verdicts)


@_needs_model
def test_the_real_model_finds_a_claim_however_often_it_is_said() -> None:
    claim = "Uống một tuần là khỏi hẳn tiểu đường, không tái phát. "
    verdicts = open_judge("", MODEL).judge([subject("Trà", claim * times) for times in (1, 3, 10, 200)])
    assert [verdict.violating for verdict in verdicts] == [True] * 4


@_needs_model
def test_bytes_that_are_no_text_are_an_error_of_their_line(tmp_path: Path) -> None:
    good = json.dumps({"id": "1", "title": "Áo thun"}, ensure_ascii=False).encode()
    path = tmp_path / "in.jsonl"
    path.write_bytes(good + b"\n" + b'{"id": "2", "title": "\xff\xfe"}\n' + good.replace(b'"1"', b'"3"') + b"\n")
    process = new_workspace(tmp_path / "w").start("check", str(path))
    out, _ = process.communicate(timeout=120)
    said = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 1
    assert [line["id"] for line in said] == ["1", None, "3"]
    assert "line 2" in said[1]["error"]
