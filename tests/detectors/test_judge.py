"""The judge's verdicts: order, one finding a category, exact quotes, law of the day, monotone risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.check import verdict_to_json
from detectors.claims.detector import DETECTOR as CLAIMS
from detectors.claims.head import ClaimHead
from detectors.judge import Judge, best_by_category
from detectors.risk import LEAST_WITH_LABEL, listing_risk
from detectors.rules.load import load_rules
from listings.brand import Brand
from listings.finding import Finding, TextSpan
from listings.subject import Subject
from listings.wording import Wording
from tests.detectors.fakes import WordEncoder, screened, subject, word_head

_RULES = load_rules()
_BLUNT = "Giày replica 1:1, hàng nhái cao cấp"


@cache
def _head() -> ClaimHead:
    return word_head({"replica": ["replica", "nhái"], "disease_cure": ["chữa", "khỏi"]})


def _judge(*brands: Brand) -> Judge:
    return Judge(WordEncoder(), _head(), _RULES, brands)


def test_verdicts_keep_the_order_of_subjects() -> None:
    subjects = [subject("Áo thun trắng"), subject(_BLUNT), subject(), subject("Áo thun trắng", "Giao nhanh.")]
    verdicts = _judge().judge(subjects)
    assert [verdict.violating for verdict in verdicts] == [False, True, False, False]


def test_nothing_to_judge_gives_nothing() -> None:
    assert _judge().judge([]) == []


def test_a_judge_says_how_close_it_came() -> None:
    near, far, nothing = _judge().judge([subject(_BLUNT), subject("Áo thun trắng"), subject()])
    assert near.doubt is not None
    assert 0 <= near.doubt <= 1
    assert far.doubt is not None
    assert far.doubt < 0.2
    assert nothing.doubt == 0


def test_what_a_screen_ended_came_closer_the_less_sure_the_screen_was() -> None:
    head = word_head({"replica": ["nhái"]}, strength=4)
    judge = Judge(WordEncoder(), replace(screened(head), screen_from=np.array([99], np.float32)), _RULES)
    doubts = [verdict.doubt for verdict in judge.judge([subject("Giày nhái"), subject("Áo thun trắng"), subject()])]
    near, far, nothing = (doubt or 0 for doubt in doubts)
    assert near > far > nothing == 0
    assert not any(finding.detector == CLAIMS for finding in judge.judge([subject(_BLUNT)])[0].findings)


def test_every_passage_of_a_category_is_quoted_the_plainest_first() -> None:
    listing = subject("Giày nhái replica", "Hàng nhái đẹp lắm nha. Áo thun trắng. Túi replica. Mũ replica. Ví replica.")
    (verdict,) = _judge().judge([listing])
    (label,) = [finding for finding in verdict.labels if finding.category == "replica"]
    assert len(label.spans) == 3
    assert label.spans[0].field == "title"
    for span in label.spans:
        assert listing.listing.text_of(span.field)[span.start : span.end] == span.text
    printed = verdict_to_json("1", verdict, "vi")["labels"]
    assert isinstance(printed, list)
    assert [one["evidence"] for one in printed if one["category"] == "replica"] == [span.text for span in label.spans]


def test_a_disclaimer_elsewhere_clears_nothing() -> None:
    listing = subject(_BLUNT, "Shop nói không với hàng nhái. Cảnh giác hàng giả.")
    assert "replica" in {finding.category for finding in _judge().judge([listing])[0].labels}


def test_a_shop_that_refuses_copies_is_not_queued_for_it() -> None:
    verdict = _judge().judge([subject("Túi da bò", "Shop không bán hàng nhái")])[0]
    assert "wording" not in {finding.detector for finding in verdict.labels}


def test_signals_alone_never_queue() -> None:
    verdict = _judge().judge([subject("Viên uống bổ sung kẽm", "SĐK: VD-1-2-3")])[0]
    assert {finding.category for finding in verdict.signals} == {"missing_statutory_line", "number_malformed"}
    assert not verdict.violating
    assert 0 < verdict.risk < LEAST_WITH_LABEL


def test_disguised_brand_names_are_found_with_the_brands_given() -> None:
    listing = subject("Túi V3l0r@ da bò")
    assert _judge(Brand(name="Velora")).judge([listing])[0].violating
    assert not {finding.detector for finding in _judge().judge([listing])[0].labels} & {"disguise"}


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300), st.sampled_from(["", _BLUNT, "Chữa khỏi ung thư. Hàng rep 1:1!"]))
def test_evidence_is_the_exact_substring(noise: str, claim: str) -> None:
    judged = subject(noise, f"{noise}\n{claim}")
    verdict = _judge(Brand(name="Velora")).judge([judged])[0]
    for finding in verdict.findings:
        assert all(judged.listing.text_of(span.field)[span.start : span.end] == span.text for span in finding.spans)
    assert len({finding.category for finding in verdict.labels}) == len(verdict.labels)
    assert 0 <= verdict.risk <= 1


def test_the_version_names_rules_brands_and_head() -> None:
    plain = _judge().version
    assert plain == _judge().version
    assert plain != _judge(Brand(name="Velora")).version
    assert plain != Judge(WordEncoder(), replace(_head(), digest="other"), _RULES).version


def test_the_day_of_capture_is_in_the_reason() -> None:
    early = Subject(listing=subject(_BLUNT).listing, captured_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert _judge().judge([early])[0].labels[0].reason.vi


def _finding(score: float, category: str = "replica", **change: object) -> Finding:
    finding = Finding(
        detector="wording", kind="label", category=category, rule="vn-ip-replica", rule_version="1", model=None,
        score=score, reason=Wording("Có dấu hiệu.", "It seems."),
    )  # fmt: skip
    return replace(finding, **change)  # type: ignore[arg-type]


_FINDINGS = st.lists(
    st.builds(
        lambda score, signal: _finding(score, kind="signal" if signal else "label"),
        st.floats(0, 1, allow_nan=False),
        st.booleans(),
    ),
    max_size=8,
)


@given(_FINDINGS, st.floats(0, 1), st.booleans())
def test_another_finding_never_lowers_the_risk(found: list[Finding], score: float, signal: bool) -> None:
    more = [*found, _finding(score, kind="signal" if signal else "label")]
    assert 0 <= listing_risk(found, _RULES) <= listing_risk(more, _RULES) <= 1


@given(_FINDINGS)
def test_a_label_outweighs_all_signals(found: list[Finding]) -> None:
    labelled = any(finding.kind == "label" for finding in found)
    assert (listing_risk(found, _RULES) >= LEAST_WITH_LABEL) == labelled


def test_the_best_finding_of_a_category_stays() -> None:
    kept = best_by_category([_finding(0.5), _finding(0.9), _finding(0.7, "superlative")])
    assert [(finding.category, finding.score) for finding in kept] == [("replica", 0.9), ("superlative", 0.7)]


def test_the_best_finding_quotes_what_the_others_found_elsewhere() -> None:
    def quoting(score: float, *places: tuple[int, int]) -> Finding:
        spans = tuple(TextSpan(field="description", start=a, end=b, text="x" * (b - a)) for a, b in places)
        return replace(_finding(score), spans=spans)

    (kept,) = best_by_category(
        [quoting(0.4, (90, 95)), quoting(0.9, (0, 20)), quoting(0.8, (5, 9)), quoting(0.7, (30, 40))]
    )
    assert [(span.start, span.end) for span in kept.spans] == [(0, 20), (30, 40), (90, 95)]
    (capped,) = best_by_category([quoting(0.9, (0, 20)), quoting(0.8, (20, 21), (22, 23), (24, 25))])
    assert [(span.start, span.end) for span in capped.spans] == [(0, 20), (20, 21), (22, 23)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_check_prints_the_contract_form(language: str) -> None:
    judged = subject("Túi da", _BLUNT)
    verdict = _judge().judge([judged])[0]
    printed = verdict_to_json("x-1", verdict, "vi" if language == "vi" else "en", "v1")
    assert list(printed) == ["id", "violating", "risk", "labels", "signals", "notes", "model"]
    assert printed["id"] == "x-1"
    assert printed["model"] == "v1"
    labels = printed["labels"]
    assert isinstance(labels, list)
    label = next(label for label in labels if label["category"] == "replica")
    assert set(label) == {"category", "rule", "field", "evidence", "start", "end", "score", "reason"}
    assert judged.listing.text_of(label["field"])[label["start"] : label["end"]] == label["evidence"]
    assert label["reason"].startswith("Câu này" if language == "vi" else "This clause")
