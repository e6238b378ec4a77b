"""A second run of a source: what did not change is cheap, what went is seen, and the day's budget is one."""

from __future__ import annotations

from pathlib import Path

from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page


def not_modified_if_known(page: str, tag: str) -> Page:
    """A page as servers with ETags give it."""

    def serve(request: object) -> None:
        known = request.headers.get("If-None-Match") == tag  # type: ignore[attr-defined]
        request.answer(Page(b"" if known else page, status=304 if known else 200, headers={"ETag": tag}))  # type: ignore[attr-defined]

    return Page(serve=serve)


def test_what_did_not_change_is_counted_as_same_by_etag_and_by_its_bytes(tmp_path: Path) -> None:
    with LoopbackSite({"/": index_page(("/product/a", "/product/b", "/product/c"))}) as site:
        site.put("/product/a", not_modified_if_known(listing_page("Kem A"), '"1"'))
        site.put("/product/b", listing_page("Kem B"))
        site.put("/product/c", listing_page("Kem C"))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        site.put("/product/c", listing_page("Kem C", price=99_000))
        second = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert second.run["listings"] == {"new": 0, "changed": 1, "same": 2, "gone": 0}
    assert second.end_of(f"{site.url}/product/a") == ("same", None)
    assert second.end_of(f"{site.url}/product/b") == ("same", None)


def test_a_listing_that_nothing_links_any_more_is_looked_at_and_found_gone(tmp_path: Path) -> None:
    with LoopbackSite({"/": index_page(("/product/a", "/product/b"))}) as site:
        site.put("/product/a", listing_page("Kem A"))
        site.put("/product/b", listing_page("Kem B"))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        site.put("/", index_page(("/product/b",)))
        site.put("/product/a", Page("gone", status=410))
        second = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        third = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert (second.run["listings"]["gone"], second.run["dead_links"], third.run["listings"]["gone"]) == (1, 0, 0)
    assert f"{site.url}/product/a" not in third.outcomes


def test_the_daily_budget_holds_across_runs(tmp_path: Path) -> None:
    profile = {"pace": {"daily_budget": 5}}
    with LoopbackSite({"/": index_page(tuple(f"/product/p{n}" for n in range(8)))}) as site:
        for number in range(8):
            site.put(f"/product/p{number}", listing_page(f"Kem {number}"))
        first = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], limit=3, profile=profile)
        second = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], profile=profile)
    assert (first.run["pages"], second.run["pages"]) == (3, 2)
    assert second.run["finish"] == "stopped"


def test_a_page_that_failed_is_asked_again_by_the_next_run(tmp_path: Path) -> None:
    with LoopbackSite({"/": listing_page("Kem A", links=("/product/b",))}) as site:
        site.put("/product/b", Page("no", status=403))
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        site.put("/product/b", listing_page("Kem B"))
        second = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    assert second.run["listings"]["new"] == 1
