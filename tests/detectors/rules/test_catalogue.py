"""The built-in rules are complete, dated and worded; a malformed rule says where."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from detectors.claims.examples import Category
from detectors.rules.load import BUILT_IN, load_rules
from detectors.rules.rule import UNVERIFIED, LegalBasis, Rule
from detectors.signals.catalogue import SIGNALS
from listings.errors import InvalidInput

_BOOK = load_rules()
_GOOD = (BUILT_IN / "vn-ad-superlative.toml").read_text(encoding="utf-8")


def test_every_category_and_signal_has_one_rule() -> None:
    assert set(_BOOK.by_category) == {*get_args(Category), *SIGNALS}
    assert len(_BOOK.rules) == len(_BOOK.by_category)


@pytest.mark.parametrize("rule", _BOOK.rules.values(), ids=lambda rule: rule.id)
def test_rules_are_worded_in_both_languages(rule: Rule) -> None:
    texts = [rule.look_for, rule.reason, rule.authority]
    assert all(text.vi.strip() and text.en.strip() and text.vi != text.en for text in texts)
    assert len(rule.version) == 12
    assert 1 <= rule.severity <= 3
    assert rule.kind == ("signal" if rule.category in SIGNALS else "label")


@pytest.mark.parametrize("word", ["vi phạm", "hàng giả mạo", "counterfeiter", "violation", "illegal seller"])
def test_no_reason_accuses(word: str) -> None:
    assert not [rule.id for rule in _BOOK.rules.values() if word in f"{rule.reason.vi} {rule.reason.en}".lower()]


def test_the_day_of_capture_chooses_the_law() -> None:
    rule = _BOOK.by_category["endorse_celebrity"]
    assert "75/2025" not in rule.reason_on(date(2025, 12, 31)).vi
    assert "75/2025" in rule.reason_on(date(2026, 1, 1)).vi


def test_a_basis_holds_between_its_days() -> None:
    basis = LegalBasis(country="VN", act="A", in_force=date(2025, 1, 1), until=date(2026, 1, 1))
    assert [basis.holds_on(date(year, 1, 1)) for year in (2024, 2025, 2026)] == [False, True, False]


def test_a_reason_cites_only_law_that_someone_has_read() -> None:
    day = date(2026, 6, 1)
    cited = 0
    for rule in _BOOK.rules.values():
        reason = rule.reason_on(day)
        read = {basis.act for basis in rule.basis_on(day) if basis.verified != UNVERIFIED}
        unread = {basis.act for basis in rule.basis_on(day)} - read
        assert not [act for act in unread if act in reason.vi or act in reason.en]
        cited += sum(act in reason.vi and act in reason.en for act in read)
    assert cited


def test_a_folder_replaces_the_rule_of_its_category(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(_GOOD.replace("vn-ad-superlative", "own"), encoding="utf-8")
    book = load_rules(tmp_path)
    assert book.by_category["superlative"].id == "own"
    assert "vn-ad-superlative" not in book.rules
    assert book.version != _BOOK.version


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("severity = 1", "severity = 'high'"), "severity"),
        (("severity = 1", ""), "severity"),
        (("severity = 1", "severity = 1\nseverty = 2"), "severty"),
        (("[reason]", "[reason"), "TOML"),
    ],
)
def test_a_malformed_rule_names_file_and_field(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    (tmp_path / "bad.toml").write_text(_GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"bad\.toml.*{named}"):
        load_rules(tmp_path)


def test_a_missing_folder_adds_nothing(tmp_path: Path) -> None:
    assert load_rules(tmp_path / "none").version == _BOOK.version
