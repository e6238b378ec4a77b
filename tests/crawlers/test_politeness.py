"""Law 5 by what the server saw: whom it forbids, how it asks for patience, where it shows a wall."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page


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


NAMES = {name: ["127.0.0.1"] for name in ("ken.example", "non.example", "sen.example")}


def shop_with_pictures_elsewhere(shop: LoopbackSite, others: Mapping[str, LoopbackSite], count: int) -> None:
    """A shop whose listings' pictures lie on other hosts, which ask for paces of their own."""
    for number in range(count):
        pictures = tuple(f"http://{name}:{site.port}/{number}.png" for name, site in others.items())
        shop.put(f"/product/{number}", listing_page(f"Kem {number}", images=pictures))
        for site in others.values():
            site.put(f"/{number}.png", Page(PNG, media_type="image/png"))
    shop.put("/", index_page(tuple(f"/product/{number}" for number in range(count))))


def times(*sites: LoopbackSite) -> list[float]:
    """Give when requests came, in seconds, as the servers saw it."""
    return sorted(visit.at for site in sites for visit in site.visits)


def test_each_host_is_asked_at_its_own_pace(tmp_path: Path) -> None:
    delay, count = 0.4, 5
    with LoopbackSite() as shop, LoopbackSite() as first, LoopbackSite() as second:
        others = {"non.example": first, "sen.example": second}
        shop_with_pictures_elsewhere(shop, others, count)
        allow = [f"ken.example:{shop.port}", *(f"{name}:{site.port}" for name, site in others.items())]
        crawled = run_crawl(
            tmp_path, f"http://ken.example:{shop.port}/", allow=allow, names=NAMES, delay=delay,
            profile={"pace": {"concurrency": 2}},
        )  # fmt: skip
    assert crawled.run["listings"]["new"] == count
    for site in (shop, first, second):
        seen = times(site)
        assert len(seen) >= count + 1, "robots.txt, then what it allows"
        # Over all of them: a server may note a single request a little late.
        assert seen[-1] - seen[0] >= 0.8 * delay * (len(seen) - 1), (site.host, seen)
    # Three hosts side by side: all together they are asked far oftener than any one of them.
    assert min(after - before for before, after in pairwise(times(shop, first, second))) < delay / 2


def test_each_hosts_own_robots_txt_is_obeyed(tmp_path: Path) -> None:
    with LoopbackSite() as shop, LoopbackSite() as pictures:
        shop_with_pictures_elsewhere(shop, {"non.example": pictures}, 2)
        pictures.put("/robots.txt", Page("User-agent: *\nDisallow: /1.png\n", media_type="text/plain"))
        allow = [f"ken.example:{shop.port}", f"non.example:{pictures.port}"]
        crawled = run_crawl(tmp_path, f"http://ken.example:{shop.port}/", allow=allow, names=NAMES)
    assert pictures.paths() == ["/robots.txt", "/0.png"]
    assert crawled.end_of(f"http://non.example:{pictures.port}/1.png")[0] == "banned"
    assert crawled.run["listings"]["new"] == 2
