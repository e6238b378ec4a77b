"""A whole run against a real server, with the real store."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

from tests.crawlers.crawling import ended, run_crawl, start_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page


def shop(size: int) -> LoopbackSite:
    site = LoopbackSite({"/": index_page(tuple(f"/product/p{number}" for number in range(size)))})
    for number in range(size):
        image = f"{site.url}/images/{number}.png"
        site.put(f"/product/p{number}", listing_page(f"Kem dưỡng {number}", images=(image,)))
        site.put(f"/images/{number}.png", Page(PNG, media_type="image/png"))
    return site


def test_index_listings_and_images_are_fetched_once_each(tmp_path: Path) -> None:
    with shop(6) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.run["finish"] == "complete"
    assert crawled.run["listings"]["new"] == 6
    assert crawled.progress["images"] == 6
    wanted = ["/robots.txt", "/"] + [f"/product/p{n}" for n in range(6)] + [f"/images/{n}.png" for n in range(6)]
    assert sorted(site.paths()) == sorted(wanted)


def test_paging_is_followed_beyond_the_bound_on_depth(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        for page in range(1, 7):
            following = (f"/category/kem?page={page + 1}",) if page < 6 else ()
            site.put(f"/category/kem?page={page}", index_page((f"/product/{page}", *following)))
            site.put(f"/product/{page}", listing_page(f"Kem {page}"))
        crawled = run_crawl(
            tmp_path, f"{site.url}/category/kem?page=1", allow=[site.host], profile={"bounds": {"depth": 2}}
        )
    assert crawled.run["listings"]["new"] == 6


def test_the_sitemap_that_robots_txt_names_is_read_and_foreign_ones_are_left(tmp_path: Path) -> None:
    with shop(0) as site:
        site.put("/robots.txt", Page(f"Sitemap: {site.url}/maps.xml\nSitemap: http://elsewhere.example/s.xml\n"))
        index = f"<sitemapindex><sitemap><loc>{site.url}/map.xml</loc></sitemap></sitemapindex>"
        pages = f"<urlset><url><loc>{site.url}/product/hidden</loc></url><url><loc>http://elsewhere.example/x</loc></url></urlset>"
        site.put("/maps.xml", Page(index, media_type="text/xml"))
        site.put("/map.xml", Page(pages, media_type="text/xml"))
        site.put("/product/hidden", listing_page("Kem ẩn"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.run["listings"]["new"] == 1
    assert not [url for url in crawled.outcomes if "elsewhere" in url]


def test_robots_txt_is_obeyed_and_we_say_who_we_are(tmp_path: Path) -> None:
    with shop(3) as site:
        site.put("/robots.txt", Page("User-agent: *\nDisallow: /product/p1\n", media_type="text/plain"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], contact="https://soi.example/about")
    assert crawled.end_of(f"{site.url}/product/p1")[0] == "banned"
    assert "/product/p1" not in site.paths()
    agents = {visit.headers["user-agent"] for visit in site.visits}
    assert len(agents) == 1
    assert agents.pop().startswith("Soi/")
    assert all("(+https://soi.example/about)" in visit.headers["user-agent"] for visit in site.visits)
    assert not [visit for visit in site.visits if "cookie" in visit.headers or "referer" in visit.headers]


def test_a_robots_txt_that_redirects_is_followed_and_obeyed(tmp_path: Path) -> None:
    with shop(2) as site:
        site.put("/robots.txt", Page(status=301, headers={"Location": "/real-robots.txt"}))
        site.put("/real-robots.txt", Page("User-agent: soi\nDisallow: /product/\n"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/product/p0")[0] == "banned"


def test_where_robots_txt_fails_nothing_is_fetched_and_the_page_is_unreadable(tmp_path: Path) -> None:
    with shop(1) as site:
        site.put("/robots.txt", Page("down", status=500))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/") == ("unreadable", "server_error")
    assert set(site.paths()) == {"/robots.txt"}


def test_robots_txt_is_set_aside_only_with_name_and_reason(tmp_path: Path) -> None:
    with shop(1) as site:
        site.put("/robots.txt", Page("User-agent: *\nDisallow: /\n"))
        override = {"who": "an.nguyen", "why": "court order 12/2026"}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], ignore_robots=override)
    assert crawled.run["listings"]["new"] == 1


def test_the_delay_lies_between_any_two_fetches_from_a_host(tmp_path: Path) -> None:
    with shop(2) as site:
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host], delay=0.4)
    times = [visit.at for visit in site.visits]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) == 5
    # The server notes arrivals, not departures: allow for the way between.
    assert min(gaps) >= 0.3


def test_the_crawl_delay_of_robots_txt_is_kept(tmp_path: Path) -> None:
    with shop(1) as site:
        site.put("/robots.txt", Page("User-agent: *\nCrawl-delay: 0.5\n"))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host], delay=0.0)
    times = [visit.at for visit in site.visits if visit.path != "/robots.txt"]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.4


def test_retry_after_holds_the_whole_run_and_the_page_is_read_then(tmp_path: Path) -> None:
    with shop(3) as site:
        asked: list[float] = []

        def once_busy(request: object) -> None:
            asked.append(time.monotonic())
            busy = Page("busy", status=429, headers={"Retry-After": "3"})
            request.answer(busy if len(asked) == 1 else Page(listing_page("Kem muộn")))  # type: ignore[attr-defined]

        site.put("/product/p0", Page(serve=once_busy))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile={"pace": {"concurrency": 1}})
    assert crawled.run["listings"]["new"] == 3
    assert crawled.run["retried"] == 1
    assert asked[1] - asked[0] >= 2.9


def test_a_server_that_stays_busy_is_given_up_as_rate_limited(tmp_path: Path) -> None:
    with shop(0) as site:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
        site.put("/", Page("busy", status=503, headers={"Retry-After": date}))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/") == ("unreadable", "rate_limited")
    assert site.paths().count("/") == 3


def test_a_server_that_asks_for_half_a_day_ends_the_run_as_stopped(tmp_path: Path) -> None:
    with shop(0) as site:
        site.put("/", Page("busy", status=429, headers={"Retry-After": "43200"}))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.run["finish"] == "stopped"
    assert site.paths().count("/") == 1


def test_dead_links_are_gone_and_walls_are_never_listings(tmp_path: Path) -> None:
    with LoopbackSite({"/": index_page(("/product/a", "/product/b", "/product/c", "/product/d"))}) as site:
        site.put("/product/a", Page("gone", status=410))
        site.put("/product/c", Page(listing_page("Không được đọc"), status=403))
        site.put("/product/d", Page(listing_page("Không được đọc"), status=401))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/product/a") == ("gone", None)
    assert crawled.end_of(f"{site.url}/product/b") == ("gone", None)
    assert crawled.end_of(f"{site.url}/product/c") == ("unreadable", "blocked")
    assert crawled.end_of(f"{site.url}/product/d") == ("unreadable", "login_wall")
    assert crawled.run["listings"] == {"new": 0, "changed": 0, "same": 0, "gone": 0}
    assert crawled.run["dead_links"] == 2


def test_several_walls_in_a_row_stop_the_run(tmp_path: Path) -> None:
    with LoopbackSite({"/": index_page(tuple(f"/product/{n}" for n in range(40)))}) as site:
        for number in range(40):
            site.put(f"/product/{number}", Page("no", status=403))
        profile = {"bounds": {"walls_in_a_row": 4}, "pace": {"concurrency": 1}}
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile=profile)
    assert crawled.run["finish"] == "stopped"
    assert len([path for path in site.paths() if path.startswith("/product/")]) <= 4 + 4


def test_the_limit_ends_the_run_as_stopped_with_the_images_of_what_was_read(tmp_path: Path) -> None:
    with shop(9) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], limit=4)
    assert crawled.run["finish"] == "stopped"
    assert crawled.run["listings"]["new"] == 3
    assert crawled.progress["images"] == 3


def test_the_daily_budget_ends_the_run_as_stopped(tmp_path: Path) -> None:
    with shop(9) as site:
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile={"pace": {"daily_budget": 2}})
    assert (crawled.run["finish"], crawled.run["listings"]["new"]) == ("stopped", 1)


def test_an_infinite_calendar_is_bounded_and_does_not_starve_the_listings(tmp_path: Path) -> None:
    with shop(3) as site:

        def month(request: object) -> None:
            number = int(request.path.rsplit("/", 1)[1])  # type: ignore[attr-defined]
            request.answer(Page(index_page((f"/lich/{number + 1}", f"/lich/{number + 2}"))))  # type: ignore[attr-defined]

        products = tuple(f"/product/p{number}" for number in range(3))
        site.put("/", index_page(("/lich/0", *products)))
        for number in range(60):
            site.put(f"/lich/{number}", Page(serve=month))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile={"bounds": {"depth": 50, "pages": 12}})
    assert crawled.run["listings"]["new"] == 3
    assert crawled.run["finish"] == "stopped"
    assert len([path for path in site.paths() if not path.startswith(("/images", "/robots"))]) == 12


def test_other_sites_are_not_crawled_but_their_images_are(tmp_path: Path) -> None:
    with LoopbackSite({"/i.png": Page(PNG, media_type="image/png")}) as images, LoopbackSite() as site:
        names = {"shop.example": ["127.0.0.1"], "cdn.example": ["127.0.0.1"]}
        shop_port, image_port = site.host.split(":")[1], images.host.split(":")[1]
        picture = f"http://cdn.example:{image_port}/i.png"
        page = listing_page("Kem", images=(picture,), links=(f"http://cdn.example:{image_port}/page",))
        site.put("/", page)
        start = f"http://shop.example:{shop_port}/"
        allow = [f"shop.example:{shop_port}", f"cdn.example:{image_port}"]
        crawled = run_crawl(tmp_path, start, allow=allow, names=names)
    assert crawled.end_of(picture) == ("read", None)
    assert images.paths() == ["/robots.txt", "/i.png"]


def test_what_is_no_image_is_not_kept_as_one(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        names = ("/wall.jpg", "/huge.png", "/nothing.png")
        site.put("/", listing_page("Kem", images=tuple(site.url + name for name in names)))
        site.put("/wall.jpg", Page("<!doctype html><p>captcha", media_type="image/jpeg"))
        site.put("/huge.png", Page(PNG + b"\0" * 10_000_001, media_type="image/png"))
        site.put("/nothing.png", Page(b"", media_type="image/png"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert crawled.end_of(f"{site.url}/wall.jpg") == ("unreadable", "image_format")
    assert crawled.end_of(f"{site.url}/huge.png") == ("unreadable", "image_too_large")
    assert crawled.end_of(f"{site.url}/nothing.png") == ("unreadable", "image_broken")


def test_a_signal_ends_the_run_as_stopped_and_loses_nothing(tmp_path: Path) -> None:
    with shop(40) as site:
        process = start_crawl(tmp_path, f"{site.url}/", allow=[site.host], delay=0.2)
        while len(site.visits) < 6:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        crawled = ended(process)
    assert crawled.run["finish"] == "stopped"
    read = [url for url, (state, _) in crawled.outcomes.items() if state == "read" and "/product/" in url]
    assert crawled.run["listings"]["new"] == len(read)
    assert len(site.visits) < 60
