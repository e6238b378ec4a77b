"""Product pictures: a piece, its shadow, its ground and the camera's noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageChops, ImageFilter

from benchmarks.images.chance import chance_of, likely
from benchmarks.images.drawn.packs import Piece, bottle, box, can, pouch, tube
from benchmarks.images.drawn.product import Product
from benchmarks.images.drawn.surfaces import Size, ground, noisy, shaded
from benchmarks.images.drawn.wear import bag, shirt, shoe

FORMS: Mapping[str, Callable[[Product, int], Piece]] = {
    "bottle": bottle,
    "can": can,
    "tube": tube,
    "box": box,
    "pouch": pouch,
    "shoe": shoe,
    "bag": bag,
    "shirt": shirt,
}
SIZES: tuple[Size, ...] = ((640, 640), (800, 800), (600, 800), (800, 600), (720, 900), (1000, 750))


def draw_product(product: Product) -> Image.Image:
    """Draw the product in its scene (RGB)."""
    scene = chance_of("scene", product.scene)
    size = scene.choice(SIZES)
    image = ground(size, scene)
    image, outline = _placed(image, _fitting(product, size, scene), scene)
    image = _finished(image, scene)
    if likely(scene, 0.5):
        return image
    # White grounds of shops are cut out, with no shadow or noise left outside.
    return Image.composite(image, ground(size, chance_of("behind", product.scene)), outline)


def _fitting(product: Product, size: Size, scene: random.Random) -> Piece:
    piece = FORMS[product.form](product, round(size[1] * scene.uniform(0.62, 0.93)))
    room = 0.95 * size[0]
    if piece[0].width > room:
        fitting = (round(room), round(piece[0].height * room / piece[0].width))
        piece = piece[0].resize(fitting), piece[1].resize(fitting)
    return piece


def _placed(image: Image.Image, piece: Piece, scene: random.Random) -> tuple[Image.Image, Image.Image]:
    """Put a piece onto a ground, with its shadow; give the image and the piece's outline in it."""
    x = round((image.width - piece[0].width) * scene.uniform(0.3, 0.7))
    y = round((image.height - piece[0].height) * scene.uniform(0.4, 0.8))
    outline = Image.new("L", image.size)
    outline.paste(piece[1], (x, y))
    shift = round(scene.uniform(-0.04, 0.04) * image.width)
    shadow = ImageChops.offset(outline, shift, abs(shift) // 2).reduce(4).filter(ImageFilter.GaussianBlur(5))
    depth = scene.uniform(0.15, 0.5)
    image = shaded(image, shadow.resize(image.size).point(lambda v: 255 - round(depth * v)))
    image.paste(piece[0], (x, y), piece[1])
    return image, outline


def _finished(image: Image.Image, scene: random.Random) -> Image.Image:
    if likely(scene, 0.5):
        fall = Image.radial_gradient("L").resize(image.size).point(lambda v: 255 - v // 6)
        image = shaded(image, fall)
    return noisy(image, scene.uniform(0.5, 3), scene)
