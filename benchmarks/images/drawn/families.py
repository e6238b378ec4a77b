"""Families of drawn pictures: lines of goods in several flavours, single goods and marks, as many as asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from PIL import Image

from benchmarks.images.chance import chance_of
from benchmarks.images.drawn.blanks import draw_blank
from benchmarks.images.drawn.goods import draw_product
from benchmarks.images.drawn.marks import Mark, any_mark, draw_mark, look_alike
from benchmarks.images.drawn.product import Product, any_product, other_flavour, other_product, other_text
from benchmarks.images.pictures import Kind, Picture

LOOK_ALIKE = "look-alike mark"
SAME_DESIGN = "same design, other text"
SAME_SCENE = "same scene, other product"
BLANK = "flat or placeholder"
OTHER_FLAVOUR = "other flavour of the line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Pictures of one line or mark, and, by kind, pictures that resemble them but are none of them."""

    group: str
    members: Sequence[Picture]
    resembling: Mapping[str, Picture] = field(default_factory=dict)


def families(seed: int, side: str) -> Iterator[Family]:
    """Give families without end; no two sides (`references`, `others`) share one."""
    for number in count():
        group = f"{side}-{number:05}"
        chance = chance_of(seed, group)
        kind = chance.choices(("line", "single", "mark"), (25, 30, 45))[0]
        yield _mark(group, any_mark(chance)) if kind == "mark" else _goods(group, any_product(chance), kind == "line")


def blanks(seed: int) -> Iterator[Picture]:
    """Give flat and placeholder pictures without end."""
    for number in count():
        group = f"blank-{number:05}"
        yield _picture(group, group, "blank", partial(_blank, seed, group))


def _goods(group: str, product: Product, has_flavours: bool) -> Family:
    flavour = other_flavour(product)
    third = other_flavour(flavour)
    return Family(
        group=group,
        members=[_of(group, "first", product), *([_of(group, "second", flavour)] if has_flavours else [])],
        resembling={
            OTHER_FLAVOUR: _of(group, "flavour", third if has_flavours else flavour),
            SAME_DESIGN: _of(group, "text", other_text(product)),
            SAME_SCENE: _of(group, "scene", other_product(product)),
        },
    )


def _mark(group: str, mark: Mark) -> Family:
    def of(part: str, drawn: Mark) -> Picture:
        return _picture(f"{group}/{part}", group, "logo", partial(draw_mark, drawn))

    return Family(group=group, members=[of("mark", mark)], resembling={LOOK_ALIKE: of("look-alike", look_alike(mark))})


def _of(group: str, part: str, product: Product) -> Picture:
    return _picture(f"{group}/{part}", group, "photo", partial(draw_product, product))


def _picture(name: str, group: str, kind: Kind, draw: partial[Image.Image]) -> Picture:
    return Picture(name=f"drawn/{name}", group=f"drawn-{group}", kind=kind, source="drawn", open=draw)


def _blank(seed: int, group: str) -> Image.Image:
    chance = chance_of(seed, group)
    return draw_blank(chance)
