"""By what an article says that it was paid for, and by what it does not."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page
from listings.listing import Listing

TEXT = "".join(
    f"<p>Đoạn {n}: phiên chợ quê lần thứ ba có hơn một trăm gian hàng của bà con nông dân trong vùng, khách tham quan "
    "được nếm thử nhiều món đặc sản và nghe giới thiệu cách làm bánh.</p>"
    for n in range(4)
)


def read(label: str) -> Listing:
    body = f"<html><body><article><h1>Phiên chợ quê</h1>{label}{TEXT}</article></body></html>".encode()
    listing = read_page(body, url="https://bao.example.vn/doi-song/phien-cho-1.html").listings[0].listing
    assert listing.kind == "article"
    return listing


@pytest.mark.parametrize(
    ("label", "mark"),
    [
        ("<span>Quảng cáo</span>", "Quảng cáo"),
        ("<p><strong>[QUẢNG CÁO]</strong></p>", "[QUẢNG CÁO]"),
        ("<div><span>Sponsored content</span> | 8 giờ trước</div>", "Sponsored content"),
        ("<p>Nội dung được tài trợ</p>", "Nội dung được tài trợ"),
        ("<p>Tài trợ bởi: Công ty Thảo Mộc Xanh</p>", "Tài trợ bởi: Công ty Thảo Mộc Xanh"),
        ("<small>Paid partnership with Green Herb</small>", "Paid partnership with Green Herb"),
    ],
)
def test_a_label_of_its_own_is_a_mark(label: str, mark: str) -> None:
    assert read(label).attributes == {"sponsored": mark}


@pytest.mark.parametrize(
    "label",
    [
        "<p>Quảng cáo sai sự thật bị phạt</p>",
        "<h2>Quảng cáo sai sự thật bị phạt</h2>",
        "<p><strong>Quảng cáo</strong> sai sự thật bị phạt nặng</p>",
        "<p>Siết chặt <a href='/q'>quảng cáo</a></p>",
        "<p>Được tài trợ bởi Công ty A, giải chạy thu hút năm nghìn người.</p>",
        "<p>Sponsored athletes win again</p>",
        "<p>Thông tin doanh nghiệp bị rao bán trên mạng</p>",
        "<p>Advertorials are on the rise</p>",
    ],
)
def test_a_sentence_that_begins_with_such_a_word_is_none(label: str) -> None:
    listing = read(label)
    assert "sponsored" not in listing.attributes
