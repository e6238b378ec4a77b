"""A price far below the brand's usual price for that product and pack size."""

from __future__ import annotations

import re
from decimal import Decimal

from detectors.rules.phrases import PhraseFinder, words_of
from detectors.rules.rule import Rule
from detectors.signals.signal import SignalContext, signal_finding
from listings.brand import Brand, UsualPrice
from listings.finding import Finding
from listings.folding import fold
from listings.listing import Listing
from listings.subject import Subject
from listings.wording import Wording

# Below this share of the usual price a new original is hard to explain by discounts. Half price is what
# big sale days reach.
FAR_BELOW = Decimal("0.45")
SCORE = 0.35

_SECOND_HAND = PhraseFinder([
    "đã dùng", "đã qua sử dụng", "hàng cũ", "second hand", "secondhand", "2hand", "thanh lý", "pass lại", "used",
    "pre owned", "preloved", "pre loved", "mẫu thử", "sample", "tester", "mini", "chiết",
])  # fmt: skip


def price_low(subject: Subject, context: SignalContext, rule: Rule) -> Finding | None:
    """Compare the asked price with the usual one of the same product and size."""
    listing = subject.listing
    if listing.price is None or listing.price <= 0 or _second_hand(listing):
        return None
    for brand in context.brands:
        for usual in brand.usual_prices:
            if _is_for(usual, listing) and listing.price < usual.price * FAR_BELOW:
                return signal_finding(rule, SCORE, _reason(rule, brand, usual, listing.price))
    return None


def _second_hand(listing: Listing) -> bool:
    return any(_SECOND_HAND.found_in(words_of(listing.text_of(field))) for field in ("title", "description"))


def _is_for(usual: UsualPrice, listing: Listing) -> bool:
    if (listing.currency or usual.currency) != usual.currency or not usual.words:
        return False
    title = fold(listing.text_of("title")).text
    wanted = [*usual.words, *([usual.size] if usual.size else [])]
    return all(_says(title, fold(word).text) for word in wanted)


def _says(title: str, word: str) -> bool:
    """Look for a word or size, blanks aside: `100 ml` and `100ml` are one size, `100ml` is not in `1100ml`."""
    loose = r"\s{0,2}".join(re.escape(part) for part in re.findall(r"\d+|[^\W\d]+|[^\w\s]", word))
    return re.search(rf"(?<![a-z0-9]){loose}(?![a-z0-9])", title) is not None


# Vietnamese writes 1.290.000,50 where English writes 1,290,000.50.
_VIETNAMESE = str.maketrans(",.", ".,")


def _reason(rule: Rule, brand: Brand, usual: UsualPrice, price: Decimal) -> Wording:
    size = f" {usual.size}" if usual.size else ""
    asked, normal = _amount(price, usual.currency), _amount(usual.price, usual.currency)
    goods = f"{brand.name} {usual.product}{size}"
    return Wording(
        f"{rule.reason.vi} {goods}: rao {asked.translate(_VIETNAMESE)}, giá thường {normal.translate(_VIETNAMESE)}.",
        f"{rule.reason.en} {goods}: asked {asked}, usual {normal}.",
    )


def _amount(price: Decimal, currency: str) -> str:
    return f"{price:,.0f} {currency}" if price == price.to_integral_value() else f"{price:,.2f} {currency}"
