"""A real Chromium behind the filtering proxy."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.browser import find_browser
from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium is installed")

SHELL = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>…</title></head>
<body><div id="root"></div><script src="/app.js"></script></body></html>"""

APP = """
document.title = "Kem trắng da";
document.getElementById("root").innerHTML = "<h1>Kem trắng da</h1><p>Giá: 199.000 đ</p>" +
  "<p>Hàng mới về, giao trong ngày, đổi trả trong bảy ngày, bảo hành chính hãng.</p>";
const data = document.createElement("script");
data.type = "application/ld+json";
data.text = JSON.stringify({"@context": "https://schema.org", "@type": "Product", "name": "Kem trắng da", "sku": "k1",
  "offers": {"@type": "Offer", "price": "199000", "priceCurrency": "VND"}});
document.head.append(data);
"""

ATTACK = """
const get = (url) => fetch(url, {mode: "no-cors"}).catch(() => 0);
get("INWARD/secret"); get("/hop"); get("file:///etc/passwd"); get("http://localhost:PORT/secret");
get("http://2130706433:PORT/secret"); get("http://[::1]:PORT/secret"); get("http://0x7f.1:PORT/secret");
try { new WebSocket("ws://127.0.0.1:PORT/secret"); } catch (error) {}
new Image().src = "INWARD/secret.png";
navigator.sendBeacon("INWARD/secret", "x");
for (const tag of ["iframe", "script", "embed"]) {
  const node = document.createElement(tag); node.src = "INWARD/secret"; document.body.append(node);
}
const style = document.createElement("link"); style.rel = "stylesheet"; style.href = "INWARD/secret";
document.head.append(style);
const ahead = document.createElement("link"); ahead.rel = "prefetch"; ahead.href = "INWARD/secret";
document.head.append(ahead);
window.open("INWARD/secret");
new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.1:PORT"}, {urls: "turn:127.0.0.1:PORT?transport=tcp",
  username: "x", credential: "x"}]}).createDataChannel("x");
"""


def shell(site: LoopbackSite, script: str) -> None:
    site.put("/", SHELL)
    site.put("/app.js", Page(script, media_type="text/javascript; charset=utf-8"))


@needs_browser
@pytest.mark.browser
def test_a_shell_is_read_from_the_browser_and_only_then(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        shell(site, APP + 'document.body.insertAdjacentHTML("beforeend", "<a href=/product/plain>x</a>");')
        site.put("/product/plain", listing_page("Kem thường"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.run["listings"]["new"] == 2
    assert site.paths().count("/") == 2
    assert site.paths().count("/product/plain") == 1
    assert "without" not in crawled.log, "Chromium ran without its sandbox"


WALL = "<html><head><title>Just a moment...</title></head><body><div class='g-recaptcha'></div>captcha</body></html>"
SCRIPT = '<script src="/app.js"></script></body>'


def by_browser(site: LoopbackSite) -> set[str]:
    """Give what a browser asked for: it says what for, which no plain request does."""
    return {visit.path for visit in site.visits if "sec-fetch-mode" in visit.headers or "sec-ch-ua" in visit.headers}


def mixed_shop(site: LoopbackSite) -> None:
    """A shop of one page that scripts fill, and of every kind of page that needs no browser, all with scripts."""
    shell(site, APP)
    site.put("/product/shell", SHELL)
    site.put("/product/plain", listing_page("Kem thường").replace("</body>", SCRIPT))
    site.put("/product/wall", Page(WALL.replace("</body>", SCRIPT), status=403))
    site.put("/product/broken", Page("<p>Lỗi máy chủ</p>", status=500))
    site.put("/chinh-sach", f"<html><body><h1>Chính sách</h1><p>{'Đổi trả trong bảy ngày. ' * 20}</p>{SCRIPT}</html>")
    paths = ("/product/shell", "/product/plain", "/product/wall", "/product/broken", "/product/dead", "/chinh-sach")
    site.put("/", index_page(paths).replace("</body>", SCRIPT))


@needs_browser
@pytest.mark.browser
def test_a_browser_reads_only_what_the_plain_page_lacks(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        mixed_shop(site)
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert by_browser(site) - {"/favicon.ico"} == {"/product/shell", "/app.js"}
    assert crawled.run["listings"]["new"] == 2
    plain = [visit.path for visit in site.visits if "sec-fetch-mode" not in visit.headers]
    assert plain.count("/product/shell") == 1, "the plain page is read first"


def test_where_the_profile_forbids_it_no_browser_is_started(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        mixed_shop(site)
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile={"rendering": "never"})
    assert by_browser(site) == set()
    assert crawled.end_of(f"{site.url}/product/shell") == ("unreadable", "no_listing")
    assert crawled.run["listings"]["new"] == 1


@needs_browser
@pytest.mark.browser
def test_nothing_in_a_rendered_page_reaches_inward(tmp_path: Path) -> None:
    with LoopbackSite({"/secret": "secret"}) as inward, LoopbackSite() as site:
        attack = ATTACK.replace("INWARD", inward.url).replace("PORT", inward.host.split(":")[1])
        shell(site, APP + attack)
        site.put("/hop", Page(status=302, headers={"Location": f"{inward.url}/secret"}))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert inward.paths() == []
    assert "/hop" in site.paths()
    assert crawled.progress["refused"] >= 5
    assert crawled.run["listings"]["new"] == 1


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("leap", ['location.href = "INWARD/secret"', 'location.href = "/hop"'])
def test_a_page_that_leaps_inward_in_the_browser_does_not_arrive(tmp_path: Path, leap: str) -> None:
    with LoopbackSite({"/secret": "secret"}) as inward, LoopbackSite() as site:
        shell(site, leap.replace("INWARD", inward.url))
        site.put("/hop", Page(status=302, headers={"Location": f"{inward.url}/secret"}))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert inward.paths() == []
    assert crawled.end_of(f"{site.url}/")[0] in {"refused", "unreadable"}


@needs_browser
@pytest.mark.browser
def test_a_page_that_never_ends_its_script_is_timed_out(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        shell(site, "while (true) {}")
        environment = {"SOI_TEST_RENDER_TIMEOUT": "4"}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], environment=environment)
    assert crawled.end_of(f"{site.url}/") == ("unreadable", "timed_out")
    assert crawled.run["finish"] == "complete"


def test_without_a_browser_the_shell_is_unreadable_and_its_plain_page_kept(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        shell(site, APP)
        environment = {"SOI_CHROMIUM": "/nonexistent/chromium"}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], environment=environment)
    assert crawled.end_of(f"{site.url}/") == ("unreadable", "browser_missing")
    assert crawled.run["bytes"] == len(SHELL.encode())
