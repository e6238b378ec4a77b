"""A heading is not what it announces."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page
from crawlers.extract.under_heading import is_heading
from listings.listing import Listing

SOLD = '<h1>Ấm đất nung</h1><p class="price">90.000₫</p><button>Thêm vào giỏ</button>'
TEXT = "Ấm nung ở lò củi, dáng thấp, giữ nóng lâu."
MORE = "Dung tích 300 ml, nặng nửa cân."


def read(below: str) -> Listing:
    body = f"<html><body><main>{SOLD}{below}</main></body></html>".encode()
    return read_page(body, url="https://cho-lang.vn/p/1").listings[0].listing


BOTH = f"<p>{TEXT}</p><p>{MORE}</p>"
TABS = '<ul><li><a class="description" href="#mo-ta">Mô tả</a></li><li><a href="#b">Vận chuyển</a></li></ul>'
BELOW = {
    "class on the heading": f'<h2 class="description-title">Mô tả sản phẩm</h2><div>{BOTH}</div>',
    "class on the box of the heading": f'<div class="product-description"><h3>Product Description</h3></div>{BOTH}',
    "in a box of its own": f'<div><div class="desc"><span>CHI TIẾT</span></div></div><div>{TEXT}</div><p>{MORE}</p>',
    "no class at all": f"<h2>Description:</h2>{TEXT}<p>{MORE}</p>",
    "text with headings of its own": f"<h2>Produktbeschreibung</h2><p>{TEXT}</p><h3>Maße</h3><p>{MORE}</p>",
    "other languages": f'<div class="description">商品描述</div>{BOTH}',
    "a tab": f'{TABS}<div id="mo-ta">{BOTH}</div><div id="b">Giao ba ngày trên toàn quốc</div>',
}


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_the_text_below_the_heading_is_the_description(below: str) -> None:
    lines = (read(f"{below}<h2>Chính sách đổi trả</h2><p>Đổi trả trong bảy ngày.</p>").description or "").split("\n")
    assert [line for line in lines if line != "Maße"] == [TEXT, MORE]


@pytest.mark.parametrize(
    "below",
    [
        '<div class="description"><h2>Product Description</h2></div>',
        '<ul><li><a class="description">Mô tả</a></li><li><a>Vận chuyển và thanh toán khi nhận hàng</a></li></ul>',
        '<h2 class="desc">Chi tiết</h2><h2>Chính sách đổi trả</h2><p>Đổi trả trong bảy ngày kể từ khi nhận.</p>',
    ],
)
def test_a_heading_with_nothing_below_it_is_no_description(below: str) -> None:
    assert read(below).description is None


def test_a_description_that_stands_there_is_left_as_it_is() -> None:
    below = f'<div class="description"><h2>Mô tả sản phẩm</h2><p>{TEXT}</p></div><h2>Chi tiết</h2><p>{MORE}</p>'
    assert (read(below).description or "").endswith(TEXT)


def test_what_is_a_heading_and_what_is_a_text() -> None:
    for heading in ("Product Description", "MÔ TẢ SẢN PHẨM", "• Chi tiết:", "Opis produktu", "상품 설명", "Detalles"):
        assert is_heading(heading), heading
    for text in ("Chi tiết máy tinh xảo", "Descriptions of goods", "Giới thiệu bạn bè nhận quà", "", "Áo len"):
        assert not is_heading(text), text


@pytest.mark.parametrize("piece", ["<p>Mô tả</p>", "<div>Mô tả", "<h2>Mô tả</h2>"])
def test_thousands_of_headings_are_bounded(piece: str) -> None:
    assert read(piece * 3_000).description is None


def test_a_paragraph_closed_by_the_first_one_in_it_runs_on() -> None:
    assert read(
        f'<p class="product-description"><p>{TEXT}</p><p>{MORE}</p></p><h2>Khác</h2><p>Tin khác.</p>'
    ).description == (f"{TEXT}\n{MORE}")


def test_a_menu_under_a_heading_is_no_description() -> None:
    links = "<ul><li><a href=/a>Terms of this shop</a></li><li><a href=/b>Imprint</a></li></ul>"
    assert read(f"<div><h3>Information</h3></div>{links}<p>{TEXT} {MORE}</p>").description == f"{TEXT} {MORE}"
