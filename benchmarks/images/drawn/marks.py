"""Logos and word marks on plain ground, and their look-alikes."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from benchmarks.images.chance import chance_of, likely
from benchmarks.images.drawn.emblems import emblem
from benchmarks.images.drawn.labels import ink_over
from benchmarks.images.drawn.lettering import any_hand, written
from benchmarks.images.drawn.surfaces import WHITE, Colour, coloured
from benchmarks.images.drawn.words import invented, misspelt

_Places = tuple[tuple[float, float], tuple[float, float]]
HEIGHT = 180
# A word of three letters with one changed is another word.
SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark: its word, the style it is written in, its figure (None for a mere word) and its colour."""

    name: str
    style: int
    figure: int | None
    hue: float


def any_mark(chance: random.Random) -> Mark:
    """Choose a mark."""
    return Mark(
        name=invented(chance),
        style=chance.getrandbits(32),
        figure=None if likely(chance, 0.4) else chance.getrandbits(32),
        hue=chance.random(),
    )


def look_alike(mark: Mark) -> Mark:
    """Give a mark in the same style and colour with another figure, and a letter or two or the whole word changed."""
    chance = chance_of("look-alike", mark.style, mark.name)
    name = misspelt(mark.name, chance) if likely(chance, 0.5) and len(mark.name) > SHORT else invented(chance)
    return replace(mark, name=name, figure=None if mark.figure is None else chance.getrandbits(32))


def draw_mark(mark: Mark) -> Image.Image:
    """Draw the mark on white, or in white on its colour."""
    style = chance_of("style", mark.style)
    colour = coloured(mark.hue, style.uniform(0.6, 1), style.uniform(0.2, 0.9))
    second = coloured(mark.hue + style.choice((0, 0.15, 0.5)), style.uniform(0.5, 1), style.uniform(0.3, 0.9))
    word = written(mark.name, round(HEIGHT * style.uniform(0.7, 1)), any_hand(style))
    side = round(HEIGHT * style.uniform(0.8, 1.6))
    figure = Image.new("L", (1, 1)) if mark.figure is None else emblem(side, chance_of("figure", mark.figure))
    inks = (WHITE, WHITE, colour) if likely(style, 0.25) else (colour, second, WHITE)
    image = _composed(word, figure, inks, style)
    if likely(style, 0.4):
        _decorated(image, second, style)
    image.thumbnail((900, 900))
    return image


def _composed(
    word: Image.Image, figure: Image.Image, inks: tuple[Colour, Colour, Colour], style: random.Random
) -> Image.Image:
    ink, second, paper = inks
    gap = round(HEIGHT * style.uniform(0.1, 0.3))
    if likely(style, 0.6):
        image = Image.new(
            "RGB", (word.width + figure.width + 3 * gap, max(word.height, figure.height) + 2 * gap), paper
        )
        places: _Places = (
            (gap, (image.height - figure.height) / 2),
            (2 * gap + figure.width, (image.height - word.height) / 2),
        )
    else:
        image = Image.new(
            "RGB", (max(word.width, figure.width) + 2 * gap, word.height + figure.height + 3 * gap), paper
        )
        places = (((image.width - figure.width) / 2, gap), ((image.width - word.width) / 2, 2 * gap + figure.height))
    ink_over(image, figure, places[0], second)
    ink_over(image, word, places[1], ink)
    return image


def _decorated(image: Image.Image, colour: Colour, style: random.Random) -> None:
    pen, wide = ImageDraw.Draw(image), style.randint(4, 12)
    if likely(style, 0.5):
        pen.line((wide, image.height - 2 * wide, image.width - wide, image.height - 2 * wide), fill=colour, width=wide)
    else:
        box = (wide, wide, image.width - wide, image.height - wide)
        pen.rounded_rectangle(box, style.choice((0, 20, 60)), outline=colour, width=wide)
