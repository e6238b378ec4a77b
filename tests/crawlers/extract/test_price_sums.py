"""What amounts say of each other in any language: instalments, former prices, savings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawlers.extract import read_page
from crawlers.extract.price_sums import is_former, is_instalment, is_saving, percentages


def _d(*amounts: str) -> set[Decimal]:
    return {Decimal(amount) for amount in amounts}


@pytest.mark.parametrize(
    ("text", "instalment"),
    [
        ("ug 4 lug", True),
        ("12x", False),
        ("4 x zoq, 2 bip", True),
        ("", False),
        ("4%", False),
        ("1.4", False),
    ],
)
def test_an_amount_that_is_paid_so_often(text: str, instalment: bool) -> None:
    assert is_instalment(Decimal(25), text, _d("100", "25", "7")) is instalment


def test_a_reduction_of_a_named_share_makes_a_former_price() -> None:
    shares = percentages(["-25 %", "a 4,9 b", "1 %"])
    assert shares == {Decimal("0.25")}
    assert is_former(Decimal(399), _d("299", "399"), shares)
    assert not is_former(Decimal(299), _d("299", "399"), shares)
    assert not is_former(Decimal(350), _d("299", "350"), shares)


def test_what_lies_between_two_larger_amounts_is_a_saving() -> None:
    assert is_saving(Decimal(15), _d("15", "100", "85"))
    assert not is_saving(Decimal(15), _d("15", "100", "80"))
    assert not is_saving(Decimal(50), _d("50", "100"))


UNKNOWN_TONGUE = [
    "<p>zib 80.00 €</p><p>59.90 € <i>-25%</i></p>",
    "<p>59.90 €</p><p>4 bup 14.98 €</p>",
    "<p>qup 3 bup 19.97 €</p><p>59.90 €</p>",
]


@pytest.mark.parametrize("shown", UNKNOWN_TONGUE)
def test_sums_find_the_price_without_any_word(shown: str) -> None:
    body = f"<html><title>Pot K3</title><body><h1>Pot K3</h1><div>{shown}</div>".encode()
    read = read_page(body, url="https://shop.example/pot-k3").listings
    assert [str(each.listing.price) for each in read] == ["59.90"]
