"""A page whose address names a variant speaks of that one: its price, its picture."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from crawlers.extract import read_page
from crawlers.extract.variants import addressed

PAGE = "https://shop.example/p/pot-k3"
COLOURS = (("Red", "S", "98.00"), ("Red", "L", "98.00"), ("Olive", "S", "74.99"), ("Camel", "S", "59.97"))


def _offer(colour: str, size: str, price: str) -> dict[str, str]:
    return {"price": price, "priceCurrency": "EUR", "url": f"{PAGE}?size={size}&color={colour}"}


VARIANTS = [{"image": f"/i/k3-{each[0]}.jpg", "offers": [_offer(*each)]} for each in COLOURS]
GROUP = {"@type": "ProductGroup", "name": "Pot K3", "image": "/i/k3.jpg", "hasVariant": VARIANTS}
PRODUCT = {"@type": "Product", "name": "Pot K3", "offers": [_offer(*each) for each in COLOURS]}


def _read(node: Mapping[str, object], query: str) -> tuple[str, str]:
    data = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    body = f"<html><title>Pot K3</title>{data}<body><h1>Pot K3</h1><img src='/i/k3.jpg'>"
    listing = read_page(body.encode(), url=f"{PAGE}{query}").listings[0].listing
    return str(listing.price), listing.images[0].rpartition("/")[2]


@pytest.mark.parametrize("node", [GROUP, PRODUCT])
@pytest.mark.parametrize(
    ("query", "price"), [("?color=Olive&ref=mail", "74.99"), ("?color=Red&size=S", "98.00"), ("", "59.97")]
)
def test_the_price_is_that_of_the_variant_in_the_address(node: Mapping[str, object], query: str, price: str) -> None:
    assert _read(node, query)[0] == price


def test_so_is_the_picture() -> None:
    assert _read(GROUP, "?color=Olive")[1] == "k3-Olive.jpg"
    assert _read(GROUP, "")[1] == "k3.jpg"


def test_an_address_that_names_none_or_all_chooses_none() -> None:
    assert addressed(VARIANTS, f"{PAGE}?page=2") == VARIANTS
    assert addressed(VARIANTS[2:], f"{PAGE}?size=S") == VARIANTS[2:]
    assert addressed([{"url": "https://[broken/?a=1"}], f"{PAGE}?a=1") == [{"url": "https://[broken/?a=1"}]
