"""What shops lay over a picture: text, stickers, watermarks."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

from benchmarks.images.chance import likely
from benchmarks.images.drawn.labels import ink_over, line_of
from benchmarks.images.drawn.lettering import any_hand, written
from benchmarks.images.drawn.surfaces import WHITE, coloured

CALLS = (
    "GIẢM GIÁ 50%", "FREESHIP toàn quốc", "Chính hãng 100%", "MUA 1 TẶNG 1", "Chỉ còn hôm nay", "Hàng xách tay",
    "SALE 70% OFF", "Best price today", "Zalo 0900 000 000", "Giá sỉ tận xưởng", "Flash sale 12.12", "HOT DEAL",
)  # fmt: skip
BADGES = ("-50%", "SALE", "MỚI", "99K", "HOT", "FREESHIP")
SHOPS = ("shop xách tay 24h", "tạp hoá nhà Mít", "gian hàng số 8", "bestbuy corner", "kho sỉ 3 miền")


def text_over(image: Image.Image, chance: random.Random) -> Image.Image:
    """Write one to three calls over the picture, on a bar or on nothing; the bars cover 8 to 30 % of it."""
    drawn = image.copy()
    pen = ImageDraw.Draw(drawn)
    for _ in range(chance.randint(1, 3)):
        tall = round(chance.uniform(0.06, 0.12) * image.height)
        top = round(chance.uniform(0.02, 0.86) * image.height)
        room = round(chance.uniform(0.5, 0.95) * image.width), max(8, tall)
        line = line_of(chance.choice(CALLS), room, any_hand(chance))
        left = chance.uniform(0, max(0, image.width - line.width))
        colour = coloured(chance.random(), 0.9, chance.uniform(0.4, 1))
        if likely(chance, 0.6):
            pen.rectangle((0, top, image.width, top + max(8, tall)), fill=colour)
            colour = WHITE
        ink_over(drawn, line, (left, top), colour)
    return drawn


def sticker(image: Image.Image, chance: random.Random) -> Image.Image:
    """Stick one or two badges onto the picture, each 20 to 38 % of its shorter side wide."""
    drawn = image.copy()
    for _ in range(chance.randint(1, 2)):
        side = round(chance.uniform(0.2, 0.38) * min(image.size))
        badge, shape = _badge(side, chance)
        place = chance.uniform(0, image.width - side), chance.uniform(0, image.height - side)
        drawn.paste(badge, (round(place[0]), round(place[1])), shape)
    return drawn


def watermark(image: Image.Image, chance: random.Random) -> Image.Image:
    """Write a shop's name faintly: all over in rows, or once and large."""
    rows = chance.randint(3, 6) if likely(chance, 0.6) else 1
    tall = image.height / (rows * 2.2 if rows > 1 else 7)
    line = written(chance.choice(SHOPS), max(8, round(tall)), any_hand(chance))
    layer = Image.new("L", (2 * max(image.size),) * 2)
    step = layer.height // (2 * rows + 1)
    for number in range(2 * rows):
        for x in range(0, layer.width if rows > 1 else 1, round(line.width * 1.5)):
            layer.paste(line, (x + number * 31 % 90 + (0 if rows > 1 else layer.width // 4), number * step))
    layer = layer.rotate(chance.uniform(-35, 35))
    left, top = (layer.width - image.width) // 2, (layer.height - image.height) // 2
    mask = layer.crop((left, top, left + image.width, top + image.height))
    strength = chance.uniform(0.25, 0.5)
    ink = chance.choice((WHITE, (90, 90, 90), (10, 10, 10)))
    drawn = image.copy()
    drawn.paste(ink, (0, 0, image.width, image.height), mask.point(lambda v: round(v * strength)))
    return drawn


def _badge(side: int, chance: random.Random) -> tuple[Image.Image, Image.Image]:
    fill = coloured(chance.random(), chance.uniform(0.6, 1), chance.uniform(0.6, 1))
    badge, shape = Image.new("RGB", (side, side), fill), Image.new("L", (side, side))
    pen = ImageDraw.Draw(shape)
    if likely(chance, 0.6):
        pen.ellipse((0, 0, side - 1, side - 1), fill=255)
    else:
        pen.rounded_rectangle((0, side * 0.2, side - 1, side * 0.8), side * 0.1, fill=255)
    line = line_of(chance.choice(BADGES), (round(side * 0.8), side // 3), any_hand(chance))
    ink_over(badge, line, ((side - line.width) / 2, (side - line.height) / 2), WHITE)
    return badge, shape
