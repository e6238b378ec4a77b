"""The built-in rules are complete, dated and worded; a malformed rule says where."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from detectors.claims.examples import Category
from detectors.rules.load import load_rules
from detectors.rules.rule import UNVERIFIED, LegalBasis, Rule
from detectors.signals.catalogue import SIGNALS

_BOOK = load_rules()


def test_every_category_and_signal_has_one_rule() -> None:
    assert {*get_args(Category), *SIGNALS} <= set(_BOOK.by_category)
    assert len(_BOOK.rules) == len(_BOOK.by_category)


def test_a_category_without_training_has_phrases_to_be_found_by() -> None:
    untrained = set(_BOOK.by_category) - {*get_args(Category), *SIGNALS}
    assert untrained
    assert all(_BOOK.by_category[category].phrases for category in untrained)


@pytest.mark.parametrize("rule", _BOOK.rules.values(), ids=lambda rule: rule.id)
def test_rules_are_worded_in_both_languages(rule: Rule) -> None:
    texts = [rule.look_for, rule.reason, *rule.authority.values()]
    texts += [rule.threshold_note] if rule.threshold_note else []
    assert all(text.vi.strip() and text.en.strip() and text.vi != text.en for text in texts)
    assert len(rule.version) == 12
    assert 1 <= rule.severity <= 3
    assert rule.kind == ("signal" if rule.category in SIGNALS else "label")
    assert "VN" in rule.authority


@pytest.mark.parametrize("rule", _BOOK.rules.values(), ids=lambda rule: rule.id)
def test_every_threshold_says_how_it_was_chosen(rule: Rule) -> None:
    chosen = rule.suspected_from < 1 or bool(rule.phrases)
    assert bool(rule.threshold_note) == chosen
    # A figure in a note is that of the model it was measured with, and untrue with the next one.
    if rule.threshold_note:
        assert "benchmarks/README.md" in rule.threshold_note.vi
        assert "benchmarks/README.md" in rule.threshold_note.en
        assert not [sign for sign in f"{rule.threshold_note.vi}{rule.threshold_note.en}" if sign.isdigit()]


@pytest.mark.parametrize("rule", _BOOK.rules.values(), ids=lambda rule: rule.id)
def test_every_basis_names_a_country_or_a_platform(rule: Rule) -> None:
    assert all(bool(basis.country) != bool(basis.platform) for basis in rule.basis)
    law = [basis for basis in rule.basis if basis.country]
    assert not law or any(basis.country == "VN" for basis in law)
    assert len({(basis.country, basis.act, basis.article) for basis in rule.basis}) == len(rule.basis)


def test_law_known_from_memory_only_is_never_called_read() -> None:
    """What nobody looked up when the catalogue was written; who reads one notes the day and takes it out here."""
    memory = {
        "Luật Sở hữu trí tuệ 50/2005/QH11",
        "Nghị định 98/2020/NĐ-CP",
        "Nghị định 43/2017/NĐ-CP, sửa đổi 111/2021/NĐ-CP",
        "Luật Dược 105/2016/QH13, sửa đổi 44/2024/QH15",
        "Nghị định 342/2025/NĐ-CP",
        "Nghị định 31/2018/NĐ-CP",
        "Nghị định 125/2020/NĐ-CP",
        "Nghị định 123/2020/NĐ-CP, sửa đổi 70/2025/NĐ-CP",
        "Nghị định 137/2020/NĐ-CP",
        "Nghị quyết 173/2024/QH15",
        "Luật An toàn thực phẩm 55/2010/QH12",
        "Luật Đầu tư 61/2020/QH14",
        "Luật Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ 42/2024/QH15",
        "Bộ luật Hình sự 100/2015/QH13",
        "Tariff Act of 1930 (19 U.S.C. 1304)",
        "Internal Revenue Code (26 U.S.C. 7208)",
        "Endangered Species Act (16 U.S.C. 1538)",
        "Directive 2006/112/EC",
        "Regulation (EC) 338/97",
        "Digital Markets, Competition and Consumers Act 2024",
        "Food Safety and Hygiene (England) Regulations 2013",
        "Value Added Tax Act 1994",
        "Ivory Act 2018",
        "FTC Act",
        "FTC Health Products Compliance Guidance",
        "FTC Endorsement Guides",
        "Federal Food, Drug, and Cosmetic Act",
        "Regulation (EC) 1924/2006",
        "Regulation (EU) 1169/2011",
    }
    bases = [basis for rule in _BOOK.rules.values() for basis in rule.basis]
    assert memory <= {basis.act for basis in bases}
    assert {basis.verified for basis in bases if basis.act in memory} == {UNVERIFIED}
    assert {basis.verified for basis in bases if basis.article in {"8(9)", "7(4)", "7(5)", "34"}} == {UNVERIFIED}


@pytest.mark.parametrize("word", ["vi phạm", "hàng giả mạo", "counterfeiter", "violation", "illegal seller"])
def test_no_reason_accuses(word: str) -> None:
    assert not [rule.id for rule in _BOOK.rules.values() if word in f"{rule.reason.vi} {rule.reason.en}".lower()]


def test_the_day_of_capture_chooses_the_law() -> None:
    rule = _BOOK.by_category["endorse_celebrity"]
    assert "75/2025" not in rule.reason_on(date(2025, 12, 31)).vi
    assert "75/2025" in rule.reason_on(date(2026, 1, 1)).vi


def test_an_act_that_replaces_another_is_cited_from_its_day_on(tmp_path: Path) -> None:
    given = """
