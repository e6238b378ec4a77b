"""Walls are recorded as what they are, kept as evidence and never read as a listing; so is every page that is read."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.user_agent import user_agent
from store.open import open_stores
from takedowns.warc import write_warc
from tests.crawlers.crawling import Crawled, run_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page


def wall(title: str, body: str, *, status: int = 200, head: str = "") -> Page:
    top = f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return Page(f"{top}<body>{body}</body></html>", status=status)


PRODUCT = """<meta property="og:type" content="product"><meta property="og:title" content="Kem trắng da">
<meta property="product:price:amount" content="199000"><meta property="product:price:currency" content="VND">"""

WALLS = {
    "slider": (wall("Xác minh bảo mật", "<p>Kéo thanh trượt để ghép mảnh hình.</p><canvas></canvas>"), "captcha"),
    "slider-with-product": (wall("Kem trắng da", "<p>Vui lòng xác minh để tiếp tục</p>", head=PRODUCT), "captcha"),
    "robot": (wall("Just a moment...", "<p>Checking your browser before you go on.</p>", status=403), "captcha"),
    "frame": (wall("", '<iframe src="https://geo.captcha-delivery.com/captcha/?x=1"></iframe>', status=403), "captcha"),
    "robot-script": (wall("Shop", '<div id="px-captcha"></div><p>Press & hold to go on.</p>'), "captcha"),
    "asks-password": (
        wall(
            "Đăng nhập", '<h1>Đăng nhập</h1><form><input name="u"><input type="password"></form><p>Quên mật khẩu?</p>'
        ),
        "login_wall",
    ),
    "asks-name": (wall("Tin đăng", "<p>Bạn phải đăng nhập để xem nội dung này.</p>"), "login_wall"),
    "asks-status": (wall("Log in", "<p>Sign in to continue.</p>", status=401), "login_wall"),
    "blocked": (wall("Access denied", "<p>You have been blocked. Reference 18.2f</p>", status=403), "blocked"),
    "blocked-soft": (wall("Truy cập bị từ chối", "<p>Địa chỉ IP của bạn đã bị chặn.</p>"), "blocked"),
    "limited-soft": (wall("Quá nhiều yêu cầu", "<p>Bạn thao tác quá nhanh, hãy thử lại sau.</p>"), "rate_limited"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walls")


@pytest.fixture(scope="module")
def crawled(folder: Path) -> tuple[str, Crawled]:
    with LoopbackSite() as site:
        site.put("/", index_page((*(f"/product/{name}" for name in WALLS), "/product/good")))
        for name, (page, _) in WALLS.items():
            site.put(f"/product/{name}", page)
        good = listing_page("Kem", images=(f"{site.url}/1.png",))
        site.put("/product/good", Page(good, headers={"X-Shop": "shelf 7"}))
        site.put("/1.png", Page(PNG, media_type="image/png"))
        profile = {"bounds": {"walls_in_a_row": 100}, "rendering": "never"}
        return site.url, run_crawl(folder, f"{site.url}/", allow=[site.host], profile=profile)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_named_and_is_no_listing(name: str, crawled: tuple[str, Crawled]) -> None:
    base, ended = crawled
    assert ended.end_of(f"{base}/product/{name}") == ("unreadable", WALLS[name][1])
    assert ended.run["listings"]["new"] == 1


def test_every_page_is_kept_with_its_fields_and_chained(crawled: tuple[str, Crawled], folder: Path) -> None:
    base, _ = crawled
    pages = [f"{base}/product/{name}" for name in (*WALLS, "good")] + [f"{base}/", f"{base}/1.png"]
    with sqlite3.connect(folder / "soi.sqlite") as database:
        rows = database.execute("SELECT id, url, status, headers FROM captures").fetchall()
        chained = {subject for (subject,) in database.execute("SELECT subject FROM chain WHERE kind = 'capture'")}
    assert sorted(url for _, url, _, _ in rows) == sorted(pages)
    assert chained == {f"capture:{number}" for number, *_ in rows}
    assert all("content-type" in headers for *_, headers in rows)
    with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
        assert stores.evidence.verify().sound


def test_the_exchanges_can_be_read_as_a_warc(crawled: tuple[str, Crawled], folder: Path) -> None:
    base, _ = crawled
    with sqlite3.connect(folder / "soi.sqlite") as database:
        digests = [digest for (digest,) in database.execute("SELECT digest FROM captures")]
    with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
        exchanges = stores.evidence.exchanges(digests)
    stream = io.BytesIO()
    write_warc(exchanges, stream)
    stream.seek(0)
    read, asked = {}, {}
    for record in ArchiveIterator(stream):
        target = record.rec_headers.get_header("WARC-Target-URI")
        if record.rec_type == "request":
            http = record.http_headers
            asked[target] = f"{http.protocol} {http.statusline}", http.get_header("user-agent"), http.get_header("host")
        else:
            read[target] = (record.content_stream().read(), record.http_headers.get_header("x-shop"))
    assert read == {each.url: (each.body, each.headers.get("x-shop")) for each in exchanges}
    assert read[f"{base}/product/good"][1] == "shelf 7"
    assert read[f"{base}/1.png"][0] == PNG
    assert set(asked) == set(read)
    assert asked[f"{base}/1.png"] == ("GET /1.png HTTP/1.1", user_agent(""), base.removeprefix("http://"))
