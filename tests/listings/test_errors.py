from __future__ import annotations

import copy
import pickle

import pytest

from listings.errors import InvalidInput, SoiError, Unreadable
from listings.wording import Wording

WHAT = Wording("không phải một chu kỳ", "is no interval")
WHERE = Wording("chu kỳ", "every")
REMEDY = Wording("hãy ghi như 6h", "write 6h")


@pytest.mark.parametrize(
    ("error", "vietnamese", "english"),
    [
        (
            InvalidInput(WHAT, where=WHERE, remedy=REMEDY),
            "chu kỳ: không phải một chu kỳ (hãy ghi như 6h)",
            "every: is no interval (write 6h)",
        ),
        (InvalidInput(WHAT, where="cron"), "cron: không phải một chu kỳ", "cron: is no interval"),
        (InvalidInput(WHAT), "không phải một chu kỳ", "is no interval"),
        (InvalidInput("is no TOML", where="a.toml", remedy="correct it"), *["a.toml: is no TOML (correct it)"] * 2),
        (
            Unreadable("too_large", WHAT, remedy=REMEDY),
            "không phải một chu kỳ (hãy ghi như 6h)",
            "is no interval (write 6h)",
        ),
    ],
)
def test_a_fault_is_told_in_the_language_asked_for(error: SoiError, vietnamese: str, english: str) -> None:
    assert error.in_language("vi") == vietnamese
    assert error.in_language("en") == str(error) == english


def test_the_parts_stay_at_hand_in_english() -> None:
    error = InvalidInput(WHAT, where=WHERE, remedy=REMEDY)
    assert (error.what, error.remedy, error.args) == ("is no interval", "write 6h", ("is no interval",))
    assert InvalidInput("is no TOML").remedy == ""


def test_a_fault_keeps_both_languages_between_processes() -> None:
    error = InvalidInput(WHAT, where=WHERE, remedy=REMEDY)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert again.in_language("vi") == error.in_language("vi")
        assert str(again) == str(error)
