"""Pictures of other goods, whole, cut and attacked, made one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from benchmarks.images.abreast import WHOLE, Part
from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.chance import chance_of
from benchmarks.images.collection import Collection
from benchmarks.images.pictures import Others, as_jpeg

CROPS = 2
ATTACKED = 3
KEPT = (0.3, 0.85)
ORDINARY = "other goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative:
    """A file that shows no reference. `kind` is `other goods` or what it resembles; `name` says how it was made."""

    kind: str
    name: str
    content: bytes


def ordinary(collection: Collection, others: Others, part: Part = WHOLE) -> Iterator[Negative]:
    """Give, for each picture of other goods, the whole, two parts of it and three attacked ones, without end."""
    for round_, picture in enumerate(collection.others()):
        if not part.has(round_):
            continue
        image = picture.open()
        yield Negative(kind=ORDINARY, name=picture.name, content=as_jpeg(image))
        for number in range(CROPS + ATTACKED):
            name = f"{picture.name} {round_} {number}"
            how, changed = _part(image, name) if number < CROPS else _attacked(image, name, others)
            yield Negative(kind=ORDINARY, name=f"{picture.name}, {how}", content=as_jpeg(changed))


def resembling(collection: Collection) -> Iterator[Negative]:
    """Give the pictures that resemble a reference, whole."""
    for kind, pictures in collection.resembling.items():
        for picture in pictures:
            yield Negative(kind=kind, name=picture.name, content=as_jpeg(picture.open()))


def _part(image: Image.Image, name: str) -> tuple[str, Image.Image]:
    chance = chance_of("part", name)
    wide, high = (max(16, round(chance.uniform(*KEPT) * side)) for side in image.size)
    x, y = chance.randint(0, max(0, image.width - wide)), chance.randint(0, max(0, image.height - high))
    return "cut", image.crop((x, y, x + wide, y + high))


def _attacked(image: Image.Image, name: str, others: Others) -> tuple[str, Image.Image]:
    chance = chance_of("attacked", name)
    attack = chance.choice(ATTACKS)
    return attack.name, attack.change(image, chance, others)
