"""Captured pages of the big sites, in the shape their pages are known to have. Invented, but for Shopee's answer."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.capture.readers.catalogue import READERS, reader_of
from crawlers.capture.readers.state import objects_with
from crawlers.capture.reading import read_captured_page
from crawlers.extract.reading import PageReading
from listings.listing import Listing
from listings.page import UNREADABLE_REASONS

SHARED = Path(os.environ.get("SOI_SHARED_DATA", Path(__file__).resolve().parents[3] / "../shared/data"))
SHOPEE = "https://shopee.vn/Tui-xach-nho-i.700100.800200"
LAZADA = "https://www.lazada.vn/products/kem-i123456.html"
TIKTOK = "https://shop.tiktok.com/view/product/1729384756"
MARKET = "https://www.facebook.com/marketplace/item/555666777/"
GROUP = "https://www.facebook.com/groups/cho.si/posts/998877/"
CHAT = "https://chat.zalo.me/"
WORDS = "Trang này có nhiều chữ để không phải là trang chặn. " * 3


def page(*scripts: str, body: str = "", title: str = "Trang") -> bytes:
    inside = f"<html lang=vi><head><title>{title}</title>{''.join(scripts)}</head><body>{body}</body></html>"
    return f"<!doctype html>{inside}".encode()


def state(value: Any, kind: str = "application/json") -> str:
    return f'<script type="{kind}">{json.dumps(value, ensure_ascii=False)}</script>'


def read(url: str, content: bytes) -> PageReading:
    return read_captured_page(content, url=url)


def one(url: str, content: bytes) -> Listing:
    reading = read(url, content)
    assert reading.unreadable is None
    (found,) = reading.listings
    assert set(found.sources) <= {name for name in Listing.__slots__ if getattr(found.listing, name)}
    return found.listing


def item(**changes: Any) -> dict[str, Any]:
    return {
        "itemid": 800200,
        "shopid": 700100,
        "name": "Túi xách nhỏ",
        "price_min": 15900000000,
        "price_max": 19900000000,
        "currency": "VND",
        "description": "Túi da mềm\r\nBảo hành 12 tháng",
        "brand": "No brand",
        "historical_sold": 321,
        "image": "abcdef0123456789abcdef0123456789",
        "images": ["abcdef0123456789abcdef0123456789", "0123456789abcdef0123456789abcdef"],
        "categories": [{"display_name": "Thời trang"}, {"display_name": "Túi"}],
        "attributes": [{"name": "Chất liệu", "value": "Da"}],
        **changes,
    }


def test_shopee_prices_ids_and_pictures() -> None:
    shown = '<img src="https://anh.example/file/abcdef0123456789abcdef0123456789_tn"><h1>Túi</h1>' + WORDS
    other = item(itemid=1, name="Gợi ý khác")
    shop = {"shopid": 700100, "name": "Tiệm Túi Mây"}
    found = one(SHOPEE, page(state({"a": [other, {"data": item()}], "shop": shop}), body=shown))
    assert (found.id, found.title, found.site) == ("700100.800200", "Túi xách nhỏ", "shopee.vn")
    assert (found.price, found.price_max, found.currency) == (Decimal(159000), Decimal(199000), "VND")
    assert (found.seller.id, found.seller.name) == ("700100", "Tiệm Túi Mây")
    # The second picture was not shown, and its id names no server.
    assert found.images == ("https://anh.example/file/abcdef0123456789abcdef0123456789_tn",)
    assert (found.brand, found.category, found.sold) == (None, "Thời trang > Túi", 321)
    assert found.description == "Túi da mềm\nBảo hành 12 tháng"
    assert found.attributes == {"Chất liệu": "Da"}


def test_shopee_newer_state_in_an_assignment() -> None:
    newer = {"item": {"item_id": 800200, "shop_id": 700100, "title": "Túi mới", "price": 9900000000, "currency": "VND"}}
    script = f"<script>var a = 1; window.__PDP__ = {json.dumps(newer)};</script>"
    found = one("https://shopee.vn/product/700100/800200?sp_atk=x", page(script, body=WORDS))
    assert (found.title, found.price, found.price_max) == ("Túi mới", Decimal(99000), None)


def test_shopee_without_state_is_read_as_seen_and_another_item_is_not_taken() -> None:
    shown = '<img src="/tui.jpg" alt="Túi xách nhỏ" width="450" height="450"><div class="price">159.000₫</div>'
    body = f"<main><h1>Túi xách nhỏ</h1>{shown}<button>Thêm vào giỏ hàng</button><p>{WORDS}</p></main>"
    found = one(SHOPEE, page(state(item(itemid=5)), body=body))
    assert (found.id, found.title, found.price) == ("700100.800200", "Túi xách nhỏ", Decimal(159000))


def test_shopee_sample() -> None:
    sample = SHARED / "api" / "shopee_item_vn.json"
    if not sample.is_file():
        pytest.skip("the shared data is not here")
    given = json.loads(sample.read_text())
    number, shop = given["data"]["itemid"], given["data"]["shopid"]
    found = one(f"https://shopee.vn/x-i.{shop}.{number}", page(state(given), body=WORDS))
    assert (found.price, found.currency, found.price_max) == (Decimal(169750), "VND", None)
    assert (found.title, found.images) == (" ".join(given["data"]["name"].split()), ())


def test_lazada_product() -> None:
    fields = {
        "product": {"title": "Kem dưỡng Mây", "desc": "<p>Kem dịu nhẹ</p>", "brand": {"name": "Mây"}},
        "skuInfos": {
            "0": {"itemId": "123456", "price": {"salePrice": {"value": 1}}},
            "9": {"itemId": "123456", "price": {"salePrice": {"value": 249000, "text": "₫249,000"}}},
        },
        "primaryKey": {"itemId": "123456", "skuId": "9"},
        "skuGalleries": {"0": [{"src": "//anh.example/1.jpg"}, {"poster": "x"}, {"src": "//anh.example/2.jpg"}]},
        "seller": {"name": "Mây Official", "shopId": 77, "url": "//www.lazada.vn/shop/may"},
    }
    script = f"<script>var __moduleData__ = {json.dumps({'data': {'root': {'fields': fields}}})}; run();</script>"
    found = one(LAZADA, page(script, body=WORDS))
    assert (found.id, found.title, found.price, found.currency) == ("123456", "Kem dưỡng Mây", Decimal(249000), "VND")
    assert (found.seller.id, found.seller.name) == ("77", "Mây Official")
    assert (found.brand, found.description) == ("Mây", "Kem dịu nhẹ")
    assert found.images == ("https://anh.example/1.jpg", "https://anh.example/2.jpg")


def test_lazada_list_gives_every_row() -> None:
    rows = [
        {
            "itemId": "1",
            "name": "Nón",
            "itemUrl": "//www.lazada.vn/products/n-i1.html",
            "price": "189000.00",
            "sellerName": "A",
        },
        {"itemId": "2", "name": "Áo", "price": "24.990", "image": "https://anh.example/a.jpg"},
        {"name": "không có mã"},
        None,
    ]
    listed = f"<script>window.pageData = {json.dumps({'mods': {'listItems': rows}})}</script>"
    reading = read("https://www.lazada.vn/catalog/?q=non", page(listed, body=WORDS))
    found = [(each.listing.id, each.listing.price, each.listing.seller.name) for each in reading.listings]
    assert found == [("1", Decimal(189000), "A"), ("2", Decimal(24990), None)]
    assert reading.listings[0].listing.url == "https://www.lazada.vn/products/n-i1.html"


def test_tiktok_shop_older_and_newer_state() -> None:
    older = {
        "product_id": "1729384756",
        "seller": {"seller_id": "8", "name": "Sen Store"},
        "product_base": {
            "title": "Tinh dầu sen",
            "images": [{"url_list": ["https://anh.example/s.jpg", "https://anh.example/t.jpg"]}],
            "sold_count": 12,
            "price": {"real_price": "99.000₫", "currency": "VND"},
            "desc_detail": json.dumps([{"type": "text", "text": "Thơm lâu"}, {"type": "image"}]),
        },
    }
    newer = {
        "product_model": {
            "product_id": "1729384756",
            "name": "Tinh dầu sen",
            "description": "Thơm lâu",
            "sold_count": "12",
        },
        "seller_model": {"seller_id": "8", "shop_name": "Sen Store"},
        "promotion_model": {
            "promotion_product_price": {"min_price": {"sale_price_decimal": "99000", "currency_name": "VND"}}
        },
    }
    for product in (older, newer):
        found = one(TIKTOK, page(state({"loaderData": {"x": product}}), body=WORDS))
        assert (found.id, found.title, found.price, found.currency) == (
            "1729384756",
            "Tinh dầu sen",
            Decimal(99000),
            "VND",
        )
        assert (found.seller.id, found.seller.name, found.sold) == ("8", "Sen Store", 12)
        assert found.description == "Thơm lâu"


def test_facebook_marketplace_item() -> None:
    target = {
        "id": "555666777",
        "marketplace_listing_title": "Đồng hồ cũ",
        "redacted_description": {"text": "Còn đẹp\nGặp trực tiếp"},
        "listing_price": {"amount": "350000.00", "currency": "VND"},
        "location_text": {"text": "Hà Nội"},
        "marketplace_listing_seller": {"id": "42", "name": "Anh Tư Đồng Hồ"},
        "listing_photos": [{"image": {"uri": "https://anh.example/d.jpg"}}],
        "creation_time": 1750000000,
    }
    other = {"id": "1", "marketplace_listing_title": "Gợi ý"}
    found = one(MARKET, page(state([other, {"require": [[target]]}]), body=WORDS))
    assert (found.id, found.title, found.kind) == ("555666777", "Đồng hồ cũ", "offer")
    assert (found.price, found.currency, found.location) == (Decimal(350000), "VND", "Hà Nội")
    assert (found.seller.name, found.images) == ("Anh Tư Đồng Hồ", ("https://anh.example/d.jpg",))
    assert found.published_at is not None


def test_facebook_post_from_state_without_its_comments() -> None:
    story = {
        "post_id": "998877",
        "comet_sections": {"content": {"story": {"message": {"text": "Xả kho túi loại một\nIb em nhé"}}}},
        "actors": [{"__typename": "User", "id": "9", "name": "Mai Sỉ", "url": "https://www.facebook.com/mai.si"}],
        "creation_time": 1750000000,
        "comments": [{"body": {"text": "giá bao nhiêu"}}],
    }
    found = one(GROUP, page(state({"data": [{"post_id": "1", "message": {"text": "bài khác"}}, story]}), body=WORDS))
    assert (found.id, found.kind, found.title) == ("998877", "post", "Xả kho túi loại một")
    assert found.description == "Xả kho túi loại một\nIb em nhé"
    assert (found.seller.id, found.seller.name) == ("9", "Mai Sỉ")


def test_facebook_posts_as_seen_without_their_comments() -> None:
    posts = "".join(
        f"""<div role="article"><h3><a href="/mai.si">Mai Sỉ</a></h3>
        <a href="/mai.si/posts/{number}00001">2 giờ</a>
        <div data-ad-preview="message"><div dir="auto">Hàng về số {number}</div><div dir="auto">Ib em</div></div>
        <img src="https://anh.example/{number}.jpg">
        <div role="article"><div data-ad-preview="message">hỏi giá</div></div></div>"""
        for number in (1, 2)
    )
    reading = read("https://www.facebook.com/mai.si", page(body=f"<main>{posts}{WORDS}</main>"))
    assert [each.listing.description for each in reading.listings] == ["Hàng về số 1\nIb em", "Hàng về số 2\nIb em"]
    assert [each.listing.id for each in reading.listings] == ["100001", "200001"]
    assert reading.listings[0].listing.seller.name == "Mai Sỉ"
    assert reading.listings[0].listing.images == ("https://anh.example/1.jpg",)
    alone = one("https://www.facebook.com/mai.si/posts/200001", page(body=f"<main>{posts}{WORDS}</main>"))
    assert alone.description == "Hàng về số 2\nIb em"


def test_zalo_reads_what_was_selected_and_nothing_else() -> None:
    group = '<meta name="soi:group" content="Chợ sỉ Ninh Hiệp">'
    said = "<div data-soi-selected><p>Túi nhái loại một</p><p>Ai lấy nhắn em</p><img src='https://anh.example/z.jpg'></div>"
    found = one(CHAT, page(group, body=said))
    assert (found.title, found.description) == ("Túi nhái loại một", "Túi nhái loại một\nAi lấy nhắn em")
    assert (found.kind, found.publisher, found.images) == ("post", "Chợ sỉ Ninh Hiệp", ("https://anh.example/z.jpg",))
    silent = read(CHAT, page(body=f"<h1>Nhóm</h1><p class=price>99.000₫</p>{WORDS}"))
    assert (silent.listings, silent.unreadable) == ((), "no_listing")


WALLS = {
    "captcha": "<h1>Xác minh bạn không phải là robot</h1><iframe src='/captcha/x'></iframe>",
    "login_wall": "<title>Đăng nhập</title><form><input type=password></form>Vui lòng đăng nhập để tiếp tục",
    "blocked": "<title>Access denied</title>Access denied",
}


@pytest.mark.parametrize("url", [SHOPEE, LAZADA, TIKTOK, MARKET, GROUP, CHAT])
@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_is_a_wall_on_every_site_whatever_state_it_carries(url: str, wall: str) -> None:
    content = page(state([item(), {"post_id": "998877", "message": {"text": "x"}}]), body=WALLS[wall], title="")
    reading = read(url, content)
    assert (reading.listings, reading.unreadable) == ((), wall)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://shopee.com.my/x", "shopee"),
        ("https://m.facebook.com/x", "facebook"),
        ("https://shopee.vn.evil.example/x", None),
        ("https://evilshopee.vn/", None),
        ("https://zalo.me/123", "zalo"),
        ("http://127.0.0.1:8/", None),
        ("https://localhost/", None),
    ],
)
def test_the_reader_follows_the_registered_name(url: str, name: str | None) -> None:
    reader = reader_of(url)
    assert (name in reader.names if reader else None) == (True if name else None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["itemid", "shopid", "name", "price", "price_min", "images", "product", "skuInfos", "listItems", "seller",
             "product_id", "product_base", "product_model", "seller_model", "post_id", "message", "text", "actors",
             "marketplace_listing_title", "listing_price", "creation_time", "primaryKey", "skuGalleries", "id"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(value=_JSON, url=st.sampled_from([SHOPEE, LAZADA, TIKTOK, MARKET, GROUP, CHAT]))
def test_hostile_state_gives_a_listing_or_a_reason(value: Any, url: str) -> None:
    aimed = [value, {**item(), "name": value, "price_min": value, "images": value, "attributes": value}]
    reading = read(url, page(state(aimed), body=WORDS))
    assert reading.listings or reading.unreadable in UNREADABLE_REASONS


def test_deep_and_wide_states_are_bounded() -> None:
    deep = "[" * 50_000 + "]" * 50_000
    wide = {"a": [{"b": number} for number in range(300_000)]}
    reading = read(SHOPEE, page(f"<script type='application/json'>{deep}</script>", state(wide), body=WORDS))
    assert reading.unreadable == "no_listing"
    assert list(objects_with([{"x": 1, "y": {"x": 2}}], "x")) == [{"x": 1, "y": {"x": 2}}, {"x": 2}]


def test_every_reader_is_of_another_site() -> None:
    names = [name for reader in READERS for name in reader.names]
    assert len(names) == len(set(names))
