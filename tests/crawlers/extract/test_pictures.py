"""Which picture is the listing's: late, behind, in a gallery; not the shop's, another listing's or a thumbnail."""

from __future__ import annotations

import json

import pytest

from crawlers.extract import read_page
from crawlers.extract.picture_address import are_kin, is_small_form, stem_of
from crawlers.extract.picture_marks import stands_for_listing

URL = "https://shop.example/p/pot-k3"
NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP"
FOUND = {
    "behind": "<div style=\"width: 4em; background-image: url('/i/k3.jpg')\"></div>",
    "behind, late": '<div data-bg="/i/k3.jpg"></div>',
    "accelerated page": '<amp-img src="/i/k3.jpg" width="600" height="600"></amp-img>',
    "for visitors without programs": f'<img src="{NOTHING}"><noscript><img src="/i/k3.jpg"></noscript>',
    "placeholder": '<img src="/i/spinner.gif" data-src="/i/k3.jpg">',
    "late, under a name of the program's own": '<img src="/i/blank.gif" data-my-lazy-address="/i/k3.jpg">',
    "with another while it is pointed at": '<img src="/i/k3.jpg" data-hover="/i/k3-back.jpg">',
    "beside colours to choose": '<button><img src="/i/red.jpg">Red</button><div><p><img src="/i/k3.jpg"></p></div>',
    "beside the colour that is chosen": '<button class="active"><img src="/i/red.jpg"></button><img src="/i/k3.jpg">',
    "beside a thumbnail": '<ul><li><img src="/i/k3-side_80x80.jpg"></li></ul><img src="/i/k3.jpg">',
    "beside a small form": '<img src="/i/k3-side.jpg?width=80&height=80"><img src="/i/k3.jpg?width=720">',
    "beside another listing": '<a href="/p/pan-k4"><img src="/i/k4.jpg" alt="Pan"></a><img src="/i/k3.jpg">',
    "beside the shop's": '<img src="/img/cart.gif"><img src="/catalogo/logo.png"><img src="/i/k3.jpg">',
}


LATE = '<img src="/i/grey.png" data-src="/i/k3.jpg"><img src="/i/grey.png" data-src="/i/k3-side.jpg">'
TWO_FORMS = '<img src="/i/grey.png" data-src="/i/k3.jpg"><img src="/i/grey.png" data-src="/i/k3.jpg?w=90">'


def _first(body: str, head: str = "") -> str:
    page = f"<html><title>Pot K3</title>{head}<body><div><h1>Pot K3</h1>{body}<p>£9.00</p></div></body>"
    return read_page(page.encode(), url=URL).listings[0].listing.images[0]


@pytest.mark.parametrize("body", FOUND.values(), ids=FOUND.keys())
def test_picture(body: str) -> None:
    assert _first(body).partition("?")[0] == "https://shop.example/i/k3.jpg"


@pytest.mark.parametrize(
    ("stated", "first"),
    [
        ("/share/everyone.jpg", "k3.jpg"),  # made for sharing: it lies apart and the page does not show it
        ("/i/k3_1200x630.jpg", "k3_1200x630.jpg"),  # another form of what is shown
        ("/i/k3-front.jpg", "k3-front.jpg"),  # it lies beside what is shown
    ],
)
def test_a_picture_stated_for_sharing_is_held_against_what_is_shown(stated: str, first: str) -> None:
    gallery = '<div class="gallery"><img src="/i/k3.jpg"></div>'
    assert _first(gallery, f'<meta property="og:image" content="{stated}">').rpartition("/")[2] == first


@pytest.mark.parametrize(("body", "first"), [(LATE, "k3.jpg"), (TWO_FORMS, "grey.png")])
def test_what_holds_the_place_of_several_pictures_shows_none_of_them(body: str, first: str) -> None:
    offer = {"price": "9.00", "priceCurrency": "GBP"}
    product = {"@type": "Product", "name": "Pot K3", "image": "/i/grey.png", "offers": offer}
    head = f'<script type="application/ld+json">{json.dumps(product)}</script>'
    shared = '<meta property="og:image" content="/i/grey.png">'
    assert _first(body, head + shared).rpartition("/")[2] == first


