"""Each signal speaks where it should, stays silent where it should, and says its numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.rules.load import load_rules
from detectors.signals.number_form import number_malformed
from detectors.signals.price import price_low
from detectors.signals.seller import seller_unlisted
from detectors.signals.signal import SignalContext
from detectors.signals.statutory_line import missing_statutory_line
from listings.brand import Brand, UsualPrice
from listings.finding import Finding, ImageRegion
from listings.listing import Seller
from listings.wording import Wording
from tests.detectors.fakes import subject

_RULES = load_rules().by_category
_NOTHING = SignalContext(kinds=frozenset())
_SUPPLEMENT = SignalContext(kinds=frozenset({"supplement"}))
_USUAL = UsualPrice(product="Serum C", words=("velora", "serum"), size="30 ml", price=Decimal(900000), currency="VND")
_BRAND = Brand(name="Velora", usual_prices=(_USUAL,), authorised=("shop-1", "Tiệm Lam"))


def test_a_supplement_without_the_line_gives_a_signal() -> None:
    rule = _RULES["missing_statutory_line"]
    finding = missing_statutory_line(subject("Viên uống", "Bổ sung kẽm"), _SUPPLEMENT, rule)
    assert finding is not None
    assert finding.kind == "signal"


@pytest.mark.parametrize(
    "line", ["Thực phẩm này không phải là thuốc", "San pham nay khong phai la thuoc", "not a medicine"]
)
def test_the_line_is_seen_however_it_is_typed(line: str) -> None:
    assert missing_statutory_line(subject("Viên uống", line), _SUPPLEMENT, _RULES["missing_statutory_line"]) is None


def test_other_goods_need_no_line() -> None:
    assert missing_statutory_line(subject("Áo thun"), _NOTHING, _RULES["missing_statutory_line"]) is None


@pytest.mark.parametrize(
    "text",
    ["SĐK: VD-12345-21", "số đăng ký VN-12345-21", "SĐK 893110000123", "1234/2024/ĐKSP", "123456/24/CBMP-QLD",
     "240001111/PCBB-HN", "1234/2024/XNQC-ATTP", "số đăng ký in trên hộp", "giao 2/2024"],
)  # fmt: skip
def test_known_forms_are_fine(text: str) -> None:
    assert number_malformed(subject(description=text), _NOTHING, _RULES["number_malformed"]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("SĐK: VD-1-2-3", "VD-1-2-3"), ("1234/ĐKSP", "1234/ĐKSP"), ("12/CBMP-QLD", "12/CBMP-QLD"),
     ("11/PCBB-HN", "11/PCBB-HN")],
)  # fmt: skip
def test_unknown_forms_are_quoted(text: str, number: str) -> None:
    judged = subject(description=text)
    finding = number_malformed(judged, _NOTHING, _RULES["number_malformed"])
    assert finding is not None
    span = finding.spans[0]
    assert judged.listing.text_of(span.field)[span.start : span.end] == span.text == number


@given(st.text(alphabet="SĐKđ số đăngký0123/-.CBMPXNQ:", max_size=300))
def test_any_text_is_read(text: str) -> None:
    finding = number_malformed(subject(description=text), _NOTHING, _RULES["number_malformed"])
    assert finding is None or finding.spans[0].text in text


def _price(title: str, price: int, currency: str = "VND") -> Finding | None:
    judged = subject(title, price=Decimal(price), currency=currency)
    return price_low(judged, SignalContext(kinds=frozenset(), brands=(_BRAND,)), _RULES["price_low"])


def test_a_low_price_names_both_numbers() -> None:
    finding = _price("Velora Serum C 30ml", 199000)
    assert finding is not None
    assert "199.000 VND" in finding.reason.vi
    assert "900.000 VND" in finding.reason.vi
    assert "199,000 VND" in finding.reason.en
    assert "900,000 VND" in finding.reason.en


@pytest.mark.parametrize(
    ("title", "price", "currency"),
    [
        ("Velora Serum C 30ml", 600000, "VND"),
        ("Velora Serum C 5ml", 199000, "VND"),
        ("Velora Serum C 130ml", 199000, "VND"),
        ("Velora Serum C 30ml đã dùng", 199000, "VND"),
        ("Velora Serum C 30ml", 20, "USD"),
        ("Serum C 30ml", 199000, "VND"),
        ("Velora Serum C 30ml", 0, "VND"),
    ],
)
def test_fair_unlike_and_used_offers_are_not_low(title: str, price: int, currency: str) -> None:
    assert _price(title, price, currency) is None


def _with_photo(seller: Seller) -> Finding | None:
    region = ImageRegion(image="a", box=(0, 0, 9, 9), reference="b", brand="Velora", verdict="copy", stage="exact")
    photo = Finding(
        detector="images", kind="signal", category="official_photo", rule="official-photo", rule_version="1",
        model=None, score=1.0, reason=Wording("a", "b"), regions=(region,),
    )  # fmt: skip
    context = SignalContext(kinds=frozenset(), brands=(_BRAND,), images=(photo,))
    return seller_unlisted(subject("Serum", seller=seller), context, _RULES["seller_unlisted"])


@pytest.mark.parametrize("seller", [Seller(id="shop-1"), Seller(name="tiệm lam ")])
def test_authorised_sellers_may_use_official_photos(seller: Seller) -> None:
    assert _with_photo(seller) is None


@pytest.mark.parametrize("seller", [Seller(id="shop-2", name="Tiệm Làm"), Seller()])
def test_others_give_a_signal_that_names_them(seller: Seller) -> None:
    finding = _with_photo(seller)
    assert finding is not None
    assert (seller.name or "?") in finding.reason.vi
    assert finding.regions
