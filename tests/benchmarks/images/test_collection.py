"""What a run works on: enough references, other goods of other groups, negatives without end and one at a time."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from benchmarks.images.chance import chance_of
from benchmarks.images.collection import Collection, gather
from benchmarks.images.drawn.families import BLANK, LOOK_ALIKE, OTHER_FLAVOUR, SAME_DESIGN, SAME_SCENE
from benchmarks.images.negatives import ORDINARY, ordinary, resembling
from tests.benchmarks.images.scenes import mottled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(24):
        mottled((300, 240), number).save(tmp_path / f"{chr(97 + number)}-{number}.png")
    return tmp_path


@pytest.fixture(scope="module")
def drawn() -> Collection:
    return gather(3, 12, 3, None)


def test_there_are_as_many_references_as_asked_for(drawn: Collection, folder: Path) -> None:
    assert 12 <= len(drawn.references) <= 13
    with_pool = gather(3, 30, 3, folder)
    sources = [picture.source for picture in with_pool.references]
    assert sources.count("pool") > 5
    assert 30 <= len(sources) <= 31


def test_other_goods_are_of_other_groups(drawn: Collection, folder: Path) -> None:
    for collection in (drawn, gather(3, 30, 3, folder)):
        ours = {picture.group for picture in collection.references}
        theirs = list(islice(collection.others(), 80))
        assert ours.isdisjoint(picture.group for picture in theirs)
        assert {picture.source for picture in theirs} == ({"drawn", "pool"} if collection.pooled else {"drawn"})


def test_references_are_files_of_their_pictures(drawn: Collection) -> None:
    officials = list(drawn.officials())
    assert [official.picture for official in officials] == list(drawn.references)
    logo = next(official for official in officials if official.picture.kind == "logo")
    assert logo.image.tobytes() == logo.picture.open().tobytes()


def test_what_surrounds_is_the_same_again_and_large_enough(drawn: Collection) -> None:
    first, again = drawn.surroundings()(chance_of("s")), drawn.surroundings()(chance_of("s"))
    assert first.tobytes() == again.tobytes()
    assert max(first.size) >= 640


def test_every_resembling_kind_is_there(drawn: Collection) -> None:
    kinds = [negative.kind for negative in resembling(drawn)]
    assert set(kinds) == {LOOK_ALIKE, SAME_DESIGN, SAME_SCENE, OTHER_FLAVOUR, BLANK}
    assert all(kinds.count(kind) <= 3 for kind in kinds)
    groups = {picture.group for picture in drawn.references}
    for kind in set(kinds) - {BLANK}:
        assert {picture.group for picture in drawn.resembling[kind]} <= groups


def test_negatives_are_whole_cut_and_attacked_and_the_same_again(drawn: Collection) -> None:
    first, again = (list(islice(ordinary(drawn, drawn.surroundings()), 18)) for _ in range(2))
    assert [negative.content for negative in first] == [negative.content for negative in again]
    assert {negative.kind for negative in first} == {ORDINARY}
    assert sum(", " not in negative.name for negative in first) == 3
    assert sum(negative.name.endswith(", cut") for negative in first) == 6
    assert len({negative.content for negative in first}) == 18


def test_the_pool_is_used_again_in_other_ways(folder: Path) -> None:
    collection = gather(3, 5, 2, folder)
    seen = list(islice(ordinary(collection, collection.surroundings()), 12 * (len(collection.pooled) + 2)))
    pooled = [negative for negative in seen if negative.name.startswith("pool/") and ", " in negative.name]
    assert len(pooled) > 5 * len(collection.pooled)
    assert len({negative.content for negative in pooled}) == len(pooled)