@pytest.mark.parametrize(
    "other",
    [
        "https://cdn.example/a/pot-k3_300x300.jpg",
        "https://cdn.example/a/pot-k3-large.webp?v=1",
        "https://cdn.example/b/pot-k3-scaled.png",
        "https://shop.example/_next/image?url=%2Fa%2Fpot-k3.jpg&w=640",
        "https://m.example/I/pot-k3._AC_SX342_.jpg",
    ],
)
def test_forms_of_one_picture_have_one_stem(other: str) -> None:
    assert stem_of(other) == stem_of("https://cdn.example/a/pot-k3.jpg") == "pot-k3"


def test_a_number_alone_is_no_stem() -> None:
    assert stem_of("https://cdn.example/881/1.jpg") == "881/1"
    assert stem_of("https://cdn.example/") == ""


def test_pictures_side_by_side_are_kin() -> None:
    assert are_kin("https://a.example/p/8/x.jpg", "https://a.example/p/8/y.jpg")
    assert not are_kin("https://a.example/p/8/x.jpg", "https://b.example/p/8/y.jpg")
    assert not are_kin("https://a.example/x.jpg", "https://a.example/y.jpg")


@pytest.mark.parametrize("address", ["/thumb/a.jpg", "/a_80x80.jpg", "/a-small.jpg", "/i/a.jpg?w=90"])
def test_thumbnails_are_known_by_their_address(address: str) -> None:
    assert is_small_form(f"https://a.example{address}")
    assert not is_small_form("https://a.example/i/bench-150.jpg?w=900")


@pytest.mark.parametrize(
    "name",
    [
        "catalogo/a.jpg",
        "visage.jpg",
        "google-pixel-8.jpg",
        "wire-basket.jpg",
        "1x1/a.jpg",
        "pot-1x1.png",
        "landmark.jpg",
        "sword-mark-2.jpg",
    ],
)
def test_words_within_words_are_no_mark_of_a_shop(name: str) -> None:
    assert stands_for_listing(f"https://a.example/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "logo.png",
        "site-logo_2.png",
        "img/banner-2.jpg",
        "loading.gif",
        "og-default.jpg",
        "x.svg",
        "sk-brandmark-512.png",
        "shop_word-mark.png",
        "blank-1x1.png",
        "i/1x1.gif",
        "px.gif",
        "images/btn_addcart.gif",
    ],
)
def test_marks_of_a_shop(name: str) -> None:
    assert not stands_for_listing(f"https://a.example/{name}")


@pytest.mark.parametrize(
    "address",
    [
        "https://x.vn/img/no_image.png",
        "https://x.vn/media/None",
        "https://x.vn/product/default",
        "https://x.vn/no-photo.jpg",
    ],
)
def test_what_programs_show_where_there_is_no_picture_stands_for_none(address: str) -> None:
    assert not stands_for_listing(address)
    assert stands_for_listing("https://x.vn/i/no-imagination-book.jpg")


def test_a_gallery_gives_all_its_pictures_once_each_and_the_first_first() -> None:
    gallery = """<div class="gallery"><a href="/i/k3-front.jpg"><img src="/i/k3-front_600x600.jpg"></a>
        <ul class="thumbs"><li><a href="/i/k3-front.jpg"><img src="/i/k3-front_60x60.jpg"></a></li>
        <li><a href="/i/k3-back.jpg"><img src="/i/k3-back_90x90.jpg"></a></li></ul></div>"""
    sold = f"<h1>Pot K3</h1>{gallery}<p>£9.00</p><button>Buy now</button>"
    page = f"<html><title>Pot K3</title><body><div>{sold}</div></body>"
    images = read_page(page.encode(), url=URL).listings[0].listing.images
    assert images == ("https://shop.example/i/k3-front.jpg", "https://shop.example/i/k3-back.jpg")
    shared = page.replace("<body>", '<meta property="og:image" content="https://shop.example/i/k3-front.jpg"><body>')
    assert read_page(shared.encode(), url=URL).listings[0].listing.images == images


def test_a_title_in_pieces_names_a_picture() -> None:
    swatch, own = '<a href="#"><img src="/i/red.jpg"></a>', '<button><img src="/i/k3.jpg" alt="Pot K3, side"></button>'
    body = f"<h1><span>Pot</span>\n <span>K3</span></h1>{own}{swatch}<p>£9.00</p>"
    read = read_page(f"<html><title>Pot K3</title><body>{body}".encode(), url=URL).listings
    assert read[0].listing.images[0] == "https://shop.example/i/k3.jpg"
