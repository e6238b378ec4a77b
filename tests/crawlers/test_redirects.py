"""Every answer on the way to a page is kept: the chain, not its end alone, shows where an address leads."""

from __future__ import annotations

import gzip
import io
import sqlite3
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from listings.page import Capture
from store.open import open_stores
from takedowns.warc import write_warc
from tests.crawlers.crawling import run_crawl
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page


def hop(to: str, body: bytes = b"", status: int = 302, **headers: str) -> Page:
    return Page(body, status=status, headers={"Location": to, **{k.replace("_", "-"): v for k, v in headers.items()}})


def kept(folder: Path) -> dict[str, Capture]:
    """Read the exchanges back, each by the address where it ended; the chain must be sound."""
    with sqlite3.connect(folder / "soi.sqlite") as database:
        digests = [digest for (digest,) in database.execute("SELECT digest FROM captures")]
    with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
        assert stores.evidence.verify().sound
        return {each.url: each for each in stores.evidence.exchanges(digests)}


def test_every_redirect_is_kept_with_its_fields_and_body(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        site.put("/", index_page(("/product/one",)))
        site.put("/product/one", hop("/product/two", b"<p>moved</p>", 301, X_Shelf="7"))
        site.put("/product/two", hop("/product/three", gzip.compress(b"packed"), Content_Encoding="gzip"))
        site.put("/product/three", hop("/product/four", b"\xff" * 70_000))
        site.put("/product/four", hop("/product/kem", b"no gzip", Content_Encoding="gzip"))
        site.put("/product/kem", listing_page("Kem"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
        asked = site.url
    assert crawled.run["listings"]["new"] == 1
    answer = kept(tmp_path)[f"{asked}/product/kem"]
    assert answer.request is not None
    redirects = answer.request.redirects
    assert [(each.request.url.removeprefix(asked), each.status) for each in redirects] == [
        ("/product/one", 301), ("/product/two", 302), ("/product/three", 302), ("/product/four", 302),
    ]  # fmt: skip
    assert [each.headers["location"] for each in redirects][-1] == "/product/kem"
    assert redirects[0].headers["x-shelf"] == "7"
    assert [(each.body, each.cut) for each in redirects] == [
        (b"<p>moved</p>", False), (b"packed", False), (b"\xff" * 64_000, True), (b"", True),
    ]  # fmt: skip
    times = [*(each.fetched_at for each in redirects), answer.fetched_at]
    assert times == sorted(times)
    stream = io.BytesIO()
    write_warc([answer], stream)
    stream.seek(0)
    found = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in ArchiveIterator(stream)]
    names = ("one", "two", "three", "four", "kem")
    assert found == [(kind, f"{asked}/product/{name}") for name in names for kind in ("response", "request")]


def test_a_page_asked_for_without_a_redirect_has_none(tmp_path: Path) -> None:
    with LoopbackSite({"/": listing_page("Kem")}) as site:
        run_crawl(tmp_path, f"{site.url}/", allow=[site.host])
    ((answer),) = kept(tmp_path).values()
    assert answer.request is not None
    assert answer.request.redirects == ()


def test_where_a_redirect_leads_nowhere_it_is_itself_the_evidence(tmp_path: Path) -> None:
    with LoopbackSite(address="127.0.0.2") as other, LoopbackSite() as site:
        site.put("/", index_page(("/product/away", "/product/inward")))
        site.put("/product/away", hop("/product/further"))
        site.put("/product/further", hop(f"{other.url}/product/kem", b"gone to another shop"))
        site.put("/product/inward", hop("http://10.0.0.1/secret", b"gone inside"))
        crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host, other.host])
        asked = site.url
        assert other.paths() == []
    assert crawled.end_of(f"{asked}/product/away") == ("unreadable", "no_listing")
    assert crawled.end_of(f"{asked}/product/inward")[0] == "refused"
    found = kept(tmp_path)
    away = found[f"{asked}/product/further"]
    assert (away.status, away.body) == (302, b"gone to another shop")
    assert away.request is not None
    assert [each.request.url for each in away.request.redirects] == [f"{asked}/product/away"]
    assert found[f"{asked}/product/inward"].body == b"gone inside"
