"""Advertorials as papers make them: whatever the mark, publisher and advertiser are kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.extract import read_page
from crawlers.sites.generic_news.pages import PAGES
from listings.listing import Listing
from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, index_page
from tests.crawlers.sites.test_recorded import stored

URL = "https://pho-song-nhat-bao.vn/doi-song/vien-uong-moi-20261122001.html"
TEXT = "".join(
    f"<p>Đoạn {n}: phiên chợ quê lần thứ ba có hơn một trăm gian hàng của bà con nông dân trong vùng, khách tham quan "
    "được nếm thử nhiều món đặc sản và nghe giới thiệu cách làm bánh.</p>"
    for n in range(4)
)


def page(inside: str = "", *, head: str = "", before: str = "", after: str = "", below: str = "") -> str:
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Viên uống mới ra mắt</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Viên uống mới ra mắt",
"publisher": {{"name": "Phố Sông Nhật Báo"}}}}</script>{head}</head><body>
<nav><a href="/thong-tin-doanh-nghiep">Thông tin doanh nghiệp</a><a href="/quang-cao">Quảng cáo</a></nav>
<article>{before}<h1>Viên uống mới ra mắt</h1>{inside}<div class="text">{TEXT}</div>{after}</article>{below}
<footer><p>Liên hệ quảng cáo</p></footer></body></html>"""


def read(html: str, url: str = URL) -> Listing:
    body = html.encode()
    (found,) = read_page(body, url=url).listings
    return PAGES.complete(found, body, url=url, media_type="text/html; charset=utf-8").listing


MARKED = {
    "nội dung tài trợ": page(before='<span class="tag">Nội dung tài trợ</span>'),
    "bài pr": page(before='<p class="label">(Bài PR)</p>'),
    "sponsored": page(before="<div>Sponsored</div>"),
    "advertorial": page(before="<small>ADVERTORIAL</small>"),
    "section's breadcrumb": page(before='<ul class="breadcrumb"><li><a href="/x">Thông tin doanh nghiệp</a></li></ul>'),
    "section's metadata": page(head='<meta property="article:section" content="Nội dung tài trợ">'),
    "at the end": page(after="<p><em>Thông tin doanh nghiệp</em></p>"),
}


@pytest.mark.parametrize("html", MARKED.values(), ids=MARKED)
def test_a_mark_in_the_article_says_that_it_was_paid_for(html: str) -> None:
    listing = read(html)
    assert listing.kind == "article"
    assert listing.attributes["sponsored"]
    assert (listing.publisher, listing.advertiser) == ("Phố Sông Nhật Báo", None)


def test_the_section_in_the_address_is_a_mark() -> None:
    assert read(page(), "https://bao.example.vn/thong-tin-doanh-nghiep/vien-uong-20261122001.html").attributes[
        "sponsored"
    ]


PLAIN = {
    "menu and footer only": page(),
    "another article's teaser": page(
        below='<div class="related"><span>Nội dung tài trợ</span><a href="/b">Tin B</a></div>'
    ),
    "teaser inside": page(after='<ul class="tin-lien-quan"><li><span>Sponsored</span><a href="/b">Tin B</a></li></ul>'),
    "the words in a sentence": page("<p>Quảng cáo là nội dung tài trợ được nhiều người đọc quan tâm hôm nay.</p>"),
    "a comment": page(after='<div class="comment"><p>Advertorial</p></div>'),
}


@pytest.mark.parametrize("html", PLAIN.values(), ids=PLAIN)
def test_an_ordinary_article_is_not_called_paid_for(html: str) -> None:
    listing = read(html)
    assert "sponsored" not in listing.attributes
    assert listing.advertiser is None


LABEL = '<span class="tag">Nội dung tài trợ</span>'
PAYER = "Công ty Thảo Mộc Xanh"
NAMED = {
    "in words that are the only mark": page(after=f"<p>Nội dung do {PAYER} tài trợ</p>"),
    "in words": page(before=LABEL, after=f"<p>Nội dung do {PAYER} tài trợ</p>"),
    "sponsored by": page(before="<div>Sponsored</div>", after=f"<p>Sponsored by: {PAYER}</p>"),
    "in a block": page(before=f'{LABEL}<div class="brand-name">{PAYER}</div>'),
    "in the byline": page(before=LABEL, after=f'<p class="author">{PAYER}</p>'),
    "in metadata": page(before=LABEL, head=f'<meta name="sponsor" content="{PAYER}">'),
}


@pytest.mark.parametrize("html", NAMED.values(), ids=NAMED)
def test_the_advertiser_is_read_beside_the_publisher(html: str) -> None:
    listing = read(html)
    assert (listing.publisher, listing.advertiser) == ("Phố Sông Nhật Báo", PAYER)
    assert listing.attributes["sponsored"]


def test_a_writer_is_not_the_advertiser() -> None:
    assert read(page(before=LABEL, after='<p class="author">Nguyễn Văn An</p>')).advertiser is None


def test_a_paid_link_names_the_advertiser_where_nothing_else_does() -> None:
    link = '<p>Mua tại <a rel="nofollow sponsored" href="https://www.thao-moc.example/mua?x=1">đây</a></p>'
    paid, plain = read(page(before=LABEL, after=link)), read(page(after=link))
    assert (paid.advertiser, paid.attributes["sponsored_link"]) == (
        "thao-moc.example",
        "https://www.thao-moc.example/mua?x=1",
    )
    assert plain.advertiser is None
    assert "sponsored" not in plain.attributes
    assert plain.attributes["sponsored_link"]


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<p>" * 200_000, b"<html><body><h1>x</h1></body></html>"])
def test_a_page_that_cannot_be_opened_changes_nothing_that_was_read(body: bytes) -> None:
    html = page()
    (found,) = read_page(html.encode(), url=URL).listings
    completed = PAGES.complete(found, body, url=URL, media_type="text/html")
    assert completed.listing.title == found.listing.title
    assert completed.listing.advertiser is None


def test_a_paper_is_crawled_with_its_advertisers(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        site.put("/", index_page(("/tin-tuc/mot-20261122001.html", "/tin-tuc/hai-20261122002.html")))
        site.put("/tin-tuc/mot-20261122001.html", page())
        site.put("/tin-tuc/hai-20261122002.html", NAMED["in the byline"])
        crawled = run_crawl(tmp_path, f"{site.url}/", site="generic_news", allow=[site.host])
    assert crawled.run["listings"]["new"] == 2
    advertisers = [listing.get("advertiser") for listing in stored(tmp_path).values()]
    assert set(advertisers) == {PAYER, None}
