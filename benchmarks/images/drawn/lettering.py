"""Writes words as masks. The letters come with OpenCV, so they are the same everywhere, Vietnamese included."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image

from benchmarks.images.chance import likely

FACES = ("sans", "italic")
DRAWN_HEIGHT = 80
_ROOM = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How words are written: weight 300..900, width as a share of the letters' own, space between them in heights."""

    face: str = "sans"
    weight: int = 400
    width: float = 1.0
    space: float = 0.0


def any_hand(chance: random.Random) -> Hand:
    """Choose a way of writing."""
    return Hand(
        face=chance.choice(FACES),
        weight=chance.randrange(300, 900, 50),
        width=chance.uniform(0.72, 1.35),
        space=chance.uniform(0.1, 0.35) if likely(chance, 0.25) else 0.0,
    )


def written(text: str, height: int, hand: Hand | None = None) -> Image.Image:
    """Give the words as a mask (mode L) of this height in pixels, no wider than the words."""
    hand = hand or Hand()
    letters = _drawn(text, hand)
    width = max(1, round(letters.width * hand.width * height / letters.height))
    return letters.resize((width, max(1, height)), Image.Resampling.BILINEAR, reducing_gap=2.0)


@cache
def _face(name: str) -> cv2.FontFace:
    return cv2.FontFace(name)


def _drawn(text: str, hand: Hand) -> Image.Image:
    line = np.zeros((2 * DRAWN_HEIGHT, _ROOM), dtype=np.uint8)
    x = DRAWN_HEIGHT // 2
    for part in text if hand.space else (text,):
        (x, _), _ = cv2.putText(
            line, part, (x, round(1.4 * DRAWN_HEIGHT)), (255,), _face(hand.face), DRAWN_HEIGHT, hand.weight
        )
        x += round(hand.space * DRAWN_HEIGHT)
    # Height is that of a line, so that words with and without marks above stand equally large.
    drawn = Image.fromarray(line[DRAWN_HEIGHT // 3 : 2 * DRAWN_HEIGHT - DRAWN_HEIGHT // 4])
    box = drawn.getbbox()
    return drawn if box is None else drawn.crop((box[0], 0, box[2], drawn.height))
