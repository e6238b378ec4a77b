"""Which of the amounts on a page is the price: by what stands beside each, in many languages."""

from __future__ import annotations

import pytest

from crawlers.extract import read_page

BESIDE = [
    ("vn", "<p>Trả góp 0% chỉ từ 99.000₫/tháng</p><p>599.000₫</p>", "599000"),
    ("vn", "<p>Miễn phí vận chuyển đơn từ 300.000₫</p><p>599.000₫</p>", "599000"),
    ("vn", "<p>Giá thị trường: 800.000₫</p><p>Giá bán: 599.000₫</p>", "599000"),
    ("vn", "<p>Tặng quà 50.000đ</p><p>599.000đ</p>", "599000"),
    ("vn", "<dl><dt>Giá niêm yết</dt><dd>800.000đ</dd><dt>Giá</dt><dd>599.000đ</dd></dl>", "599000"),
    ("vn", "<p>Tiết kiệm 100.000đ</p><p>Giá: 599.000</p>", "599000"),
    ("de", "<p>statt 80,00 €</p><p>59,90 €</p>", "59.90"),
    ("de", "<p>119,80 € / kg</p><p>59,90 €</p>", "59.90"),
    ("fr", "<p>Livraison offerte dès 49 €</p><p>59,90 €</p>", "59.90"),
    ("co.uk", "<p>RRP £80.00</p><p>£59.90</p>", "59.90"),
    ("co.uk", "<p>or 4 payments of £14.98</p><p>£59.90</p>", "59.90"),
    ("com.br", "<p>De: R$ 80,00</p><p>Por: R$ 59,90</p><p>10x de R$ 5,99</p>", "59.90"),
    ("com.mx", "<p>12x $5.00 sin interés</p><p>$59.90</p>", "59.90"),
    ("se", "<p>Fri frakt över 500 kr</p><p>599 kr</p>", "599"),
    ("jp", "<p>定価 8,000円</p><p>5,990円</p><p>100円ポイント</p>", "5990"),
    ("cn", "<p>市场价 ￥80.00</p><p>￥59.90</p>", "59.90"),
    ("kr", "<dl><dt>배송비</dt><dd>3,000원</dd><dt>판매가</dt><dd>5,990원</dd></dl>", "5990"),
    ("ru", "<p>Доставка 300 ₽</p><p>5 990 ₽</p>", "5990"),
    ("co.th", "<p>ส่งฟรีเมื่อซื้อครบ 999 บาท</p><p>฿599</p>", "599"),
    ("us", "<p>$<span>59</span><sup>90</sup></p>", "59.90"),
    ("us", "<p><span>$</span><span>59</span><span>.</span><span>90</span></p>", "59.90"),
    ("us", "<p style='text-decoration: line-through'>$80.00</p><p>$59.90</p>", "59.90"),
    ("us", "<p><span>$80.00</span> <span>$59.90</span></p>", "59.90"),
    ("us", "<p><span>$59.90</span> <span>Members $49.90</span></p>", "59.90"),
    ("us", "<p>Regular price $59.90</p>", "59.90"),
]


@pytest.mark.parametrize(("country", "shown", "price"), BESIDE)
def test_price(country: str, shown: str, price: str) -> None:
    body = f"<html><title>Pot K3</title><body><h1>Pot K3</h1>{shown}".encode()
    read = read_page(body, url=f"https://shop.example.{country}/pot-k3").listings
    assert [str(each.listing.price) for each in read] == [price]
