"""Methods: each finds an unchanged picture, and scores every reference."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.images.chance import chance_of
from benchmarks.images.drawn.goods import draw_product
from benchmarks.images.drawn.product import any_product
from benchmarks.images.methods.catalogue import COMPARED, SLOW
from benchmarks.images.methods.hashes import agreement
from benchmarks.images.methods.method import Maker, Official, Query
from benchmarks.images.methods.soi import Soi
from benchmarks.images.pictures import Picture, as_jpeg


@pytest.fixture(scope="module")
def officials() -> list[Official]:
    images = [draw_product(any_product(chance_of("method", number))) for number in range(4)]
    return [
        Official(
            picture=Picture(name=f"p{place}", group=f"g{place}", kind="photo", source="drawn", open=image.copy),
            content=as_jpeg(image, 95),
        )
        for place, image in enumerate(images)
    ]


@pytest.mark.parametrize("make", [Soi, *COMPARED, *SLOW])
def test_a_picture_saved_again_is_found_and_put_first(make: Maker, officials: list[Official]) -> None:
    method = make(officials)
    for place, official in enumerate(officials):
        answer = method.answer(Query(as_jpeg(official.image, 85)))
        assert answer.scores.shape == (len(officials),)
        assert int(answer.scores.argmax()) == place
        assert answer.best == float(answer.scores[place]) > 0


@pytest.mark.parametrize("make", [*COMPARED, *SLOW])
def test_a_flat_picture_is_no_trouble(make: Maker, officials: list[Official]) -> None:
    flat = Query(as_jpeg(officials[0].image.resize((300, 300)).point(lambda _: 255)))
    assert np.isfinite(make(officials).answer(flat).scores).all()


def test_soi_says_what_it_cannot_judge(officials: list[Official]) -> None:
    flat = Query(as_jpeg(officials[0].image.point(lambda _: 255)))
    answer = Soi(officials).answer(flat)
    assert not answer.usable
    assert answer.best == 0


def test_names_differ(officials: list[Official]) -> None:
    names = [make(officials).name for make in (Soi, *COMPARED, *SLOW)]
    assert len(set(names)) == len(names)


def test_agreement_runs_from_same_to_opposite() -> None:
    hashes = np.array([[0, 0], [255, 255], [15, 15]], dtype=np.uint8)
    assert agreement(hashes[0], hashes).tolist() == [1.0, -1.0, 0.0]
