"""Drawn pictures: as many as asked for, the same again, unlike each other, and each resemblance changes one thing."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from benchmarks.images.chance import chance_of
from benchmarks.images.drawn.blanks import KINDS
from benchmarks.images.drawn.families import LOOK_ALIKE, OTHER_FLAVOUR, SAME_DESIGN, SAME_SCENE, blanks, families
from benchmarks.images.drawn.goods import FORMS, draw_product
from benchmarks.images.drawn.lettering import written
from benchmarks.images.drawn.marks import any_mark, draw_mark, look_alike
from benchmarks.images.drawn.product import FORMS as NAMED
from benchmarks.images.drawn.product import any_product, other_flavour, other_product, other_text
from benchmarks.images.drawn.words import misspelt


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_is_drawn_the_same_again(form: str) -> None:
    product = next(p for n in range(200) if (p := any_product(chance_of("form", n))).form == form)
    image = draw_product(product)
    assert image.mode == "RGB"
    assert 500 <= max(image.size) <= 1000
    assert np.asarray(image).std() > 5
    assert image.tobytes() == draw_product(product).tobytes()


def test_every_form_that_is_chosen_can_be_drawn() -> None:
    assert set(NAMED) == set(FORMS)


def test_vietnamese_is_written_with_its_marks() -> None:
    plain, marked = (np.asarray(written(text, 60)) for text in ("GIAM GIA", "GIẢM GIÁ"))
    assert marked[: len(marked) // 3].sum() > plain[: len(plain) // 3].sum()
    assert written("ệ", 60).tobytes() != written("ê", 60).tobytes()
    # What a face lacks, it writes as a question mark or a box: then two such letters look the same.
    assert written("ỹ", 60).tobytes() != written("ặ", 60).tobytes()


def test_another_flavour_is_another_colour_and_word_and_no_more() -> None:
    product = any_product(chance_of("flavour"))
    other = other_flavour(product)
    assert abs(other.hue - product.hue) >= 0.2
    assert other.flavour != product.flavour
    kept = ("form", "shape", "design", "scene", "name", "goods")
    assert [getattr(other, part) for part in kept] == [getattr(product, part) for part in kept]


def test_other_text_keeps_the_design_and_another_product_keeps_the_scene() -> None:
    product = any_product(chance_of("text"))
    text, stand_in = other_text(product), other_product(product)
    assert (text.design, text.shape, text.hue) == (product.design, product.shape, product.hue)
    assert text.name != product.name
    assert stand_in.scene == product.scene
    assert stand_in.design != product.design


@pytest.mark.parametrize("number", range(12))
def test_a_look_alike_is_another_picture(number: int) -> None:
    mark = any_mark(chance_of("mark", number))
    other = look_alike(mark)
    assert other.name != mark.name
    assert (other.style, other.hue) == (mark.style, mark.hue)
    assert (other.figure is None) == (mark.figure is None)
    assert draw_mark(other).tobytes() != draw_mark(mark).tobytes()


@pytest.mark.parametrize("name", ["Trasel", "mo", "KITHOAN"])
def test_a_misspelt_name_differs_in_a_letter_or_two(name: str) -> None:
    other = misspelt(name, chance_of(name))
    assert len(other) == len(name)
    assert 1 <= sum(one != two for one, two in zip(name, other, strict=True)) <= 2


def test_families_of_two_sides_share_no_picture() -> None:
    ours, theirs = (list(islice(families(1, side), 12)) for side in ("references", "others"))
    assert {family.group for family in ours}.isdisjoint(family.group for family in theirs)
    drawn = [member.open().tobytes() for family in (*ours, *theirs) for member in family.members]
    assert len(set(drawn)) == len(drawn)


def test_families_are_the_same_again_and_others_for_another_seed() -> None:
    first, again, other = (next(families(seed, "references")).members[0].open().tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_families_hold_goods_in_flavours_and_marks_with_what_resembles_them() -> None:
    several = list(islice(families(1, "references"), 40))
    assert {len(family.members) for family in several} == {1, 2}
    kinds = {frozenset(family.resembling) for family in several}
    assert kinds == {frozenset({LOOK_ALIKE}), frozenset({OTHER_FLAVOUR, SAME_DESIGN, SAME_SCENE})}


def test_blanks_have_next_to_nothing_in_them() -> None:
    several = [blank.open() for blank in islice(blanks(1), 9)]
    assert all(np.asarray(image).std() < 40 for image in several)
    assert len(KINDS) == 3
