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
    ("us", "<p>The smaller one of the pair is yours for now $29.90 only.</p><p>$59.90</p>", "59.90"),
    ("us", "<p class='price with-list-price'>$59.90</p><p>Earlier colours $80.00</p>", "59.90"),
    ("de", "<p>Im Abo nur 49,90 €</p><p>59,90 €</p>", "59.90"),
    ("us", "<p><span>$</span><span>59</span><span>.</span><span>90</span></p>", "59.90"),
    ("us", "<p style='text-decoration: line-through'>$80.00</p><p>$59.90</p>", "59.90"),
    ("us", "<p><span>$80.00</span> <span>$59.90</span></p>", "59.90"),
    ("us", "<p><span>$59.90</span> <span>Members $49.90</span></p>", "59.90"),
    ("us", "<p>Regular price $59.90</p>", "59.90"),
    (
        "de",
        (
            "<table><tr><th>Bis <i class='prices-quantity'>2</i></th><td><div>59,90 €</div></td></tr>"
            "<tr><th>Ab <i class='prices-quantity'>6</i></th><td><div>49,90 €</div></td></tr></table>"
        ),
        "59.90",
    ),
    ("com.tr", "<p><b>100 TL Kupon</b></p><p>599 TL</p>", "599"),
    ("com.tr", "<b>300 TL üzeri kargo bedava</b><p>599 TL</p>", "599"),
    ("hu", "<p>30 000 Ft felett ingyenes</p><p>5 990 Ft</p>", "5990"),
    ("jp", "<p>￥480相当</p><p>実質価格 ￥5,510</p><p>￥5,990</p>", "5990"),
    ("vn", "<p>2 bịch 1.159.000đ</p><p>599.000đ</p>", "599000"),
    ("vn", "<p>Giá bán lẻ đề xuất từ hãng là 699.000đ</p><p>599.000đ</p>", "599000"),
    ("us", "<p>Previous price $80.00</p><p>$59.90</p>", "59.90"),
    ("cl", "<p><b>$ 49.990</b> <i title='Tarjeta Sol'></i></p><p>$ 59.990</p>", "59990"),
    ("cl", "<div class='price'>$ 49.990 <img alt='Tarjeta Sol'> -34%</div><div class='price'>$ 59.990</div>", "59990"),
    ("cl", "<div>$ 59.990 tarjeta de crédito</div><div>$ 69.990 cheque</div>", "59990"),
    ("vn", "<p class='price'><span>599<span class='price-symbol'>k</span></span></p>", "599000"),
    ("com.tr", "<div class='prc'><b>599 TL</b></div><p style='font-size: 30px'>80 TL</p>", "599"),
    ("se", "<p class='price'><img alt='Pot 24 cm'> 599</p>", "599"),
]
# A former price that is one by its element's name, a percentage that is another's, amounts of one element.
BY_LOOK = [
    (
        "us",
        "<p class='price'>$99.00 <i>-20%</i></p><p class='was'>$123.75</p><p class='price'>Olive $79.20</p>",
        "99.00",
    ),
    ("com.tr", "<p class='price'>599 TL, zib 1150 TL, qup 1700 TL</p><p>80 TL</p>", "599"),
]
# Of two prices a buyer pays the one with tax, whichever comes first.
WITH_TAX = [
    ("de", "<p>100,00 € netto</p><p>119,00 € brutto</p>", "119.00"),
    ("de", "<p>100,00 € zzgl. MwSt.</p><p>119,00 € inkl. 19 % MwSt.</p>", "119.00"),
    ("fr", "<p><b>100,00 € HT</b> <b>120,00 € TTC</b></p>", "120.00"),
    ("fr", "<p>120,00 € TTC</p><p>100,00 € HT</p>", "120.00"),
    ("vn", "<p>1.000.000₫ (chưa VAT)</p><p>1.080.000₫ (đã gồm VAT)</p>", "1080000"),
    ("vn", "<p>Giá chưa VAT: 1.000.000₫</p><p>Giá đã gồm VAT: 1.100.000₫</p>", "1100000"),
    ("com.au", "<p>$100.00 excl. GST</p><p>$110.00 incl. GST</p>", "110.00"),
    ("jp", "<p>1,000円（税抜）</p><p>1,100円（税込）</p>", "1100"),
    ("jp", "<p>1,000円</p><p>(税込 1,100円)</p>", "1100"),
    ("cz", "<p>100 Kč bez DPH</p><p>121 Kč s DPH</p>", "121"),
    ("nl", "<p>€ 100,00</p><p>€ 121,00 incl. btw</p>", "121.00"),
    ("kr", "<p>10,000원</p><p>11,000원 (부가세 포함)</p>", "11000"),
    ("co.uk", "<p class='a'>£100.00 ex VAT</p><p class='a'>£120.00 inc VAT</p>", "120.00"),
    ("co.uk", "<p>£100.00 ex VAT</p>", "100.00"),
    ("co.uk", "<p>£85.00</p><p>£100.00 inc VAT</p>", "85.00"),
    ("cz", "<p>21 990 Kč</p><p><b>bez DPH 18 173,55 Kč</b></p>", "21990"),
    ("cz", "<p>24 500 Kč</p><p><b>bez DPH 18 173,55 Kč</b></p>", "18173.55"),
    ("jp", "<p>税抜価格 1,000円</p><p>1,100円</p>", "1100"),
]


@pytest.mark.parametrize(
    ("said", "currency"),
    [
        ("Alla priser i SEK inkl. moms.", "SEK"),
        ("All prices are in NOK", "NOK"),
        ("Prices in SEK. Prices in NOK.", None),
        ("Our prices for ALL of them", None),
        ("SEK and its neighbours", None),
    ],
)
def test_a_currency_is_told(said: str, currency: str | None) -> None:
    body = f"<html><title>Pot K3</title><body><h1>Pot K3</h1><p class='price'>1 295:-</p><p>{said}</p>".encode()
    assert read_page(body, url="https://shop.example/pot-k3").listings[0].listing.currency == currency


@pytest.mark.parametrize(("country", "shown", "price"), [*BESIDE, *BY_LOOK, *WITH_TAX])
def test_price(country: str, shown: str, price: str) -> None:
    body = f"<html><title>Pot K3</title><body><h1>Pot K3</h1>{shown}".encode()
    read = read_page(body, url=f"https://shop.example.{country}/pot-k3").listings
    assert [str(each.listing.price) for each in read] == [price]
