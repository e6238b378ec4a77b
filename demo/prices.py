"""Prices as shops write them."""

from __future__ import annotations

from demo.marketplace import Offer

THOUSAND, MILLION, TEN_THOUSAND = 1_000, 1_000_000, 10_000


def price_text(offer: Offer) -> str:
    """Write an offer's price, or its range of prices, the usual way."""
    shown = _usual(offer.price, offer.currency)
    return f"{shown} – {_usual(offer.price_max, offer.currency)}" if offer.price_max else shown


def casual_price_text(offer: Offer) -> str:
    """Write a price as people type it: 199k, 1tr49, 24.990 VNĐ, US$ 14.00."""
    if offer.currency != "VND":
        return f"US$ {offer.price}"
    amount = int(offer.price)
    styles = [f"{_dotted(amount)} VNĐ", f"{_dotted(amount)}đ", _short(amount)]
    return styles[int(offer.id[1:]) % len(styles)]


def _usual(price: str, currency: str) -> str:
    return f"{_dotted(int(price))} ₫" if currency == "VND" else f"${price}"


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _short(amount: int) -> str:
    """Shorten thousands to k and millions to tr where nothing is lost."""
    if amount >= MILLION and amount % TEN_THOUSAND == 0:
        millions, rest = divmod(amount, MILLION)
        return f"{millions}tr{f'{rest // TEN_THOUSAND:02d}'.rstrip('0')}"
    return f"{amount // THOUSAND}k" if amount % THOUSAND == 0 else f"{_dotted(amount)} đ"
