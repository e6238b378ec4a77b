"""A workspace adds rules and overrides fields; what it adds is tried first; what is malformed is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.rules.fields import known_kinds
from detectors.rules.load import BUILT_IN, load_rules
from detectors.rules.rule import RuleBook
from listings.errors import InvalidInput
from listings.ruling import RuleChange, RuleState

_BOOK = load_rules()
_GOOD = (BUILT_IN / "vn-ad-superlative.toml").read_text(encoding="utf-8")
_OWN = _GOOD.replace("vn-ad-superlative", "own").replace("severity = 1", 'severity = 1\nphrases = ["nước thần"]')


def _write(folder: Path, text: str, name: str = "own.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def _changed(rule: str, state: RuleState, *phrases: str, change: int = 1) -> dict[str, RuleChange]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return {rule: RuleChange(id=change, rule=rule, state=state, phrases=phrases, user="ha", at=at)}


def test_a_missing_folder_adds_nothing(tmp_path: Path) -> None:
    assert load_rules(tmp_path / "none").version == load_rules().version == _BOOK.version
    assert not _BOOK.trial
    assert not [rule for rule in _BOOK.rules.values() if rule.kind == "shadow"]


def test_an_added_rule_is_tried_beside_the_built_in_one(tmp_path: Path) -> None:
    book = load_rules(_write(tmp_path, _OWN))
    assert book.rules["own"].kind == "shadow"
    assert book.by_category["superlative"].id == "vn-ad-superlative"
    assert (book.rules["vn-ad-superlative"], book.version != _BOOK.version) == (
        _BOOK.rules["vn-ad-superlative"],
        True,
    )
    assert "own" not in book.built_in


def test_a_person_sets_it_live_and_back(tmp_path: Path) -> None:
    folder = _write(tmp_path, _OWN)
    live = load_rules(folder, changes=_changed("own", "live", "nước thần"))
    assert (live.rules["own"].kind, live.rules["own"].phrases, live.trial) == ("label", ("nước thần",), ())
    back = load_rules(folder, changes=_changed("own", "shadow", "nước thần"))
    assert back.rules["own"].kind == "shadow"
    assert len({load_rules(folder).version, live.version}) == 2


def test_no_change_of_a_state_brings_an_old_version_back(tmp_path: Path) -> None:
    """Else `soi detect --all` would find nothing to judge anew."""
    folder = _write(tmp_path, _OWN)
    states: list[RuleState] = ["live", "shadow", "live"]
    changes = [_changed("own", state, "nước thần", change=number) for number, state in enumerate(states, start=1)]
    books = [load_rules(folder), *(load_rules(folder, changes=change) for change in changes)]
    assert len({book.version for book in books}) == 4
    assert [book.changed for book in books] == [0, 1, 2, 3]
    (folder / "own.toml").unlink()
    assert load_rules(folder, changes=changes[2]).version != _BOOK.version


def test_a_rule_that_counts_speaks_before_one_in_shadow(tmp_path: Path) -> None:
    own = _changed("own", "live", "nước thần")
    put_aside = _changed("vn-ad-superlative", "shadow", change=2)
    folder = _write(tmp_path, _OWN)
    assert load_rules(folder, changes=own).by_category["superlative"].id == "vn-ad-superlative"
    assert load_rules(folder, changes=own | put_aside).by_category["superlative"].id == "own"


@pytest.mark.parametrize("rule", ["vn-ip-obfuscated-brand", "vn-price-low", "vn-ad-superlative"])
def test_a_built_in_rule_keeps_its_category(tmp_path: Path, rule: str) -> None:
    own = _BOOK.rules[rule].category
    _write(tmp_path, f'id = "{rule}"\ncategory = "own_words"\n')
    with pytest.raises(InvalidInput, match=rf"own\.toml: category: .*{own}") as caught:
        load_rules(tmp_path)
    assert "another id" in (caught.value.remedy or "")
    assert load_rules(_write(tmp_path, f'id = "{rule}"\ncategory = "{own}"\n')).by_category[own].id == rule


def test_a_phrase_added_to_a_live_rule_is_tried_alone(tmp_path: Path) -> None:
    folder = _write(tmp_path, _OWN.replace('"nước thần"', '"nước thần", "nước tiên"'))
    book = load_rules(folder, changes=_changed("own", "live", "nước thần"))
    assert (book.rules["own"].kind, book.rules["own"].phrases) == ("label", ("nước thần",))
    assert [(rule.id, rule.kind, rule.phrases) for rule in book.trial] == [("own", "shadow", ("nước tiên",))]
    assert book.phrases_of("own") == ("nước thần", "nước tiên")


def _replica(book: RuleBook) -> tuple[str, ...]:
    return book.rules["vn-ip-replica"].phrases


@pytest.mark.parametrize(
    ("override", "counting", "tried"),
    [
        ('more_phrases = ["siêu giống", "hàng rep"]', _replica(_BOOK), ("siêu giống",)),
        ('phrases = ["hàng rep", "siêu giống"]', ("hàng rep",), ("siêu giống",)),
        ('phrases = ["hàng rep"]', ("hàng rep",), ()),
    ],
)
def test_new_phrases_of_a_built_in_rule_are_tried(
    tmp_path: Path, override: str, counting: tuple[str, ...], tried: tuple[str, ...]
) -> None:
    book = load_rules(_write(tmp_path, f'id = "vn-ip-replica"\n{override}\n'))
    assert (_replica(book), book.rules["vn-ip-replica"].kind) == (counting, "label")
    assert tuple(phrase for rule in book.trial for phrase in rule.phrases) == tried
    live = load_rules(tmp_path, changes=_changed("vn-ip-replica", "live", *book.phrases_of("vn-ip-replica")))
    assert (set(_replica(live)), live.trial) == ({*counting, *tried}, ())


def test_only_the_fields_given_are_overridden(tmp_path: Path) -> None:
    override = 'id = "vn-ad-superlative"\nseverity = 3\nsuspected_from = 0.7\n[reason]\nen = "Seems too much."\n'
    rule = load_rules(_write(tmp_path, override)).rules["vn-ad-superlative"]
    before = _BOOK.rules["vn-ad-superlative"]
    assert (rule.severity, rule.suspected_from, rule.kind) == (3, 0.7, "label")
    assert (rule.reason.en, rule.reason.vi) == ("Seems too much.", before.reason.vi)
    assert (rule.basis, rule.look_for, rule.exempt_kinds) == (before.basis, before.look_for, before.exempt_kinds)
    assert rule.version != before.version


def test_a_person_may_put_a_built_in_rule_into_shadow(tmp_path: Path) -> None:
    book = load_rules(changes=_changed("vn-ad-superlative", "shadow"))
    assert book.by_category["superlative"].kind == "shadow"
    assert book.version != _BOOK.version


def test_an_authority_without_a_country_is_vietnams(tmp_path: Path) -> None:
    old = '[authority]\nvi = "Cơ quan A"\nen = "Agency A"\n'
    text = _OWN[: _OWN.index("[authority.VN]")] + old
    assert load_rules(_write(tmp_path, text)).rules["own"].authority["VN"].en == "Agency A"


@pytest.mark.parametrize(("kinds", "spoken"), [((), True), (("book",), False), (("supplement", "toy"), True)])
def test_a_rule_speaks_of_its_goods_and_of_the_unknown(tmp_path: Path, kinds: tuple[str, ...], *, spoken: bool) -> None:
    folder = _write(tmp_path, 'id = "vn-ad-superlative"\nproduct_kinds = ["supplement"]\n')
    assert load_rules(folder).speaks_of("vn-ad-superlative", frozenset(kinds)) == spoken
    assert _BOOK.speaks_of("vn-ad-superlative", frozenset(kinds))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("severity = 1", "severity = 'high'"), "severity: .*"),
        (("severity = 1", "severity = 7"), "severity: .*"),
        (("severity = 1", ""), r"severity: .*\(add it; or, to change a built-in rule, give that rule's id"),
        (("severity = 1", "severity = 1\nseverty = 2"), "unknown field severty"),
        (("[reason]", "[reason"), r"TOML.*|no rule file: .*line \d+"),
        (("[reason]", "[reasons]"), "unknown field reasons"),
        (('id = "own"', ""), "id: missing"),
        (('id = "own"', "id = 3"), "id: missing, or no text"),
        (('id = "own"', 'id = "../own"'), "id: .*"),
        (('id = "own"', 'id = "own"\nkind = "shadow"'), "kind: .*soi rule shadow own"),
        (('"nước thần"', '"nước thần", 3'), "phrases.1: .*"),
        (('"nước thần"', '"... thần"'), "phrases: .*never found"),
        (('"nước thần"', '"!!"'), "phrases: .*never found"),
        (('"nước thần"', '"nước = thần"'), "phrases: .*= before no word: write it right before one, as in =sách"),
        (('["book", "game"]', '["books"]'), "exempt_kinds: books .*book"),
        (('verified = "seen"', 'verified = "yes"'), r"basis\.\d\.verified: .*"),
        (('country = "VN"', 'country = "Vietnam"'), r"basis\.\d\.country: .*"),
        (('en = "This clause uses', 'fr = "This clause uses'), r"reason\.(en|fr): .*"),
        (("suspected_from = 0.6", "suspected_from = 1.9"), "suspected_from: .*"),
        (("suspected_from = 0.6", "suspected_from = nan"), "suspected_from: .*"),
        (('phrases = ["nước thần"]', 'more_phrases = "nước thần"'), "more_phrases: a list"),
    ],
)
def test_a_malformed_rule_names_file_field_and_remedy(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    _write(tmp_path, _OWN.replace(*change), "bad.toml")
    with pytest.raises(InvalidInput, match=rf"bad\.toml: (?:{named})") as caught:
        load_rules(tmp_path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 50_000, b"id = 'x'\n" * 2, b"x" * 2_000_000, b""])
def test_what_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.toml").write_bytes(content)
    with pytest.raises(InvalidInput, match=r"odd\.toml"):
        load_rules(tmp_path)


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").mkdir()
    with pytest.raises(InvalidInput, match=r"odd\.toml"):
        load_rules(tmp_path)


def test_one_rule_in_two_files_is_refused(tmp_path: Path) -> None:
    _write(_write(tmp_path, _OWN, "a.toml"), _OWN, "b.toml")
    with pytest.raises(InvalidInput, match=r"b\.toml: id: own stands in a\.toml"):
        load_rules(tmp_path)


@given(st.binary(max_size=200))
def test_any_file_is_a_rule_or_named(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.toml").write_bytes(content)
    with pytest.raises(InvalidInput, match=r"any\.toml"):
        load_rules(folder)


def test_the_kinds_of_goods_are_those_of_the_detectors() -> None:
    used = {kind for rule in _BOOK.rules.values() for kind in (*rule.product_kinds, *rule.exempt_kinds)}
    assert used <= known_kinds()
