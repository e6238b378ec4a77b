"""Law 5 by what the server saw: whom it forbids, how it asks for patience, where it shows a wall."""

from __future__ import annotations

from pathlib import Path

from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page


def test_the_longest_rule_of_robots_txt_counts_and_wildcards_are_read(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /product/\nAllow: /product/open\nDisallow: /*?color=\nDisallow: /*.old$\n"
    links = ("/product/open-1", "/product/shut", "/tin/a?color=red", "/tin/b.old", "/tin/c")
    with LoopbackSite({"/": index_page(links), "/robots.txt": Page(rules, media_type="text/plain")}) as site:
        for path in ("/product/open-1", "/product/shut", "/tin/a", "/tin/b.old", "/tin/c"):
            site.put(path, listing_page(f"Kem {path}"))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert set(site.paths()) == {"/robots.txt", "/", "/product/open-1", "/tin/c"}


def test_sorted_views_carts_reviews_and_logins_are_never_asked_for(tmp_path: Path) -> None:
    never = ("/danh-muc/kem?sort=price", "/danh-muc/kem?orderby=date", "/gio-hang", "/login", "/product/a/reviews/")
    with LoopbackSite({"/": index_page((*never, "/product/a"))}) as site:
        site.put("/product/a", listing_page("Kem A", links=never))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert set(site.paths()) == {"/robots.txt", "/", "/product/a"}


def test_a_captcha_is_no_listing_and_several_end_the_run(tmp_path: Path) -> None:
    wall = (
        "<html><head><title>Just a moment...</title></head><body><div class='g-recaptcha'></div>captcha</body></html>"
    )
    with LoopbackSite({"/": index_page(tuple(f"/product/{n}" for n in range(40)))}) as site:
        for number in range(40):
            site.put(f"/product/{number}", Page(wall, status=403))
        profile = {"bounds": {"walls_in_a_row": 3}, "pace": {"concurrency": 1}}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile=profile)
    assert crawled.run["finish"] == "stopped"
    assert crawled.run["listings"]["new"] == 0
    assert len(site.visits) < 12
