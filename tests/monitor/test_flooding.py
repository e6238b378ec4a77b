"""A reference that matches far more than usual is set aside, looked at, and released."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from listings.errors import Conflict, NotFound
from monitor.steps.flooding import floods, release, save_pictures
from store.open import Stores
from tests.monitor.flooded import BANNER, BRAND, REFERENCE, WITH_EFFECT, WITHOUT, flooded_store, judged, risks

COUNT = 70


@pytest.fixture
def flooded(tmp_path: Path) -> Stores:
    return flooded_store(tmp_path, COUNT)


@pytest.mark.parametrize("again", [False, True])
def test_a_flood_has_no_effect_not_even_what_came_before_it_was_noticed(flooded: Stores, again: bool) -> None:
    report = judged(flooded, again=again)
    assert risks(flooded) == {WITHOUT}
    (flood,) = report.floods
    assert (flood.reference, flood.brand) == (REFERENCE, BRAND)
    assert report.aside == COUNT
    assert report.judge != "flooded-0"
    assert flooded.listings.unjudged(None) == []


def test_judging_again_changes_nothing(flooded: Stores) -> None:
    first = judged(flooded)
    second = judged(flooded)
    assert (second.judged, second.floods, second.judge) == (0, first.floods, first.judge)
    assert judged(flooded, again=True).judged == 0


def test_below_the_limit_nothing_is_set_aside(tmp_path: Path) -> None:
    few = flooded_store(tmp_path, 20)
    report = judged(few)
    assert (report.floods, report.aside, risks(few)) == ((), 0, {WITH_EFFECT})


def test_there_is_something_to_look_at(flooded: Stores, tmp_path: Path) -> None:
    judged(flooded)
    (seen,) = floods(flooded)
    assert (seen.path, len(seen.examples)) == ("sen.png", 5)
    assert seen.examples[0].alike == COUNT
    assert save_pictures(flooded, [seen], tmp_path / "look") == 6
    assert {file.read_bytes() for file in (tmp_path / "look").iterdir()} == {BANNER, b"an official picture"}


def test_released_its_hits_are_as_they_would_have_been(flooded: Stores) -> None:
    judged(flooded)
    flood, waiting = release(flooded, REFERENCE[:8].upper(), benign=False)
    assert (flood.reference, waiting) == (REFERENCE, COUNT)
    report = judged(flooded)
    assert (report.judged, report.floods, risks(flooded)) == (COUNT, (), {WITH_EFFECT})
    with pytest.raises(NotFound, match="brand floods"):
        release(flooded, REFERENCE, benign=False)


def test_benign_makes_the_picture_a_negative_reference_once(flooded: Stores) -> None:
    judged(flooded)
    release(flooded, REFERENCE, benign=True)
    (picture,) = flooded.brands.get(BRAND).benign
    assert picture.digest == hashlib.sha256(BANNER).hexdigest()
    assert flooded.brands.reference_bytes(picture.digest) == BANNER
    assert floods(flooded) == []


@pytest.mark.parametrize("named", ["", "zz", "0" * 64])
def test_what_is_not_set_aside_cannot_be_released(flooded: Stores, named: str) -> None:
    judged(flooded)
    with pytest.raises((NotFound, Conflict)):
        release(flooded, named, benign=False)
