"""What is put around a picture: borders, and the screen of a telephone or a shop's page."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from benchmarks.images.attacks.overlays import CALLS, SHOPS
from benchmarks.images.chance import likely
from benchmarks.images.drawn.labels import ink_over, line_of
from benchmarks.images.drawn.lettering import Hand, any_hand, written
from benchmarks.images.drawn.surfaces import WHITE, Colour, coloured
from benchmarks.images.drawn.words import GOODS

DARK: Colour = (40, 40, 44)
PALE: Colour = (244, 244, 246)


def border(image: Image.Image, chance: random.Random) -> Image.Image:
    """Put a frame of 4 to 25 % of each side around the picture: plain, of two colours, with words, or its own blur."""
    sides = [round(chance.uniform(0.04, 0.25) * side) for side in (image.width, image.height) * 2]
    left, top, right, bottom = sides
    size = image.width + left + right, image.height + top + bottom
    kind = chance.choices(("plain", "two", "words", "blur"), (4, 2, 3, 2))[0]
    colour = coloured(chance.random(), chance.random(), chance.random())
    framed = Image.new("RGB", size, WHITE if likely(chance, 0.25) else colour)
    if kind == "blur":
        framed = image.resize((64, 64)).filter(ImageFilter.GaussianBlur(3)).resize(size)
    framed.paste(image, (left, top))
    if kind == "two":
        edge = max(3, min(sides) // 2)
        framed = ImageOps.expand(framed, edge, coloured(chance.random(), 0.8, 0.9))
    if kind == "words":
        line = line_of(
            chance.choice(CALLS), (round(0.8 * size[0]), max(8, round(0.7 * max(top, bottom)))), any_hand(chance)
        )
        low = size[1] - bottom if bottom >= top else 0
        ink_over(framed, line, (0.1 * size[0], low), coloured(chance.random(), 0.9, 0.2))
    return framed


def screenshot(image: Image.Image, chance: random.Random) -> Image.Image:
    """Show the picture on a telephone or on a shop's page, 20 to 60 % of the screen."""
    return _telephone(image, chance) if likely(chance, 0.65) else _page(image, chance)


def _telephone(image: Image.Image, chance: random.Random) -> Image.Image:
    wide, high = 720, chance.choice((1280, 1440, 1560))
    dark = likely(chance, 0.25)
    screen = Image.new("RGB", (wide, high), DARK if dark else WHITE)
    ink, accent = (WHITE if dark else DARK), coloured(chance.random(), 0.85, 0.85)
    margin = chance.choice((0, 0, 16, 40))
    photo = ImageOps.contain(image, (wide - 2 * margin, round(high * 0.6)))
    top = chance.choice((48, 130, 150))
    _status(screen, ink, chance)
    if top > 100:  # noqa: PLR2004 - room for the shop's own bar below the telephone's
        _bar(screen, (0, 52, wide, top - 6), accent, chance)
    screen.paste(photo, ((wide - photo.width) // 2, top))
    _offer(screen, (24, top + photo.height + 16, wide - 24, high - 120), ink, accent, chance)
    _buttons(screen, accent, chance)
    return screen


def _page(image: Image.Image, chance: random.Random) -> Image.Image:
    wide, high = 1280, chance.choice((720, 800, 960))
    screen = Image.new("RGB", (wide, high), chance.choice((WHITE, PALE)))
    accent = coloured(chance.random(), 0.85, 0.8)
    _bar(screen, (0, 0, wide, 72), accent, chance)
    photo = ImageOps.contain(image, (round(wide * chance.uniform(0.4, 0.55)), high - 160))
    screen.paste(photo, (40, 110))
    _offer(screen, (80 + photo.width, 110, wide - 40, high - 40), DARK, accent, chance)
    return screen


def _status(screen: Image.Image, ink: Colour, chance: random.Random) -> None:
    clock = written(f"{chance.randint(0, 23)}:{chance.randint(0, 59):02}", 34, Hand(weight=600))
    ink_over(screen, clock, (24, 6), ink)
    pen = ImageDraw.Draw(screen)
    for number in range(4):
        pen.rectangle((560 + 12 * number, 34 - 5 * number, 567 + 12 * number, 38), fill=ink)
    pen.rounded_rectangle((640, 16, 690, 38), 5, outline=ink, width=3)
    pen.rectangle((644, 20, 644 + chance.randint(6, 40), 34), fill=ink)


def _bar(screen: Image.Image, box: tuple[int, int, int, int], accent: Colour, chance: random.Random) -> None:
    pen, tall = ImageDraw.Draw(screen), box[3] - box[1]
    pen.rectangle(box, fill=accent)
    field = (box[0] + 80, box[1] + tall * 0.18, box[2] - 140, box[3] - tall * 0.18)
    pen.rounded_rectangle(field, 10, fill=WHITE)
    ink_over(
        screen, written(chance.choice(GOODS), round(tall * 0.5), Hand()), (field[0] + 16, field[1] + 2), (150, 150, 150)
    )
    pen.line((24, box[1] + tall / 2, 48, box[1] + tall * 0.25), fill=WHITE, width=5)
    pen.line((24, box[1] + tall / 2, 48, box[1] + tall * 0.75), fill=WHITE, width=5)
    pen.ellipse(
        (box[2] - 80, box[1] + tall * 0.25, box[2] - 80 + tall / 2, box[1] + tall * 0.75), outline=WHITE, width=4
    )


def _offer(
    screen: Image.Image, box: tuple[int, int, int, int], ink: Colour, accent: Colour, chance: random.Random
) -> None:
    """Write price, title, stars and a few lines into a box, as far as it goes."""
    price = f"{chance.randint(29, 999)}.000đ   -{chance.randint(10, 70)}%"
    rows = [(price, 46, accent, 700), (f"{chance.choice(GOODS)} {chance.choice(CALLS)}", 36, ink, 500)]
    rows += [(f"★ {chance.randint(30, 50) / 10}   Đã bán {chance.randint(3, 900)}", 28, (140, 140, 140), 400)]
    rows += [(f"{chance.choice(SHOPS)} · {chance.choice(GOODS).lower()}", 30, ink, 400) for _ in range(12)]
    y = box[1]
    for text, tall, colour, weight in rows:
        if y + tall > box[3]:
            return
        ink_over(screen, line_of(text, (box[2] - box[0], tall), Hand(weight=weight)), (box[0], y), colour)
        y += round(tall * 1.35)


def _buttons(screen: Image.Image, accent: Colour, chance: random.Random) -> None:
    pen, top, middle = ImageDraw.Draw(screen), screen.height - 100, screen.width // 2
    pen.rectangle((0, top, screen.width, screen.height), fill=PALE)
    pen.rounded_rectangle((20, top + 14, middle - 10, screen.height - 20), 14, outline=accent, width=4)
    pen.rounded_rectangle((middle + 10, top + 14, screen.width - 20, screen.height - 20), 14, fill=accent)
    for text, left, colour in (
        ("Thêm vào giỏ", 60, accent),
        (chance.choice(("Mua ngay", "Buy now")), middle + 90, WHITE),
    ):
        ink_over(screen, written(text, 40, Hand(weight=600)), (left, top + 30), colour)
