"""A page that calls nothing its description says it in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract import read_page
from crawlers.extract.document import open_document
from crawlers.extract.regions import own_region
from crawlers.extract.running_text import running_text

SAYS = "Cao lá vằng nấu theo lối cổ, uống một tuần là dứt hẳn mất ngủ, không tác dụng phụ."
ALSO = "Nguyên liệu hái ở vùng núi, phơi ba nắng rồi mới đem nấu suốt hai ngày đêm."
ADDRESS = "https://caovang.example/cao-la-vang"


def description(markup: str) -> str | None:
    head = "<head><title>Cao lá vằng hũ 500 g mua hai tặng một trong hôm nay</title></head>"
    page = f"<html>{head}<body>{markup}</body></html>"
    return read_page(page.encode(), url=ADDRESS).listings[0].listing.description


SHOWN = "<h1>Cao lá vằng</h1><img src=/cao.jpg><b>450.000₫</b><button>Mua ngay</button>"


@pytest.mark.parametrize(
    "told",
    [
        f"<p>{SAYS}</p><p>{ALSO}</p>",
        f"{SAYS}<br><br>{ALSO}",
        f"<table><tr><td>{SAYS}</td></tr><tr><td><font color=red>{ALSO}</font></td></tr></table>",
        f"<div><span><strong>{SAYS[:20]}</strong>{SAYS[20:]}</span></div><section>{ALSO}</section>",
    ],
)
def test_sentences_without_any_name_are_the_description(told: str) -> None:
    assert (
        description(f"<div>Hàng mới về mỗi ngày, mời bà con ghé xem gian hàng</div>{SHOWN}{told}") == f"{SAYS}\n{ALSO}"
    )


@pytest.mark.parametrize(
    "beside",
    [
        "<p>Giao hàng toàn quốc, nhận hàng kiểm tra rồi mới trả tiền cho người giao.</p>",
        "<p>Free shipping on all orders over fifty dollars within the country.</p>",
        "<p>Tặng kèm một thìa gỗ trị giá 35.000₫ cho mỗi hũ</p>",
        "<p><a href=/a>Cao lá vằng loại đặc biệt hũ một cân</a> <a href=/b>Cao lá vằng loại thường hũ hai lạng</a></p>",
        "<ul><li>500 g</li><li>1 kg</li></ul>",
        "<button>Bấm vào đây để được gọi lại tư vấn trong vòng năm phút</button>",
    ],
)
def test_terms_gifts_links_and_choices_are_left_out(beside: str) -> None:
    assert description(f"{SHOWN}{beside}<p>{SAYS}</p>{beside}") == SAYS


def test_who_is_quoted_is_not_kept() -> None:
    quoted = "“Uống hết hai hũ là ngủ được cả đêm, cả nhà cùng dùng.” — Trần Thị Mẫu, Nam Định"
    assert description(f"{SHOWN}<p>{quoted}</p>") == quoted.partition(" —")[0]


def test_letters_of_a_script_that_parts_no_words_make_a_sentence() -> None:
    text = "取自溪石，質地溫潤，發墨快而不傷毫。雲龍紋由老師傅手工雕刻而成。"
    assert description(f"{SHOWN}<div>{text}</div>") == text


def test_what_calls_itself_the_description_is_enough() -> None:
    assert description(f"{SHOWN}<p>{ALSO}</p><div class=description>{SAYS}</div>") == SAYS


@given(st.text(max_size=400))
def test_any_page_gives_text_or_nothing(text: str) -> None:
    document = open_document(f"<p>{text}".encode("utf-8", "replace"), url=ADDRESS)
    told = running_text(own_region(document.tree))
    assert told is None or told.strip()
