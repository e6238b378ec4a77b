"""What a drawn product is made of, each part with a seed of its own, so that one can change and the rest stay."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from benchmarks.images.chance import chance_of
from benchmarks.images.drawn.words import FLAVOURS, GOODS, SMALL_PRINT, invented

FORMS = ("bottle", "can", "tube", "box", "pouch", "shoe", "bag", "shirt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product: its form and cut, the design of its label, the words on it, its colour and where it stands."""

    form: str
    shape: int
    design: int
    scene: int
    hue: float
    name: str
    goods: str
    flavour: str
    small_print: tuple[str, str]


def any_product(chance: random.Random) -> Product:
    """Choose a product."""
    return Product(
        form=chance.choice(FORMS),
        shape=chance.getrandbits(32),
        design=chance.getrandbits(32),
        scene=chance.getrandbits(32),
        hue=chance.random(),
        name=invented(chance),
        goods=chance.choice(GOODS),
        flavour=chance.choice(FLAVOURS),
        small_print=(chance.choice(SMALL_PRINT), chance.choice(SMALL_PRINT)),
    )


def other_flavour(product: Product) -> Product:
    """Give another flavour of the same line: another colour, another word, all else the same."""
    chance = chance_of("flavour", product.design, product.hue)
    return replace(
        product,
        hue=(product.hue + chance.uniform(0.25, 0.75)) % 1,
        flavour=chance.choice([word for word in FLAVOURS if word != product.flavour]),
    )


def other_text(product: Product) -> Product:
    """Give other goods of another maker in the same design and colour, in another photo."""
    chance = chance_of("text", product.design, product.name)
    return replace(
        product,
        scene=chance.getrandbits(32),
        name=invented(chance),
        goods=chance.choice([word for word in GOODS if word != product.goods]),
        flavour=chance.choice([word for word in FLAVOURS if word != product.flavour]),
        small_print=(chance.choice(SMALL_PRINT), chance.choice(SMALL_PRINT)),
    )


def other_product(product: Product) -> Product:
    """Give another product that stands in the same place."""
    return replace(any_product(chance_of("product", product.scene, product.name)), scene=product.scene)
