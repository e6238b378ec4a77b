"""A page that says that its listing is sold out and shows no price is a listing without one."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page

URL = "https://bolt.example/p/lampa-nap"
PICTURE = '<img src="/i/nap.jpg" alt="Lampa Nap">'


def _prices(body: str) -> list[str]:
    read = read_page(f"<html><title>Lampa Nap</title><body>{body}".encode(), url=URL).listings
    return [str(each.listing.price) for each in read]


@pytest.mark.parametrize("notice", ["Ez a termék kifutott.", "Sản phẩm tạm hết hàng", "現在、在庫切れです"])
def test_it_is_a_listing(notice: str) -> None:
    assert _prices(f"{PICTURE}<h1>Lampa Nap</h1><p>{notice}</p>") == ["None"]


@pytest.mark.parametrize(
    "body",
    [
        f"{PICTURE}<h1>Lampa Nap</h1><p>Always in stock</p>",
        "<h1>Lampa Nap</h1><p>Sold out</p>",
        f"{PICTURE}<h1>Lampa Nap</h1><div>Large <p>Sold out</p></div><div>Small <p>Sold out</p></div>",
        f"{PICTURE}<p>Sold out</p><h1>Lampa Nap</h1>",
        f"{PICTURE}<h1>Lampa Nap</h1><p>{'Many lamps of our makers are out of stock. ' * 3}</p>",
    ],
)
def test_it_is_none_without_one_short_notice_below_the_title_and_a_picture(body: str) -> None:
    assert _prices(body) == []


@pytest.mark.parametrize(
    "above",
    [
        "<header><span>Kosár</span> <b>22 480 Ft</b></header>",
        '<p><a href="/kosar">Kosár <b>22 480 Ft</b></a></p>',
        "<p>Parcels of up to twenty kilos cost 1 990 Ft in the whole country</p>",
    ],
)
def test_an_amount_in_the_sites_head_or_in_a_sentence_above_is_not_its_price(above: str) -> None:
    assert _prices(f"{above}{PICTURE}<h1>Lampa Nap</h1><p>Ez a termék kifutott.</p>") == ["None"]
