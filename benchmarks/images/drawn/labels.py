"""Labels: a ground, ornaments, an emblem and words."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw

from benchmarks.images.chance import chance_of, likely
from benchmarks.images.drawn.emblems import emblem
from benchmarks.images.drawn.lettering import Hand, any_hand, written
from benchmarks.images.drawn.product import Product
from benchmarks.images.drawn.surfaces import WHITE, Colour, Size, coloured, gradient


@dataclass(frozen=True, slots=True, kw_only=True)
class Inks:
    """The colours of a label. `accent` goes with the flavour, `ink` is what the name is written in."""

    paper: Colour
    accent: Colour
    second: Colour
    ink: Colour


Ornament = Callable[[Image.Image, Inks, random.Random], None]


def label(product: Product, size: Size) -> Image.Image:
    """Draw a product's label. Design, colour and words are independent of each other."""
    chance = chance_of("label", product.design)
    inks = inks_of(product, chance)
    image = _paper(size, inks, chance)
    for ornament in chance.sample(tuple(ORNAMENTS.values()), chance.randint(1, 3)):
        ornament(image, inks, chance)
    _emblem(image, inks, chance)
    _words(image, product, inks, chance)
    return image


def inks_of(product: Product, chance: random.Random) -> Inks:
    """Choose colours around the product's hue."""
    dark = likely(chance, 0.35)
    paper = coloured(product.hue, chance.uniform(0.0, 0.3), 0.97)
    accent = coloured(product.hue, chance.uniform(0.6, 0.95), chance.uniform(0.5, 0.95))
    deep = coloured(product.hue + 0.02, 0.8, chance.uniform(0.15, 0.35))
    second = coloured(product.hue + chance.choice((0.08, -0.08, 0.5)), chance.uniform(0.4, 0.9), 0.85)
    return Inks(
        paper=deep if dark else paper,
        accent=accent,
        second=second,
        ink=WHITE if dark else chance.choice((deep, accent)),
    )


def ink_over(image: Image.Image, mask: Image.Image, place: tuple[float, float], colour: Colour) -> None:
    """Lay a mask in one colour onto an image; `place` is the mask's upper left corner."""
    x, y = round(place[0]), round(place[1])
    image.paste(colour, (x, y, x + mask.width, y + mask.height), mask)


def line_of(text: str, room: Size, hand: Hand) -> Image.Image:
    """Write a line as large as the room (width, height) allows."""
    mask = written(text, room[1], hand)
    if mask.width > room[0]:
        mask = mask.resize((max(1, room[0]), max(1, round(mask.height * max(0.55, room[0] / mask.width)))))
    return mask


def _paper(size: Size, inks: Inks, chance: random.Random) -> Image.Image:
    if likely(chance, 0.4):
        return gradient(size, inks.paper, chance.choice((inks.accent, inks.second)), chance)
    return Image.new("RGB", size, inks.paper)


def _emblem(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    side = max(8, round(min(image.size) * chance.uniform(0.16, 0.4)))
    x = chance.choice((0.06, 0.5, 0.94)) * (image.width - side)
    y = chance.choice((0.05, 0.95)) * (image.height - side)
    ink_over(image, emblem(side, chance), (x, y), chance.choice((inks.accent, inks.second, inks.ink)))


def _words(image: Image.Image, product: Product, inks: Inks, chance: random.Random) -> None:
    wide, high = image.size
    top = chance.uniform(0.22, 0.45) * high
    rows = (
        (product.name, 0.17, any_hand(chance), inks.ink),
        (product.goods, 0.08, any_hand(chance), inks.ink),
        (product.flavour, 0.07, Hand(face="italic", weight=chance.randrange(400, 900, 100)), inks.accent),
        *((text, 0.035, Hand(), inks.ink) for text in product.small_print),
    )
    ragged = likely(chance, 0.35)
    for text, share, hand, colour in rows:
        line = line_of(text, (round(0.86 * wide), max(6, round(share * high))), hand)
        ink_over(image, line, (0.07 * wide if ragged else (wide - line.width) / 2, top), colour)
        top += line.height * chance.uniform(1.05, 1.4)


def _band(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    top, tall = chance.uniform(0, 0.75) * image.height, chance.uniform(0.08, 0.3) * image.height
    ImageDraw.Draw(image).rectangle((0, top, image.width, top + tall), fill=inks.accent)


def _wave(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    middle, swing = chance.uniform(0.55, 0.85), chance.uniform(0.03, 0.12)
    turns, start = chance.uniform(0.5, 3), chance.uniform(0, 6.3)
    crest = [
        (x, image.height * (middle + swing * math.sin(start + turns * 2 * math.pi * x / image.width)))
        for x in range(0, image.width + 8, 8)
    ]
    outline = [*crest, (image.width, image.height), (0, image.height)]
    ImageDraw.Draw(image).polygon(outline, fill=chance.choice((inks.accent, inks.second)))


def _stripes(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    pen, step = ImageDraw.Draw(image), chance.uniform(0.05, 0.15) * image.width
    slope = chance.choice((0.0, 0.3, -0.3)) * image.height
    for number in range(-4, round(image.width / step) + 4):
        pen.line(
            (number * step, 0, number * step + slope, image.height), fill=inks.second, width=max(1, round(step / 4))
        )


def _dots(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    pen, size = ImageDraw.Draw(image), chance.uniform(0.01, 0.05) * image.width
    for _ in range(chance.randint(10, 50)):
        x, y, r = chance.random() * image.width, chance.random() * image.height, size * chance.uniform(0.5, 1.5)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=chance.choice((inks.accent, inks.second)))


def _fruit(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    """Draw a heap of shaded balls: what a flavour looks like on its label."""
    side = chance.uniform(0.1, 0.22) * image.width
    left, low = chance.uniform(0.1, 0.5) * image.width, chance.uniform(0.7, 0.85) * image.height
    ball = Image.radial_gradient("L").point(lambda v: max(0, 255 - round(1.1 * v)))
    for _ in range(chance.randint(3, 9)):
        place = (left + chance.uniform(0, 2.2) * side, low + chance.uniform(-1, 0.3) * side)
        ink_over(image, ball.resize((max(4, round(side * chance.uniform(0.7, 1.2))),) * 2), place, inks.accent)


def _frame(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    edge, wide = chance.uniform(0.02, 0.06) * image.width, max(1, round(chance.uniform(0.005, 0.02) * image.width))
    box = (edge, edge, image.width - edge, image.height - edge)
    ImageDraw.Draw(image).rounded_rectangle(box, edge * chance.uniform(0.2, 3), outline=inks.second, width=wide)


def _seal(image: Image.Image, inks: Inks, chance: random.Random) -> None:
    side = chance.uniform(0.5, 0.95) * image.width
    x, y = (image.width - side) / 2, chance.uniform(0.1, 0.4) * image.height
    ImageDraw.Draw(image).ellipse((x, y, x + side, y + side * chance.uniform(0.5, 1)), fill=inks.second)


ORNAMENTS: Mapping[str, Ornament] = {
    "band": _band,
    "wave": _wave,
    "stripes": _stripes,
    "dots": _dots,
    "fruit": _fruit,
    "frame": _frame,
    "seal": _seal,
}