[[basis]]
country = "VN"
act = "Nghị định cũ"
until = 2026-02-15
verified = "2026-01-05"

[[basis]]
country = "VN"
act = "Nghị định mới"
article = "18"
in_force = 2026-02-15
verified = "2026-01-05"
"""
    (tmp_path / "dated.toml").write_text(f'id = "vn-ad-superlative"\n{given}', encoding="utf-8")
    rule = load_rules(tmp_path).rules["vn-ad-superlative"]
    cited = {day: rule.reason_on(date(2026, 2, day)).vi.rpartition("tham khảo: ")[2] for day in (14, 15)}
    assert cited == {14: "Nghị định cũ.", 15: "Điều 18 Nghị định mới."}


def test_a_rule_is_not_used_before_all_its_law(tmp_path: Path) -> None:
    given = '[[basis]]\ncountry = "VN"\nact = "Luật sau này"\nin_force = 2030-01-01\n'
    (tmp_path / "later.toml").write_text(f'id = "vn-ad-superlative"\n{given}', encoding="utf-8")
    rule = load_rules(tmp_path).rules["vn-ad-superlative"]
    assert [rule.applies_on(date(year, 6, 1)) for year in (2029, 2030)] == [False, True]


def test_a_basis_holds_between_its_days() -> None:
    basis = LegalBasis(country="VN", act="A", in_force=date(2025, 1, 1), until=date(2026, 1, 1))
    assert [basis.holds_on(date(year, 1, 1)) for year in (2024, 2025, 2026)] == [False, True, False]


@pytest.mark.parametrize(
    ("article", "vi", "en"),
    [
        ("", "Luật A", "Luật A"),
        ("27", "Điều 27 Luật A", "Luật A, art. 27"),
        ("15a", "Điều 15a Luật A", "Luật A, art. 15a"),
        ("19-20", "Điều 19-20 Luật A", "Luật A, art. 19-20"),
        ("27(3)", "khoản 3 Điều 27 Luật A", "Luật A, art. 27(3)"),
        ("8(11)", "khoản 11 Điều 8 Luật A", "Luật A, art. 8(11)"),
        ("12(c)", "điểm c Điều 12 Luật A", "Luật A, art. 12(c)"),
        ("52(1)(đ)", "điểm đ khoản 1 Điều 52 Luật A", "Luật A, art. 52(1)(đ)"),
        ("27 et seq.", "Luật A, Điều 27 et seq.", "Luật A, art. 27 et seq."),
        ("Annex I no. 17", "Luật A, Annex I no. 17", "Luật A, Annex I no. 17"),
    ],
)
def test_an_article_is_cited_as_in_letters_of_its_language(article: str, vi: str, en: str) -> None:
    basis = LegalBasis(country="VN", act="Luật A", article=article)
    assert (basis.cited("vi"), basis.cited("en")) == (vi, en)


def test_a_reason_names_paragraph_and_article() -> None:
    assert "khoản 3 Điều 27 Nghị định 15/2018/NĐ-CP" in " ".join(
        rule.reason_on(date(2026, 6, 1)).vi for rule in _BOOK.rules.values()
    )


@pytest.mark.parametrize(
    ("countries", "cited"), [(("VN",), "38/2021"), (("EU",), "2005/29/EC"), (("UK",), "CAP Code"), (("FR",), None)]
)
def test_the_workspace_says_whose_law_is_cited(countries: tuple[str, ...], cited: str | None) -> None:
    rule = load_rules(countries=countries).by_category["disease_cure"]
    day = date(2026, 6, 1)
    assert rule.applies_on(day)
    acts = [basis.act for basis in rule.basis_on(day) if basis.act in rule.reason_on(day).en]
    assert bool(acts) == bool(cited)
    assert all(cited and cited in act for act in acts)
    assert not set(rule.basis_on(day)) & set(rule.basis_elsewhere_on(day))
    assert len(rule.basis_on(day)) + len(rule.basis_elsewhere_on(day)) == len(rule.basis)


def test_platform_policy_is_never_cited_as_law() -> None:
    day = date(2026, 6, 1)
    for countries in (("VN",), ("US",), ("EU",), ("UK",)):
        for rule in load_rules(countries=countries).rules.values():
            policies = [basis.act for basis in rule.basis if basis.platform]
            assert not [act for act in policies if act in rule.reason_on(day).en]


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
