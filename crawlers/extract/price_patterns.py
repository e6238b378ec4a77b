"""What stands before or behind an amount, as patterns: the words of `price_words`, counts, periods and quantities."""

from __future__ import annotations

import re

from crawlers.extract.price_words import ASIDE, BESIDE, GROSS, LOWEST, NET, OLD, SALE, SUGGESTED

# A price by the piece is the price; by these it is for comparing packs.
_QUANTITY = (
    r"(?:1|100|10)?\s?(?:kg|g|gr|gram|l|lít|lit|ml|cl|dl|m|m²|m2|m³|m3|mét|oz|lb|ct|count|fl\.? ?oz|kilo|kilogramm?|"
    r"liter|litre|litro|tab|capsule|wash|sheet|load|кг|л|г|мл|กก)"
)
_PERIOD = (
    r"(?:night|month|mo|mth|tháng|kỳ|week|day|year|md|mån|mnd|måned|månad|mes|mês|mese|mois|monat|maand|mnd|miesiąc|"
    r"mies|miesięcznie|měs|měsíc|mesiac|hó|hónap|ay|bln|bulan|kk|міс|мес|месяц|luna|lună|lun|μήνα|mesec|mjesec|mėn|mēn|kuu|"
    r"شهر|شهرياً|חודש|महीना|माह|মাস|เดือน|月|월)"
)


def _any(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(listed, key=len, reverse=True))


# Between the words and the amount stand only a colon, "is", a currency mark: never another word with a meaning.
_LINK = r"(?:\s*(?:là|is|price|preis|prix|pris|từ|from|chỉ|only|ab|dès|fra|från|of|de|da|đến|:|-|\())*"
OLD_BEFORE = re.compile(
    rf"(?:^|(?<=\W))(?:{_any(OLD)}){_LINK}[\s:(\W]*$"
    rf"|(?:{_any(SUGGESTED)})(?:[^\w\n]+[^\W\d]{{1,12}}){{0,4}}\W*$"
    rf"|(?:{_any(LOWEST)})\w{{0,3}}(?:[^\w\n]+\w{{1,15}}){{0,8}}\W*$",
    re.IGNORECASE,
)
SALE_BEFORE = re.compile(rf"(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(SALE)})[\s:：(\W]*$", re.IGNORECASE)
# "De R$ 80" is a former price, "de 80 € à 120 €" the lower end of a range.
FROM_BEFORE = re.compile(r"^\W*de\W*$", re.IGNORECASE)
RANGE_AFTER = re.compile(r"^\W*(?:à|a|até|hasta|ao?)(?!\w)", re.IGNORECASE)
BESIDE_BEFORE = re.compile(
    rf"(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(BESIDE)})(?:\s+\S{{1,12}}){{0,3}}[\s:(\W]*$", re.IGNORECASE
)
# An extra, "+ 49,00"; "12 x 108.25", "10x de R$ 129,90", "3 rate da", "or 4 payments of".
INSTALMENT_BEFORE = re.compile(
    r"(?<!\w)\+[\s(]*$|(?<![\w.,])\d{1,2}\s?[x×](?:\s+(?:de|da|of|à|a|von|af|på))?[\s:(\W]*$", re.IGNORECASE
)
_PER = r"^[\s)*]*(?:(?:/|per |je |pro |par |al |por |mỗi |a |na |за |ανά |kohti |perc |pe |в |на )\s*)"
BESIDE_AFTER = re.compile(
    rf"{_PER}(?:{_PERIOD})(?![^\W\d_])"
    r"|^[\s)*]*(?:\d{0,2}\s?[x×](?!\w)|off\b|giảm|"
    r"points?\b|điểm|poin|ポイント|以上|이상|免|相当|cashback|discount|sparen|saved|引き|円引|할인|적립|"
    r"(?:coupon|voucher|kupon|kupón|gutschein|cupón|cupom|bon d'achat|buono sconto|クーポン|쿠폰|优惠券|優惠券|купон)|"
    r"(?:(?:and|or) (?:more|over|above)|ve üzeri|üzeri|üstü|felett|fölött|trở lên|ขึ้นไป|से ऊपर)|"
    r"for monthly|đánh giá|đã bán|lượt|người|theo dõi|yêu thích|bình luận|sold|trả góp|monthly|monatlich|mensual|mtl|"
    r"miesięcznie|měsíčně|mesačne|havonta|lunar|aylık|"
    r"reviews?\b|ratings?\b|views\b|followers|likes\b)",
    re.IGNORECASE,
)
ASIDE_AFTER = re.compile(
    rf"{_PER}{_QUANTITY}(?![^\W\d_])"
    rf"|^[\s)*]*(?:/\s*{_QUANTITY}|(?:for |with |mit |pour |per |med |z |su )?(?:{_any(ASIDE)}))(?![^\W\d_])"
    # With the shop's own card; "tarjeta de crédito" is anybody's.
    r"|^[\s)*]*(?:(?:solo )?con )?tarjeta\s(?!de\b|cr[eé]d|d[eé]b)\w",
    re.IGNORECASE,
)
# "From 5 pieces": what one pays who takes as many.
_MANY = (
    r"(?<![\d.,])(?:[2-9]|\d{2,4})\s?(?:\+|or more|(?:stuks?|stück|stk|st|pcs|pieces|units?|items?|szt|ks|kusů|db|шт|"
    r"buc|kom|adet|unidades|uds?|unid|pezzi|pz|pièces|kpl|vnt|gab|tk|個|个|件|개|ชิ้น|cái|hộp|chai|gói|bịch|lọ|túi|lốc)(?!\w))\.?"
)
ASIDE_BEFORE = re.compile(
    rf"(?:(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(ASIDE)})(?:\s+[^\s\d]{{1,12}}){{0,3}}|{_MANY})[\s:(\W]*$",
    re.IGNORECASE,
)
NET_AFTER = re.compile(rf"^[\s)(*,/]*(?:{_any(NET)})(?![^\W\d_])", re.IGNORECASE)
NET_BEFORE = re.compile(
    rf"(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(NET)})"
    r"(?:\s+(?:price|ár|cena|preis|prijs|pris|prix)\w{0,3})?[\s:(（]*$",
    re.IGNORECASE,
)
GROSS_AFTER = re.compile(
    rf"^[\s)(（*,/–-]*(?:(?:inkl|incl|inc)\.?\s?\d{{1,2}}(?:[.,]\d)?\s?%|{_any(GROSS)})(?![^\W\d_])", re.IGNORECASE
)
GROSS_BEFORE = re.compile(
    rf"(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(GROSS)})"
    r"(?:\s+(?:price|ár|cena|preis|prijs|pris|prix)\w{0,3})?[\s:(（]*$",
    re.IGNORECASE,
)
PRICE_LABEL = re.compile(
    r"(?<!\w)(?:giá(?: bán| khuyến mãi| km| ưu đãi| hiện tại| chỉ| sỉ| lẻ| tốt)?|price|preis|prix|precio|preço|"
    r"prezzo|cena|цена|ціна|"
    r"fiyat|harga|ราคา|价格|價格|価格|판매가|السعر|मूल्य)\s*(?:là|is)?\s*[:：]\s*$",
    re.IGNORECASE,
)
# What a sentence says that names an asking price; "trị giá" is what something is worth. Some scripts part no words.
CALLED_PRICE = re.compile(
    r"(?<!trị )(?<!đánh )(?<!\w)"
    r"(?:giá|price|preis|prix|precio|preço|prezzo|cena|цена|ціна|fiyat|harga|السعر|मूल्य)(?!\w)|"
    r"ราคา|ລາຄາ|តម្លៃ|价格|價格|価格|판매가",
    re.IGNORECASE,
)
STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
