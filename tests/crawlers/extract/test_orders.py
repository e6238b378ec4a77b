"""A page whose address could be an index's is an offer where what it shows can be ordered, in any language."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page

URL = "https://hof.example/shop/lamm/schulter-vom-lamm/"


def _titles(form: str, url: str = URL) -> list[str | None]:
    shown = f"<h1>Schulter vom Lamm</h1><p>38,40 €</p>{form}"
    body = f"<html lang='de'><title>Schulter vom Lamm | Hof</title><body>{shown}".encode()
    return [read.listing.title for read in read_page(body, url=url).listings]


@pytest.mark.parametrize(
    "action",
    [
        "/basket/add",
        "/cart/add_item",
        "/shoppingcart/add",
        "/cart.php?action=add",
        "/addToCart",
        "/panier/ajouter",
        "https://hof.example/index.php?route=checkout/cart/add",
        "/gio-hang/them",
    ],
)
def test_a_form_that_adds_to_a_basket_orders(action: str) -> None:
    assert _titles(f'<form method="post" action="{action}"><button>Her damit</button></form>') == ["Schulter vom Lamm"]


@pytest.mark.parametrize("action", ["/cart", "/cart/address", "/handbag/addiction", "/wishlist/add", "/newsletter", ""])
def test_other_forms_do_not(action: str) -> None:
    assert _titles(f'<form method="post" action="{action}"><button>Her damit</button></form>') == []


@pytest.mark.parametrize(("times", "found"), [(2, ["Schulter vom Lamm"]), (3, [])])
def test_a_list_of_such_forms_is_an_index(times: int, found: list[str]) -> None:
    assert _titles('<form method="post" action="/basket/add"><button>Her damit</button></form>' * times) == found


def test_a_form_that_asks_for_a_page_does_not() -> None:
    assert _titles('<form method="get" action="/basket/add"><button>Her damit</button></form>') == []
