from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest
from bs4 import BeautifulSoup

from detectors.rules.load import load_rules
from listings.page import UNREADABLE_REASONS
from listings.review import DecisionVerdict, HitState, Role
from listings.takedown import TakedownState
from review_ui import rendering
from review_ui.texts.catalogue import LANGUAGES, texts

ROOM = Path(rendering.__file__).parent
TEMPLATES = sorted((ROOM / "templates").glob("*.html"))
_CODE = re.compile(r"{% block layout %}.*?{% endblock %}|{%.*?%}|{{.*?}}|{#.*?#}|<!doctype[^>]*>", re.DOTALL)
_READ_ALOUD = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')
_USED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["'](?! ~)""")
_BUILT = re.compile(r"""\b(?:t\(["']([a-z_]+)\.[a-z_]*["'] ~|name_of\((?:language, |"vi", )?["']([a-z_]+)["'])""")
_IN_PYTHON = re.compile(r'"(sign_in\.(?!html)[a-z_]+)"')


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    vietnamese, english = texts("vi"), texts("en")
    assert set(vietnamese) == set(english)
    for key, words in vietnamese.items():
        assert words.strip(), key
        assert english[key].strip(), key
        assert _values(words) == _values(english[key]), key


def _values(words: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(template: Path) -> None:
    plain = _CODE.sub("", template.read_text(encoding="utf-8"))
    aloud = " ".join(_READ_ALOUD.findall(plain))
    tree = BeautifulSoup(plain, "lxml")
    for key in tree.select("kbd"):
        key.decompose()
    assert not re.findall(r"[^\W\d_]", tree.get_text()), template.name
    assert not re.findall(r"[^\W\d_]", aloud)


def test_every_text_asked_for_is_there_and_none_is_idle() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *ROOM.rglob("*.py")])
    used = set(_USED.findall(source)) | set(_IN_PYTHON.findall(source))
    assert used <= set(texts("vi"))
    built = {one or other for one, other in _BUILT.findall(source)}
    idle = {key for key in texts("vi") if key not in used and key.partition(".")[0] not in built}
    # Chosen by a condition inside the call.
    assert idle <= {"case.authorised", "case.not_authorised", "case.law_verified", "case.law_unverified"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_name(language: str) -> None:
    known = texts(language)
    sections: dict[str, tuple[str, ...]] = {
        "verdict": get_args(DecisionVerdict),
        "hit_state": get_args(HitState),
        "role": get_args(Role),
        "takedown_state": get_args(TakedownState),
        "unreadable": UNREADABLE_REASONS,
        "category": tuple(rule.category for rule in load_rules().rules.values()),
    }
    missing = [
        f"{section}.{code}" for section, codes in sections.items() for code in codes if f"{section}.{code}" not in known
    ]
    assert missing == []
