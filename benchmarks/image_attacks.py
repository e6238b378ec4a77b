"""What happens to a picture between a brand's site and a listing: seeded, on RGB pictures of any size."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

Attack = Callable[[Image.Image, random.Random], Image.Image]
WHITE = (255, 255, 255)
# Saturation, of 255, from which on a pixel has a colour of its own.
COLOURED = 50


def _jpeg(image: Image.Image, chance: random.Random) -> Image.Image:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=chance.randint(18, 35))
    return Image.open(io.BytesIO(written.getvalue())).convert("RGB")


def _smaller(image: Image.Image, chance: random.Random) -> Image.Image:
    part = chance.uniform(0.25, 0.6)
    return image.resize((max(32, round(image.width * part)), max(32, round(image.height * part))))


def _stretched(image: Image.Image, chance: random.Random) -> Image.Image:
    return image.resize((image.width, round(image.height * chance.choice((0.8, 0.85, 1.15, 1.25)))))


def _grey(image: Image.Image, _: random.Random) -> Image.Image:
    return image.convert("L").convert("RGB")


def _brightness(image: Image.Image, chance: random.Random) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(chance.choice((0.7, 0.8, 1.15, 1.25)))


def _contrast(image: Image.Image, chance: random.Random) -> Image.Image:
    return ImageEnhance.Contrast(image).enhance(chance.choice((0.75, 1.25, 1.4)))


def _saturation(image: Image.Image, chance: random.Random) -> Image.Image:
    return ImageEnhance.Color(image).enhance(chance.choice((0.5, 1.4, 1.7)))


def _cast(image: Image.Image, chance: random.Random) -> Image.Image:
    gains = [chance.uniform(0.88, 1.1) for _ in range(3)]
    return Image.merge(
        "RGB",
        [band.point(lambda v, g=gain: min(255, round(v * g))) for band, gain in zip(image.split(), gains, strict=True)],
    )


def _mirror(image: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.mirror(image)


def _quarter_turn(image: Image.Image, chance: random.Random) -> Image.Image:
    return image.rotate(chance.choice((90, 180, 270)), expand=True)


def _tilt(image: Image.Image, chance: random.Random) -> Image.Image:
    return image.rotate(chance.choice((-2, 2)), fillcolor=WHITE)


def _crop(part: float) -> Attack:
    def attack(image: Image.Image, chance: random.Random) -> Image.Image:
        width, height = round(image.width * (1 - part)), round(image.height * (1 - part))
        x, y = chance.randint(0, image.width - width), chance.randint(0, image.height - height)
        return image.crop((x, y, x + width, y + height))

    return attack


def _border(image: Image.Image, chance: random.Random) -> Image.Image:
    colour = tuple(chance.randint(0, 255) for _ in range(3))
    sides = [round(chance.uniform(0.03, 0.25) * s) for s in (image.width, image.height) * 2]
    return ImageOps.expand(image, tuple(sides), fill=colour)


def _white_margin(image: Image.Image, chance: random.Random) -> Image.Image:
    sides = [round(chance.uniform(0.05, 0.3) * s) for s in (image.width, image.height) * 2]
    return ImageOps.expand(image, tuple(sides), fill=WHITE)


def _text(image: Image.Image, chance: random.Random) -> Image.Image:
    drawn = image.copy()
    pen = ImageDraw.Draw(drawn)
    top = chance.uniform(0.05, 0.75) * image.height
    high = chance.uniform(0.1, 0.18) * image.height
    pen.rectangle((0, top, image.width, top + high), fill=chance.choice(("red", "navy", "orange")))
    font = ImageFont.load_default(size=max(10, high * 0.7))
    pen.text((image.width * 0.05, top), "GIẢM GIÁ 50% FREESHIP", fill="white", font=font)
    return drawn


def _sticker(image: Image.Image, chance: random.Random) -> Image.Image:
    drawn = image.copy()
    side = chance.uniform(0.22, 0.35) * min(image.size)
    x, y = chance.uniform(0, image.width - side), chance.uniform(0, image.height - side)
    fill = chance.choice(("yellow", "red", "green"))
    ImageDraw.Draw(drawn).ellipse((x, y, x + side, y + side), fill=fill, outline="white", width=4)
    return drawn


def _watermark(image: Image.Image, _: random.Random) -> Image.Image:
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    font = ImageFont.load_default(size=max(10, image.height // 12))
    for row in range(4):
        pen.text(
            (row * image.width // 9, row * image.height // 4), "shop xách tay 24h", fill=(90, 90, 90, 110), font=font
        )
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def recolour(image: Image.Image, chance: random.Random) -> Image.Image:
    """Turn the hue of what is coloured and leave the rest: another flavour of the line, not a copy."""
    hue, saturation, light = image.convert("HSV").split()
    turn = chance.randint(43, 213)
    other = Image.merge("HSV", [hue.point(lambda v: (v + turn) % 256), saturation, light]).convert("RGB")
    return Image.composite(other, image, saturation.point(lambda v: 255 if v > COLOURED else 0))


def coloured_share(image: Image.Image) -> float:
    """Give the share of pixels that have a colour of their own, 0..1."""
    counts = image.convert("HSV").getchannel("S").histogram()
    return sum(counts[COLOURED + 1 :]) / sum(counts)


ATTACKS: Mapping[str, Attack] = {
    "jpeg 18-35": _jpeg,
    "smaller": _smaller,
    "stretched": _stretched,
    "grey": _grey,
    "brightness": _brightness,
    "contrast": _contrast,
    "saturation": _saturation,
    "colour cast": _cast,
    "mirrored": _mirror,
    "quarter turns": _quarter_turn,
    "tilted 2 degrees": _tilt,
    "cropped 4 %": _crop(0.04),
    "cropped 10 %": _crop(0.10),
    "cropped 25 %": _crop(0.25),
    "border, any colour": _border,
    "white margin": _white_margin,
    "text over": _text,
    "sticker": _sticker,
    "watermark": _watermark,
}
