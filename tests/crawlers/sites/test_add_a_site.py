"""docs/add_a_site.md, done as it says, command by command, against a shop on 127.0.0.1."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.sites.api_site import ApiSite, Wish
from crawlers.sites.profile import read_profile
from tests.crawlers.loopback_site import LoopbackSite, Page, index_page, listing_page
from tests.crawlers.sites.service import answer_of
from tests.crawlers.sites.test_reading import NOW
from tests.soi import ROOT, Soi, new_workspace

DOCUMENT = (ROOT / "docs" / "add_a_site.md").read_text(encoding="utf-8")
COMMANDS = [command.split() for command in re.findall(r"^    soi (.+)$", DOCUMENT, re.MULTILINE)]
NAMED_FILE = re.search(r"^`(sites/[^`]+)`:\n\n```toml\n(.*?)```", DOCUMENT, re.DOTALL | re.MULTILINE)
MODULE = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
SAMPLE = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
SHOP = "https://cho-mau.example"
GOODS = tuple(f"/hang/tinh-mai-{number}" for number in range(4))


@pytest.fixture
def shop() -> Iterator[LoopbackSite]:
    """A shop whose addresses no general pattern knows, with a calendar, sort orders and a listing taken down."""
    with LoopbackSite() as site:
        site.put("/", index_page(("/ke/my-pham", "/ke/my-pham?sort=gia", "/lich/1", "/gio-hang")))
        site.put("/ke/my-pham", index_page((*GOODS, "/hang/da-go")))
        for path in GOODS:
            site.put(path, listing_page(f"Kem {path}"))
        site.put("/hang/da-go", Page("<html><body><h1>Xin lỗi</h1><p>Tin đăng không còn tồn tại.</p></body></html>"))
        for number in range(1, 40):
            site.put(f"/lich/{number}", index_page((f"/lich/{number + 1}", f"/lich/{number + 2}")))
        yield site


def test_the_steps_as_written(shop: LoopbackSite, tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    settings = soi.workspace / "soi.toml"
    allowed = f'[net]\nallow_private = ["{shop.host}"]'
    settings.write_text(settings.read_text("utf-8").replace("[net]", allowed).replace("[crawl]", "[crawl]\ndelay = 0"))
    looked, used = COMMANDS[:4], COMMANDS[4:]
    assert [command[:2] for command in (*looked, *used)] == [
        ["source", "add"], ["crawl", "cho-mau-thu"], ["runs", "show"], ["export", "listings"],
        ["source", "add"], ["crawl", "cho-mau"], ["runs", "show"], ["export", "listings"],
    ]  # fmt: skip
    follow(soi, looked, shop)
    wandered = [path for path in shop.paths() if path.startswith("/lich")]
    assert wandered
    assert NAMED_FILE is not None
    file = soi.workspace / NAMED_FILE[1]
    file.parent.mkdir(parents=True)
    file.write_text(NAMED_FILE[2], encoding="utf-8")
    shop.visits.clear()
    exported = follow(soi, used, shop)
    listings = [json.loads(line) for line in exported.splitlines()]
    assert {listing["url"] for listing in listings} == {shop.url + path for path in GOODS}
    assert set(shop.paths()) == {"/robots.txt", "/", "/ke/my-pham", *GOODS, "/hang/da-go"}
    (run,) = soi.lines("runs", "show", "2", "--json")
    assert (run["finish"], run["listings"]["same"], run["unreadable"]) == ("complete", 4, {})


def follow(soi: Soi, commands: list[list[str]], shop: LoopbackSite) -> str:
    """Run commands as written, with this shop's address; give what the last one printed."""
    said = ""
    for command in commands:
        said = soi(*(word.replace(SHOP, shop.url) for word in command))
    return said


def test_the_profile_is_one_and_every_setting_of_it_is_explained(tmp_path: Path) -> None:
    assert NAMED_FILE is not None
    file = tmp_path / "profile.toml"
    file.write_text(NAMED_FILE[2], encoding="utf-8")
    profile = read_profile(file)
    sections = {name: value for name, value in profile.model_dump().items() if isinstance(value, dict)}
    assert set(tomllib.loads(NAMED_FILE[2])) <= set(profile.model_dump())
    explained = DOCUMENT[DOCUMENT.index("## The settings") :]
    for section, settings in sections.items():
        for setting in settings:
            assert f"`{section}.{setting}`" in explained or f"`.{setting}`" in explained, (section, setting)


def test_the_pages_module_reads_the_answer_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (source,), (sample,) = MODULE, SAMPLE
    (tmp_path / "documented_pages.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    site = importlib.import_module("documented_pages").PAGES
    assert isinstance(site, ApiSite)
    (first,) = site.first(Wish(start=SHOP, query=None, now=NOW))
    reading = site.read(answer_of(json.loads(sample), first))
    (listing,) = reading.listings
    assert (listing.id, listing.title, str(listing.price), listing.site) == (
        "M-1", "Kem dưỡng Tinh Mai", "199000", "cho-mau.example",
    )  # fmt: skip
    assert [link.url for link in reading.further] == [f"{SHOP}/api/goods?page=2"]
    assert site.read(answer_of({"goods": []}, first)).further == ()
