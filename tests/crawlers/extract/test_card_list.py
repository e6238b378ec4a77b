"""A page that lists others is no listing; a listing with others below it stays one, in any language."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page

URL = "https://kho-go.example.vn/bat-go-soi"
CARDS = "".join(
    f'<div class="o"><a href="/{slug}"><img src="/{slug}.jpg"><h3>{name}</h3></a><span>{price}₫</span>{{button}}</div>'
    for slug, name, price in (("thia", "Thìa", "20.000"), ("dia", "Đĩa", "45.000"), ("muoi", "Muôi", "31.000"))
)
BUTTON = "<button>Thêm vào giỏ</button>"


def _prices(shown: str, title: str = "Bát gỗ sồi", url: str = URL) -> list[str]:
    body = f"<html><title>{title}</title><body><div id='x'>{shown}</div>".encode()
    return [str(read.listing.price) for read in read_page(body, url=url).listings if read.listing.kind == "offer"]


LISTINGS = {
    "others below, no heading over them, nothing to press": "<div><h1>Bát gỗ sồi</h1><b>90.000₫</b></div>{cards}",
    "the same with something to press on each": "<div><h1>Bát gỗ sồi</h1><b>90.000₫</b>{button}</div>{sold}",
    "nothing around title and price, but a picture of it": (
        "<h1>Bát gỗ sồi</h1><img src='/bat.jpg' alt='Bát gỗ sồi'><b>90.000₫</b>{cards}"
    ),
    "nothing around title and price, but an order": (
        "<h1>Bát gỗ sồi</h1><b>90.000₫</b><form method='post'><input name='quantity'></form>{cards}"
    ),
    "steps of a price": (
        "<h1>Bát gỗ sồi</h1><b>90.000₫</b>{button}<table><tr><td>10</td><td>85.000₫</td></tr>"
        "<tr><td>20</td><td>80.000₫</td></tr><tr><td>50</td><td>75.000₫</td></tr></table>"
    ),
    "a picture that links to its own file, in a folder called like a listing's": (
        "<div><h1>Bát gỗ sồi</h1></div><div class='m'><a href='/media/product/bat.jpg'><img src='/bat-nho.jpg'></a>"
        "<ul><li><b class='price'>90.000₫</b></li></ul><form method='post'><input name='quantity'></form></div>"
    ),
    "title and picture in rows of their own, ordered by telephone": (
        "<div><h1>Bát gỗ sồi</h1></div><div><div class='gallery'><img src='/bat.jpg'></div><div><b>90.000₫</b>"
        "<p>Gọi 0900 000 000 để đặt</p></div></div><h2>Cùng xưởng</h2>{cards}"
    ),
    "sold out, nothing around anything": "<h1>Bát gỗ sồi</h1><img src='/bat.jpg'><b>90.000₫</b><p>Hết hàng</p>{cards}",
    "a heading below the title": (
        "<h1>Bát gỗ sồi</h1><img src='/bat.jpg'><h2>Gỗ tự nhiên, phủ dầu</h2><b>90.000₫</b><h2>Cùng xưởng</h2>{cards}"
    ),
    "others before it": "{cards}<h1>Bát gỗ sồi</h1><img src='/bat.jpg'><b>90.000₫</b>",
    "paid for in a chat": (
        "<div><div><img class='main' src='/bat.jpg'></div><div><h3>Bát gỗ sồi</h3><p><b>90.000₫</b></p>"
        "<a href='https://chat.example.com/84900000000'>Nhắn để trả tiền</a></div></div>{cards}"
    ),
    "laid out in a table, ordered by a picture": (
        "<table><tr><td width='190'>{cards}</td><td width='600'><table><tr><td><img src='/bat.jpg' width='250'></td>"
        "<td><font size='4'>Bát gỗ sồi</font></td></tr><tr><td>Giá: <b>90.000₫</b></td></tr></table>"
        "<a href='?dat=7'><img src='/dat.gif' alt='Đặt hàng'></a></td></tr></table>"
    ),
    "laid out in a table, nothing to press": (
        "<table><tr><td>{cards}</td></tr><tr><td><font size='4'>Bát gỗ sồi</font></td></tr>"
        "<tr><td><img src='/bat.jpg' width='250'></td><td>Giá: <b>90.000₫</b></td></tr></table>"
    ),
    "a form that is sent by a picture": (
        "<h1>Bát gỗ sồi</h1><b>90.000₫</b><form action='/gio'><input type='image' alt='Mua ngay'></form>{cards}"
    ),
    "pictures of one thing": (
        "<h1>Bát gỗ sồi</h1><b>90.000₫</b><ul><li><a href='#a'><img src='/1.jpg'></a></li>"
        "<li><a href='#b'><img src='/2.jpg'></a></li></ul>"
    ),
}
LISTS = {
    "cards below a heading": "<h1>Bát gỗ sồi</h1>{cards}",
    "cards with something to press": "<h1>Bát gỗ sồi</h1>{sold}",
    "a filter by price above them": "<h1>Bát gỗ sồi</h1><p>20.000₫ <i>45.000₫</i></p><button>Lọc</button>{sold}",
    "prices in rows": (
        "<h1>Bát gỗ sồi</h1><ul><li>Nhỏ 20.000₫</li><li>Vừa 30.000₫</li><li>Lớn 45.000₫</li></ul><p>Xem tại xưởng.</p>"
    ),
}


def _filled(page: str) -> str:
    cards, sold = CARDS.replace("{button}", ""), CARDS.replace("{button}", BUTTON)
    return page.replace("{cards}", cards).replace("{sold}", sold).replace("{button}", BUTTON)


@pytest.mark.parametrize("page", LISTINGS.values(), ids=LISTINGS)
def test_a_listing_stays_one(page: str) -> None:
    assert _prices(_filled(page)) == ["90000"]


@pytest.mark.parametrize("page", LISTS.values(), ids=LISTS)
def test_a_list_is_no_listing(page: str) -> None:
    assert _prices(_filled(page)) == []


@pytest.mark.parametrize(
    "said",
    [
        "<p>Người bán có thể bị phạt đến <b>100.000.000₫</b>.</p>",
        "<p>Lô hàng trị giá 5.000.000₫ đã bị niêm phong.</p>",
        "<ul><li>Small claims go up to £10,000.</li></ul>",
        "<h1>Phạt 5.000.000₫ vì bán hàng giả</h1>",
    ],
)
def test_an_amount_in_a_sentence_is_no_price(said: str) -> None:
    assert _prices(f"<h1>Hàng giả</h1>{said}", title="Hàng giả") == []


@pytest.mark.parametrize(
    "said",
    [
        "<p>Hôm nay xưởng bán với giá 90.000₫ một chiếc.</p>",
        "<p>Our price this week is only 90.000₫ for each.</p>",
        "<p class='price'>Chỉ hôm nay và ngày mai 90.000₫ thôi</p>",
        "<p>Chỉ hôm nay và ngày mai 90.000₫ thôi</p><button>Mua ngay</button>",
        "<p><b>90.000₫</b> một chiếc</p>",
    ],
)
def test_a_price_in_a_sentence_is_one(said: str) -> None:
    assert _prices(f"<h1>Bát gỗ sồi</h1>{said}") == ["90000"]


@pytest.mark.parametrize("title", ["Your trolley", "Giỏ hàng của bạn", "Warenkorb", "Shopping cart"])
def test_what_its_visitor_chose_is_no_listing(title: str) -> None:
    assert _prices(f"<h1>{title}</h1><p class='price'>90.000₫</p><button>Mua ngay</button>", title) == []


def test_what_an_element_shows_as_its_inside_is_read() -> None:
    shown = "<h1>Bát gỗ sồi</h1><my-price><template shadowrootmode='open'><b>90.000₫</b></template></my-price>"
    assert _prices(shown) == ["90000"]
    assert _prices(shown.replace(" shadowrootmode='open'", "")) == []
