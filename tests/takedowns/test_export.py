"""The takedown list, per platform."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from listings.errors import NotFound
from listings.takedown import Takedown, TakedownQuote
from listings.wording import Language
from takedowns.export import export_takedowns
from takedowns.platforms.catalogue import PLATFORMS, platform, platform_of
from takedowns.rows import hit_table
from takedowns.tables.catalogue import write_table

AT = datetime(2026, 5, 15, 3, 0, tzinfo=UTC)
QUOTE = TakedownQuote(
    category="replica",
    rule="vn-cf-replica",
    field="title",
    text="=rep 1:1",
    reason_vi="Lời rao cho thấy hàng là bản sao",
    reason_en="The wording says that the goods are copies",
)
TAKEDOWN = Takedown(
    id=7,
    hit_id=3,
    state="built",
    platform="lazada",
    listing_id="1729384756102938475",
    url="https://www.lazada.vn/products/i1.html",
    title="=1+1 Túi Quilvane rep",
    seller_id="s27",
    seller_name="Kho sỉ",
    seller_url=None,
    price="199000",
    currency="VND",
    brand="Quilvane",
    reason="counterfeit",
    quotes=(QUOTE,),
    evidence=("ab" * 32,),
    captured_at=AT,
    decided_at=AT,
    built_at=AT,
    state_at=AT,
)


def test_a_list_longer_than_the_platform_takes_is_split() -> None:
    many = [replace(TAKEDOWN, id=number) for number in range(301)]
    parts = export_takedowns(many, "lazada", "csv", "vi", AT)
    assert [len(list(csv.reader(io.StringIO(p.content.decode("utf-8-sig"))))) - 1 for p in parts] == [300, 1]
    assert len({part.file_name for part in parts}) == 2


def test_a_market_gets_its_own_listings_only() -> None:
    elsewhere = replace(TAKEDOWN, id=8, url="https://shop.example/1")
    (part,) = export_takedowns([TAKEDOWN, elsewhere], "lazada", "jsonl", "vi", AT)
    assert [json.loads(line)["id"] for line in part.content.splitlines()] == [7]


@pytest.mark.parametrize("name", [None, "generic", "authority"])
def test_the_general_lists_take_everything(name: str | None) -> None:
    elsewhere = replace(TAKEDOWN, id=8, url=None)
    (part,) = export_takedowns([TAKEDOWN, elsewhere], name, "jsonl", "en", AT)
    assert len(part.content.splitlines()) == 2


@pytest.mark.parametrize(("language", "heading"), [("vi", "Địa chỉ tin đăng"), ("en", "Address of the listing")])
def test_the_workbook_holds_ids_and_titles_as_text(language: Language, heading: str) -> None:
    (part,) = export_takedowns([TAKEDOWN], None, "xlsx", language, AT)
    sheet = openpyxl.load_workbook(io.BytesIO(part.content)).worksheets[0]
    row = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert row[heading] == TAKEDOWN.url
    assert "1729384756102938475" in row.values()
    assert "=1+1 Túi Quilvane rep" in row.values()
    assert all(cell.data_type != "f" for cell in sheet[2])


def test_a_list_names_no_reviewer_and_accuses_nobody() -> None:
    (part,) = export_takedowns([TAKEDOWN], None, "csv", "vi", AT)
    text = part.content.decode("utf-8-sig")
    assert "“=rep 1:1”" in text
    assert "dấu hiệu" in text
    for word in ("vi phạm pháp luật", "kẻ gian", "tội"):
        assert word not in text


@pytest.mark.parametrize(("language", "said"), [("vi", "chữ đọc từ ảnh"), ("en", "read from the picture")])
def test_words_of_a_picture_are_said_to_be_read_there(language: Language, said: str) -> None:
    read = replace(QUOTE, field="image", text="Chữa khỏi")
    for quotes, count in (((QUOTE, read), 1), ((QUOTE,), 0)):
        (part,) = export_takedowns([replace(TAKEDOWN, quotes=quotes)], None, "csv", language, AT)
        assert part.content.decode("utf-8-sig").count(f"“Chữa khỏi” ({said}) - ") == count


@pytest.mark.parametrize(("language", "said"), [("vi", "chữ đọc từ ảnh"), ("en", "read from the picture")])
def test_the_hits_quote_words_of_a_picture_as_such(language: Language, said: str) -> None:
    match = {"image": "a", "reference": "b", "text": None}
    regions = [{"image": "a", "reference": None, "text": "Chữa khỏi"}, match]
    findings = [{"kind": "label", "spans": [{"text": "giảm 10kg"}], "regions": regions}]
    content = b"".join(write_table(hit_table([{"id": 1, "findings": findings}]), "csv", language))
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert f"giảm 10kg\nChữa khỏi ({said})" in row.values()


def test_nothing_gives_no_file() -> None:
    assert export_takedowns([], None, "xlsx", "vi", AT) == ()


def test_an_unknown_platform_is_named_with_those_known() -> None:
    with pytest.raises(NotFound, match="shopee"):
        export_takedowns([TAKEDOWN], "nowhere", "csv", "vi", AT)


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_has_its_file(name: str) -> None:
    assert platform(name).name == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://shopee.vn/x-i.1.2", "shopee"),
        ("https://www.facebook.com/groups/1", "facebook"),
        ("https://notfacebook.com/", "generic"),
        ("https://shop.tiktok.com/view/1", "tiktok_shop"),
        ("", "generic"),
        (None, "generic"),
        ("javascript:alert(1)", "generic"),
    ],
)
def test_platforms_are_known_by_their_hosts(url: str | None, name: str) -> None:
    assert platform_of(url) == name
