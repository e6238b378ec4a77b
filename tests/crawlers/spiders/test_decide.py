from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.sites.catalogue import site_profile
from crawlers.spiders.answer import Answer, NeedsBrowser, Postponed, Settled
from crawlers.spiders.decide import Ground, decide
from listings.page import PageKind, PageOutcome, WantedPage
from tests.crawlers.loopback_site import PNG, index_page, listing_page

NOW = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
URL = "https://shop.example/san-pham/kem"
GROUND = Ground(profile=site_profile("generic_shop"), start="https://shop.example/")


def answer(
    body: bytes | str = b"", status: int = 200, *, rendered: bool = False, url: str = URL, **headers: str
) -> Answer:
    named = {"content-type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    data = body.encode() if isinstance(body, str) else body
    return Answer(url=url, status=status, headers=named, body=data, fetched_at=NOW, rendered=rendered)


def settled(given: Answer, kind: PageKind = "listing", tries: int = 2, ground: Ground = GROUND) -> PageOutcome:
    step = decide(WantedPage(url=URL, kind=kind, tries=tries), given, ground)
    assert isinstance(step, Settled)
    return step.outcome


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (304, "same", None), (404, "gone", None), (410, "gone", None), (401, "unreadable", "login_wall"),
        (403, "unreadable", "blocked"), (451, "unreadable", "blocked"), (400, "unreadable", "blocked"),
        (408, "unreadable", "timed_out"), (429, "unreadable", "rate_limited"), (500, "unreadable", "server_error"),
        (503, "unreadable", "rate_limited"), (599, "unreadable", "server_error"), (300, "unreadable", "blocked"),
        (101, "unreadable", "blocked"),
    ],
)  # fmt: skip
def test_a_status_that_is_no_success_never_gives_a_listing(status: int, state: str, reason: str | None) -> None:
    outcome = settled(answer(listing_page("Kem"), status))
    assert (outcome.state, outcome.reason, outcome.listings) == (state, reason, ())


def test_a_busy_server_is_asked_again_when_it_says_and_holds_the_run() -> None:
    step = decide(WantedPage(url=URL, kind="listing"), answer("", 429, retry_after="120"), GROUND)
    assert step == Postponed(until=NOW + timedelta(seconds=120), reason="rate_limited", hold=True)


def test_a_redirect_to_another_scheme_is_refused() -> None:
    assert settled(answer("", 302, location="javascript:alert(1)")).state == "refused"


def test_a_listing_is_marked_as_crawled_and_its_images_are_wanted_before_all_else() -> None:
    page = listing_page("Kem", images=("https://cdn.example/1.jpg", "file:///etc/passwd"), links=("/san-pham/khac",))
    outcome = settled(answer(page))
    listing = outcome.listings[0].listing
    assert (outcome.state, listing.captured_by, listing.site) == ("read", "crawl", "shop.example")
    assert outcome.capture is not None
    assert outcome.capture.body == page.encode()
    images = [found for found in outcome.found if found.kind == "image"]
    assert [image.url for image in images] == ["https://cdn.example/1.jpg"]
    assert images[0].priority > max(found.priority for found in outcome.found if found.kind != "image")


def test_an_index_is_read_but_a_listing_page_without_listing_is_unreadable() -> None:
    page = answer(index_page(("/san-pham/a", "/san-pham/b")))
    assert settled(page, "index").state == "read"
    assert len(settled(page, "index").found) == 2
    assert (settled(page, "listing").state, settled(page, "listing").reason) == ("unreadable", "no_listing")


def test_a_shell_goes_to_the_browser_once() -> None:
    shell = '<html><head><title>x</title></head><body><div id="root"></div><script src="/a.js"></script></body></html>'
    page = WantedPage(url=URL, kind="listing")
    assert decide(page, answer(shell), GROUND) == NeedsBrowser()
    assert settled(answer(shell, rendered=True)).state == "unreadable"
    never = GROUND.profile.model_copy(update={"rendering": "never"})
    assert settled(answer(shell), ground=Ground(profile=never, start=GROUND.start)).state == "unreadable"


