"""However a page points inward, nothing there is reached: the inward server's own log is the witness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawlers.crawling import run_crawl, start_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page


def inward_addresses(port: str) -> dict[str, str]:
    return {
        "plain": f"http://127.0.0.1:{port}/secret",
        "decimal": f"http://2130706433:{port}/secret",
        "octal": f"http://0177.0.0.1:{port}/secret",
        "hexadecimal": f"http://0x7f.0x0.0x0.0x1:{port}/secret",
        "short": f"http://127.1:{port}/secret",
        "name": f"http://inward.example:{port}/secret",
        "half": f"http://half.example:{port}/secret",
        "localhost": f"http://localhost:{port}/secret",
        "ipv6": f"http://[::1]:{port}/secret",
        "mapped": f"http://[::ffff:127.0.0.1]:{port}/secret",
        "user": f"http://shop.example@127.0.0.1:{port}/secret",
    }


NAMES = {"inward.example": ["127.0.0.1"], "half.example": ["93.184.216.34", "127.0.0.1"]}


def test_redirects_to_inward_addresses_are_refused(tmp_path: Path) -> None:
    with LoopbackSite({"/secret": "secret"}) as inward, LoopbackSite() as site:
        targets = inward_addresses(inward.host.split(":")[1])
        site.put("/", listing_page("Kem", images=tuple(f"{site.url}/hop/{name}" for name in targets)))
        for name, target in targets.items():
            site.put(f"/hop/{name}", Page(status=302, headers={"Location": target}))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], names=NAMES)
    ends = {name: crawled.end_of(f"{site.url}/hop/{name}")[0] for name in targets}
    assert ends == dict.fromkeys(targets, "refused")
    assert inward.paths() == []
    assert crawled.run["refused_addresses"] == len(targets)


def test_images_at_inward_addresses_are_refused(tmp_path: Path) -> None:
    with LoopbackSite({"/secret": "secret"}) as inward, LoopbackSite() as site:
        targets = tuple(inward_addresses(inward.host.split(":")[1]).values())
        site.put("/", listing_page("Kem", images=(*targets, "file:///etc/passwd", "ftp://127.0.0.1/x")))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], names=NAMES)
    images = {url: end for url, end in crawled.outcomes.items() if "secret" in url}
    assert len(images) >= 7
    assert {state for state, _ in images.values()} == {"refused"}
    assert inward.paths() == []


def test_a_page_redirecting_inward_is_refused_and_links_inward_are_not_followed(tmp_path: Path) -> None:
    with LoopbackSite({"/secret": "secret"}) as inward, LoopbackSite() as site:
        links = ("/product/hop", "/product/meta", *inward_addresses(inward.host.split(":")[1]).values())
        site.put("/", index_page(links))
        site.put("/product/hop", Page(status=307, headers={"Location": f"{inward.url}/secret"}))
        refresh = f'<meta http-equiv="refresh" content="0; url={inward.url}/secret">'
        site.put("/product/meta", listing_page("Kem").replace("<head>", f"<head>{refresh}"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], names=NAMES)
    assert crawled.end_of(f"{site.url}/product/hop")[0] == "refused"
    assert inward.paths() == []


@pytest.mark.parametrize(
    "start", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,<h1>x</h1>", "s3://bucket/key"]
)
def test_a_start_address_that_is_no_web_address_is_named(tmp_path: Path, start: str) -> None:
    out, log = start_crawl(tmp_path, start).communicate(timeout=60)
    assert json.loads(out)["error"] == "InvalidInput", log
    assert start in json.loads(out)["message"]


def test_a_redirect_to_a_file_is_refused(tmp_path: Path) -> None:
    with LoopbackSite({"/": Page(status=302, headers={"Location": "file:///etc/passwd"})}) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/")[0] == "refused"


def test_a_private_start_is_refused_unless_allowed(tmp_path: Path) -> None:
    with LoopbackSite({"/": listing_page("Kem")}) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/")
        assert crawled.end_of(f"{site.url}/")[0] == "refused"
        assert site.paths() == []


def test_a_proxy_in_the_environment_is_not_used(tmp_path: Path) -> None:
    with LoopbackSite() as proxy, LoopbackSite({"/": listing_page("Kem")}) as site:
        environment = {"http_proxy": proxy.url, "https_proxy": proxy.url}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], environment=environment)
    assert crawled.run["listings"]["new"] == 1
    assert proxy.paths() == []
