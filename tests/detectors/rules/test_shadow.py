"""A rule on trial shows in a verdict's shadow and nowhere else; set live, it counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from math import log
from pathlib import Path

import numpy as np
import pytest

from detectors.check import verdict_to_json
from detectors.claims.head import ANY, ClaimHead
from detectors.judge import Judge
from detectors.rules.load import load_rules
from detectors.rules.rule import RuleBook
from listings.finding import Finding
from listings.listing import Seller
from listings.ruling import RuleChange, RuleState
from tests.detectors.fakes import WordEncoder, subject, word_head

_OWN = """
id = "own"
category = "magic_water"
side = "advertising"
severity = 3
phrases = ["siêu giống hàng hiệu"]

[look_for]
vi = "Xem kỹ."
en = "Look."

[reason]
vi = "Câu này có dấu hiệu lạ."
en = "This clause seems odd."
"""
_LISTING = subject("Túi xách siêu giống hàng hiệu", "Giao trong ngày.", seller=Seller(id="s"))
Books = Callable[..., RuleBook]


def _head(**probabilities: float) -> ClaimHead:
    """Make a head that says the same of every clause: by default doubtful enough for phrases, not for a claim."""
    head = word_head({})
    given = {ANY: 0.3, **probabilities}
    offsets = [log(given.get(name, 0.01) / (1 - given.get(name, 0.01))) for name in head.outputs]
    return replace(head, calibration=np.array([np.zeros(len(offsets)), offsets], np.float32))


def _judge(book: RuleBook, **probabilities: float) -> Judge:
    return Judge(WordEncoder(), _head(**probabilities), book)


@pytest.fixture
def book(tmp_path: Path) -> Books:
    """Load the rules with one file and the states of some."""

    def _load(text: str = _OWN, **states: tuple[RuleState, tuple[str, ...]]) -> RuleBook:
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        at = datetime(2026, 1, 1, tzinfo=UTC)
        named = {rule.replace("_", "-"): said for rule, said in states.items()}
        changes = {
            rule: RuleChange(id=1, rule=rule, state=state, phrases=phrases, user="ha", at=at)
            for rule, (state, phrases) in named.items()
        }
        return load_rules(tmp_path, changes=changes)

    return _load


def _of(findings: tuple[Finding, ...], rule: str) -> list[str]:
    return [span.text for finding in findings if finding.rule == rule for span in finding.spans]


def test_a_rule_on_trial_changes_nothing_but_the_shadow(book: Books) -> None:
    plain = _judge(load_rules()).judge([_LISTING])[0]
    judge = _judge(book())
    verdict = judge.judge([_LISTING])[0]
    assert _of(verdict.shadow, "own") == ["Túi xách siêu giống hàng hiệu"]
    assert {finding.kind for finding in verdict.shadow} == {"shadow"}
    assert (verdict.findings, verdict.risk, verdict.violating) == (plain.findings, plain.risk, plain.violating)
    assert "magic_water" not in json.dumps(verdict_to_json("1", verdict, "vi"))
    assert judge.version != _judge(load_rules()).version


def test_set_live_it_queues_by_its_severity(book: Books) -> None:
    verdict = _judge(book(own=("live", ("siêu giống hàng hiệu",)))).judge([_LISTING])[0]
    assert _of(verdict.labels, "own") == ["Túi xách siêu giống hàng hiệu"]
    assert not verdict.shadow
    assert verdict.violating
    milder = book(_OWN.replace("severity = 3", "severity = 1"), own=("live", ("siêu giống hàng hiệu",)))
    assert _judge(milder).judge([_LISTING])[0].risk < verdict.risk


def test_a_phrase_added_to_a_built_in_rule_is_tried_beside_it(book: Books) -> None:
    judge = _judge(book('id = "vn-ip-replica"\nmore_phrases = ["siêu giống hàng hiệu"]\n'))
    verdict = judge.judge([_LISTING])[0]
    assert _of(verdict.shadow, "vn-ip-replica") == ["Túi xách siêu giống hàng hiệu"]
    assert "wording" not in {finding.detector for finding in verdict.labels}
    blunt = judge.judge([subject("Túi rep 1:1, superfake")])[0]
    assert "vn-ip-replica" in {finding.rule for finding in blunt.labels}


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("vn_ip_replica", "Túi rep 1:1, superfake, hàng nhái cao cấp"),
        ("vn_ad_disease_cure", "Viên uống chữa khỏi hẳn tiểu đường"),
        ("vn_doc_missing_line", "Thực phẩm bảo vệ sức khỏe viên uống kẽm"),
    ],
)
def test_a_built_in_rule_put_into_shadow_no_longer_counts(book: Books, rule: str, title: str) -> None:
    named = rule.replace("_", "-")
    judged, certain = subject(title), {ANY: 0.9, "disease_cure": 0.9}
    assert named in {finding.rule for finding in _judge(book(), **certain).judge([judged])[0].findings}
    verdict = _judge(book(**{rule: ("shadow", ())}), **certain).judge([judged])[0]
    assert named not in {finding.rule for finding in verdict.findings}
    assert named in {finding.rule for finding in verdict.shadow}


def test_a_rule_for_other_goods_is_silent(book: Books) -> None:
    live: RuleState = "live"
    text = _OWN.replace("severity = 3", 'severity = 3\nproduct_kinds = ["supplement"]')
    judge = _judge(book(text, own=(live, ("siêu giống hàng hiệu",))))
    toy = subject("Đồ chơi siêu giống hàng hiệu")
    assert not _of(judge.judge([toy])[0].findings, "own")
    assert _of(judge.judge([_LISTING])[0].findings, "own")


def test_the_reason_cites_the_workspaces_law() -> None:
    cited = {}
    for country in ("VN", "UK"):
        judge = _judge(load_rules(countries=(country,)), **{ANY: 0.9, "disease_cure": 0.9})
        (found,) = judge.judge([subject("Viên uống chữa khỏi hẳn tiểu đường")])[0].labels
        cited[country] = found.reason.en
    assert "38/2021" in cited["VN"]
    assert "CAP Code" not in cited["VN"]
    assert cited["UK"].endswith("CAP Code, rule 12.11.")