def test_a_price_that_a_script_fills_is_read_in_the_browser_and_no_neighbours_taken() -> None:
    card = '<a href="/detail/6/"><img src="/i/6.jpg"><h3>Ấm khác</h3><span>8.900₫</span></a>'
    page = "<html><title>Kem lá sen</title><h1>Kem lá sen</h1><img src='/i/kem.jpg'><div v-cloak>{}</div>" + card * 3
    awaiting = page.format("<p>{{ sku.price }}₫</p><button>Mua ngay</button>")
    assert isinstance(decide(WantedPage(url=URL, kind="listing"), answer(awaiting), GROUND), NeedsBrowser)
    filled = settled(answer(page.format("<p>66.150₫</p><button>Mua ngay</button>"), rendered=True))
    assert [read.listing.price for read in filled.listings] == [66150]
    still = settled(answer(awaiting, rendered=True))
    assert [read.listing.price for read in still.listings] in ([], [None])


def test_the_pages_of_a_listings_reviews_are_not_followed() -> None:
    page = listing_page("Kem", links=(f"{URL}?page=2", f"{URL}?page=1", "/danh-muc/kem?page=2"))
    followed = [wanted.url for wanted in settled(answer(page)).found if wanted.kind != "image"]
    assert followed == ["https://shop.example/danh-muc/kem?page=2"]


def test_the_profiles_signs_of_walls_and_removal_are_seen() -> None:
    assert settled(answer("<html><body><h1>Ôi</h1><p>SẢN PHẨM KHÔNG TỒN TẠI</p></body></html>")).state == "gone"
    signs = GROUND.profile.signs.model_copy(update={"blocked": ("xác minh bạn là người",)})
    ground = Ground(profile=GROUND.profile.model_copy(update={"signs": signs}), start=GROUND.start)
    walled = settled(answer(listing_page("Xác minh bạn là người")), ground=ground)
    assert (walled.state, walled.reason, walled.listings) == ("unreadable", "blocked", ())


def test_what_another_site_answers_is_not_read_as_ours() -> None:
    outcome = settled(answer(listing_page("Kem"), url="https://other.example/"))
    assert (outcome.state, outcome.listings) == ("unreadable", ())


@pytest.mark.parametrize(
    "body", [PNG, b"\xff\xd8\xff\xe0", b"GIF89a..", b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x20ftypavif"]
)
def test_magic_bytes_make_an_image_whatever_the_server_says(body: bytes) -> None:
    assert settled(answer(body, content_type="text/plain"), "image").state == "read"


@pytest.mark.parametrize(
    ("body", "media_type", "reason"),
    [
        (b"", "image/png", "image_broken"),
        (b"  <!DOCTYPE html><p>", "image/png", "image_format"),
        (b"hello", "text/plain", "image_format"),
        (PNG + b"\0" * 10_000_000, "image/png", "image_too_large"),
    ],
)
def test_what_is_no_image_has_a_reason(body: bytes, media_type: str, reason: str) -> None:
    assert settled(answer(body, content_type=media_type), "image").reason == reason


def test_a_packed_sitemap_is_read_within_the_site_and_the_skips() -> None:
    urls = (
        "https://shop.example/san-pham/a",
        "http://[",
        "/san-pham/b",
        "https://other.example/c",
        "https://shop.example/cart/",
    )
    xml = "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"
    outcome = settled(answer(gzip.compress(xml.encode()), content_type="application/x-gzip"), "sitemap")
    assert [page.url for page in outcome.found] == [
        "https://shop.example/san-pham/a",
        "https://shop.example/san-pham/b",
    ]
    assert {page.kind for page in outcome.found} == {"listing"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "broken_markup"),
        (b"not xml at all", "broken_markup"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "too_large"),
        (b"\x1f\x8b broken", "broken_markup"),
    ],
)
def test_a_hostile_sitemap_is_bounded_and_named(body: bytes, reason: str) -> None:
    assert settled(answer(body), "sitemap").reason == reason


def test_entities_of_a_sitemap_are_not_resolved() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>/p/&f;</loc></url></urlset>'
    assert not [page for page in settled(answer(xml), "sitemap").found if "root:" in page.url]
