"""The catalogue and the truth agree, and hold what the demonstration promises."""

from __future__ import annotations

import base64
import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from demo.marketplace import Offer, open_marketplace, slug
from demo.odd_pictures import odd_pictures
from demo.traps import BUSY_OFFERS, COPIED_OFFERS, ODD_PICTURES
from demo.truth import COUNTERFEIT_SIDE, TRUTH_FILE, read_truth, truth_id
from demo.wording import DEPARTMENTS, WORDS

DEMO = TRUTH_FILE.parent
MARKETPLACE = open_marketplace()
OFFERS = list(MARKETPLACE.offers.values())
ODD_FILES = frozenset(odd_pictures())
TRUTH = read_truth()
POST = json.loads((DEMO / "captures" / "post.json").read_text(encoding="utf-8"))
POST_ID = "/nhom/hoi-me-bim-ben-say/bai/88120417"


def texts() -> dict[str, str]:
    offers = {o.id: f"{o.title}\n{o.description}" for o in OFFERS}
    articles = {a.path: f"{a.title}\n{a.body}" for a in MARKETPLACE.articles}
    return {**offers, **articles, POST_ID: POST["text"]}


def test_every_text_has_one_answer() -> None:
    assert set(texts()) == set(TRUTH)


@pytest.mark.parametrize("key", sorted(TRUTH))
def test_an_answer_is_consistent_and_its_spans_are_exact(key: str) -> None:
    answer, text = TRUTH[key], texts()[key]
    assert answer.violating == bool(answer.categories) == bool(answer.spans)
    assert answer.counterfeit == bool(COUNTERFEIT_SIDE & set(answer.categories))
    assert not (answer.violating and (answer.tricky or answer.honest_official_photo))
    assert all(span in text for span in answer.spans)
    assert answer.why


def test_quotas() -> None:
    answers = [TRUTH[o.id] for o in OFFERS]
    clean = [a for a in answers if not a.violating]
    tricky = sum(a.tricky for a in clean)
    assert len(OFFERS) >= 200
    assert {o.seller for o in OFFERS} == set(MARKETPLACE.shops)
    assert len(MARKETPLACE.shops) == 50
    assert len(clean) >= 100
    assert tricky * 2 >= len(clean)
    assert sum(a.honest_official_photo for a in clean) >= 25
    assert min(Counter(c for a in answers for c in a.categories).values()) >= 2


def test_makes_are_spread_over_clean_and_violating_listings() -> None:
    makes = Counter((o.make, TRUTH[o.id].violating) for o in OFFERS)
    assert {make for make, _ in makes} == {
        "json_ld", "json_ld_graph", "json_ld_aggregate", "microdata", "opengraph", "plain", "scripted",
    }  # fmt: skip
    assert min(makes.values()) >= 5
    assert sum(number for (make, _), number in makes.items() if make == "scripted") == 20


def test_both_ways_to_a_listing_are_needed() -> None:
    assert all(o.in_index or o.in_sitemap for o in OFFERS)
    assert sum(not o.in_index for o in OFFERS) >= 10
    assert sum(not o.in_sitemap for o in OFFERS) >= 50


@pytest.mark.parametrize("offer", OFFERS, ids=lambda o: o.id)
def test_an_offer_is_whole(offer: Offer) -> None:
    assert offer.seller in MARKETPLACE.shops
    assert offer.department in DEPARTMENTS
    assert offer.lang in WORDS
    assert Decimal(offer.price) > 0
    assert offer.price_max is None or Decimal(offer.price_max) > Decimal(offer.price)
    assert (offer.price_max is not None) == (offer.make == "json_ld_aggregate")
    assert offer.picture in ODD_FILES or (DEMO / "pictures" / offer.picture).is_file()
    assert truth_id({"id": "something else", "url": f"http://127.0.0.1:1{offer.path}?utm_source=x"}, TRUTH) == offer.id


def test_addresses_and_texts_are_unique() -> None:
    assert len(MARKETPLACE.by_path) == len(OFFERS)
    assert len(set(texts().values())) == len(TRUTH)


def test_nothing_public_tells_the_truth() -> None:
    served = [*(DEMO / "catalogue").iterdir(), *(DEMO / "static").iterdir(), *(DEMO / "brands").rglob("*.toml")]
    words = ("violating", "counterfeit", "tricky", "honest_official")
    assert not [file.name for file in served if any(word in file.read_text(encoding="utf-8") for word in words)]
    names = " ".join(file.stem for file in (DEMO / "pictures").iterdir())
    assert not any(word in names for word in ("official", "cropped", "sticker", "own", "ombrelis"))


def test_traps_name_offers_that_exist() -> None:
    assert {*BUSY_OFFERS, *COPIED_OFFERS, *ODD_PICTURES.values()} <= set(MARKETPLACE.offers)
    assert {MARKETPLACE.offers[key].picture for key in ODD_PICTURES.values()} == ODD_FILES


def brand_files() -> list[Path]:
    return sorted((DEMO / "brands").glob("*/brand.toml"))


@pytest.mark.parametrize("file", brand_files(), ids=lambda f: f.parent.name)
def test_a_brand_folder_is_whole(file: Path) -> None:
    brand = tomllib.loads(file.read_text(encoding="utf-8"))
    shops = {s.id: s.name for s in MARKETPLACE.shops.values()}
    ids = [entry for entry in brand["authorised"] if entry in shops]
    assert brand["authorised"] == [entry for key in ids for entry in (key, shops[key])]
    assert {image["file"] for image in brand["image"]} == {f.name for f in file.parent.glob("*.jpg")}
    assert {price["product"] for price in brand["usual_price"]} == {image["product"] for image in brand["image"]}
    assert all(Decimal(price["price"]) > 0 and price["words"] for price in brand["usual_price"])


def test_the_brands_are_those_of_the_listings() -> None:
    names = {tomllib.loads(file.read_text(encoding="utf-8"))["name"] for file in brand_files()}
    assert {o.brand for o in OFFERS if o.brand} <= names
    assert len(names) == 10


def test_pictures_stay_small() -> None:
    files = [*(DEMO / "pictures").iterdir(), *(DEMO / "brands").rglob("*.jpg")]
    assert sum(file.stat().st_size for file in files) < 3_000_000


def test_the_captured_post_is_in_the_capture_format() -> None:
    assert set(POST) == {"capture", "url", "captured_at", "html", "text", "images", "note"}
    assert POST["capture"] == "soi/1"
    assert POST["url"].endswith(POST_ID)
    assert base64.b64decode(POST["images"][0]["data_base64"], validate=True).startswith(b"\xff\xd8\xff")
    assert truth_id({"id": "x", "url": POST["url"]}, TRUTH) == POST_ID


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đồ Uống – Trà!", "do-uong-tra"), ("=HYPERLINK('x')", "hyperlink-x"), ("🤫", ""), ("a" * 80, "a" * 48)],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected
