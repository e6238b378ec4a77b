"""Prices of many locales: a table of real habits, and what is written in a locale is read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.money import read_amounts, read_money, read_money_range

TABLE = [
    ("24.990", "24990", None),
    ("1.299.000₫", "1299000", "VND"),
    ("1.299.000 VNĐ", "1299000", "VND"),
    ("Giá: 199.000đ", "199000", "VND"),
    ("199.000 đ/hộp", "199000", "VND"),
    ("₫199k", "199000", "VND"),
    ("199K", "199000", None),
    ("1tr2", "1200000", "VND"),
    ("1tr250", "1250000", "VND"),
    ("1,5 triệu", "1500000", "VND"),
    ("2 tỷ", "2000000000", "VND"),
    ("100-200k", "100000", None),
    ("từ 100.000 - 200.000₫", "100000", "VND"),
    ("giảm 20.000₫ còn 150.000₫", "150000", "VND"),
    ("1 299,00", "1299.00", None),
    ("1 299,00 €", "1299.00", "EUR"),
    ("12,99 €", "12.99", "EUR"),
    ("12€99", "12.99", "EUR"),
    ("4⁹⁹ €", "4.99", "EUR"),
    ("119,- €", "119", "EUR"),
    ("EUR110.00", "110.00", "EUR"),
    ("12,99 € (1,30 €/100 ml)", "12.99", "EUR"),
    ("$1,299.50", "1299.50", "USD"),
    ("US$ 20", "20", "USD"),
    ("£25", "25", "GBP"),
    ("Rs. 1,299", "1299", "INR"),
    ("₹1,00,000", "100000", "INR"),
    ("R$ 10,50", "10.50", "BRL"),
    ("CHF 1'299.00", "1299.00", "CHF"),
    ("59,90 zł", "59.90", "PLN"),
    ("1 299 Kč", "1299", "CZK"),
    ("173,34 Lei", "173.34", "RON"),
    ("49 890 тг.", "49890", "KZT"),
    ("30,000원~", "30000", "KRW"),
    ("NT$960", "960", "TWD"),
    ("٩٩٫٥٠ ر.س", "99.50", "SAR"),
    ("1.250 KWD", "1.250", "KWD"),
    ("19.990000", "19.990000", None),
    ("0.125", "0.125", None),
    ("Sold 100, price 20 USD", "20", "USD"),
    ("$1,299.00 MXN", "1299.00", "MXN"),
    ("Rs.4,500.00 PKR", "4500.00", "PKR"),
    ("129 zł 99 gr", "129.99", "PLN"),
    ("5 € 10 €", "5", "EUR"),
    ("349,-", "349", None),
    ("1 299:-", "1299", None),
    ("CHF 49.—", "49", "CHF"),
    ("S/ 249.90", "249.90", "PEN"),
    ("KSh 2,499", "2499", "KES"),
    ("৳ ৫,৪৫০", "5450", "BDT"),
    ("1,850 ج.م", "1850", "EGP"),
    ("12.500 KD", "12.500", "KWD"),
    ("18.990,00 din", "18990.00", "RSD"),
    ("DIN 4102", "4102", None),
]


@pytest.mark.parametrize(("text", "amount", "currency"), TABLE)
def test_table(text: str, amount: str, currency: str | None) -> None:
    money = read_money(text)
    assert money is not None
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "Liên hệ", "-20%", "12345678901234567890", "abc đ", "..,,", "%"])
def test_no_price(text: str) -> None:
    assert read_money(text) is None


@pytest.mark.parametrize(
    ("text", "currency_hint", "country", "expected"),
    [
        ("$10", None, "AR", "ARS"),
        ("$10", "AUD", None, "AUD"),
        ("$10", "VND", "VN", "USD"),
        ("¥10", None, "CN", "CNY"),
        ("100 kr", None, "SE", "SEK"),
        ("100 kr", None, None, None),
        ("100", None, "PL", "PLN"),
        ("100 €", "VND", "VN", "EUR"),
    ],
)
def test_hints_decide_only_what_is_open(
    text: str, currency_hint: str | None, country: str | None, expected: str | None
) -> None:
    money = read_money(text, currency_hint=currency_hint, country_hint=country)
    assert money is not None
    assert money.currency == expected


def test_range_gives_both_ends() -> None:
    found = read_money_range("$3.499 - $4.059", country_hint="AR")
    assert found is not None
    assert [(money.amount, money.currency) for money in found] == [(Decimal(3499), "ARS"), (Decimal(4059), "ARS")]


LOCALES = [("", ","), ("", "."), (".", ","), (",", "."), ("\u00a0", ","), ("\u202f", ","), ("'", "."), (" ", ",")]
MARKS = [("", " €"), ("£", ""), ("₫", ""), ("", " zł"), ("R$ ", ""), ("USD ", ""), ("", "₫")]


@given(st.integers(1, 10**9), st.integers(0, 99), st.sampled_from(LOCALES), st.sampled_from(MARKS))
def test_round_trip(whole: int, cents: int, locale: tuple[str, str], mark: tuple[str, str]) -> None:
    """What any locale writes with two decimals is read back to the cent."""
    group, point = locale
    text = f"{mark[0]}{f'{whole:,}'.replace(',', group)}{point}{cents:02d}{mark[1]}"
    money = read_money(text)
    assert money is not None
    assert money.amount == Decimal(f"{whole}.{cents:02d}")


@given(st.integers(1000, 10**10), st.sampled_from([".", ",", "\u00a0", "'"]))
def test_round_trip_of_whole_amounts(whole: int, group: str) -> None:
    money = read_money(f"{whole:,}".replace(",", group) + " ₫")
    assert money is not None
    assert (money.amount, money.currency) == (Decimal(whole), "VND")


@given(st.text(max_size=200))
def test_any_text_is_read_or_not(text: str) -> None:
    money = read_money(text)
    assert money is None or money.amount >= 0


AMOUNTS = [
    ("£10 off, now £40", [("10", "10", "", " off, now "), ("40", "40", " off, now ", "")]),
    ("$100 $80", [("80", "100", "", "")]),
    ("from 100 - 200k₫ a box", [("100000", "200000", "from ", " a box")]),
    (
        "3 for 690 USD or 12 of USD 57.50",
        [("690", "690", "3 for ", " or 12 of "), ("57.50", "57.50", " or 12 of ", "")],
    ),
    ("nothing", []),
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_each_amount_with_the_words_at_its_sides(text: str, expected: list[tuple[str, ...]]) -> None:
    found = [(str(low.amount), str(high.amount), before, after) for low, high, before, after in read_amounts(text)]
    assert found == expected


@given(st.text(max_size=80))
def test_amounts_of_any_text_agree_with_its_range(text: str) -> None:
    amounts = read_amounts(text)
    assert bool(amounts) == (read_money_range(text) is not None)
    assert all(low.amount <= high.amount for low, high, _, _ in amounts)
