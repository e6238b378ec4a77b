"""The words that stand beside an amount and say what it is. Data only; the languages of the shops we met, and more.

An amount may be today's price, a former one, or none: a fee, a threshold, an instalment, a saving, a
price per kilogram, points.
"""

from __future__ import annotations

import re

_OLD = (
    "giá gốc", "giá cũ", "giá thị trường", "giá niêm yết", "giá bìa", "giá hãng", "giá ny", "giá trước đây",
    "original price", "list price", "regular price", "old price", "was",
    "rrp", "rrp:", "msrp", "srp", "mrp", "m.r.p",
    "retail price", "compare at", "before", "uvp",
    "statt", "vorher", "bisher", "listenpreis", "regulärer preis",
    "au lieu de", "ancien prix", "prix conseillé",
    "prix barré", "prix de base", "prix d'origine", "prix normal",
    "antes", "precio normal", "precio anterior", "precio regular",
    "precio lista", "precio de lista", "pvpr", "pvp",
    "de:", "era", "prezzo regolare", "prezzo di listino", "prezzo originale", "prezzo precedente", "anziché",
    "före", "tidigare", "ord. pris", "ordinarie pris",
    "rek. pris", "før", "førpris", "normalpris", "veil. pris",
    "ovh", "norm.", "adviesprijs", "oude prijs",
    "normale prijs", "cena regularna", "cena katalogowa", "poprzednia cena",
    "najniższa cena", "przed obniżką", "původní cena", "běžná cena", "pôvodná cena", "bežná cena", "eredeti ár",
    "pret vechi", "preț vechi", "prp", "pret normal",
    "стара ціна", "старая цена", "цена до", "обычная цена", "ррц",
    "стара цена", "eski fiyat", "liste fiyatı", "piyasa fiyatı", "harga normal", "harga asli", "harga coret",
    "ราคาปกติ", "ราคาเดิม", "原价", "原價", "市场价", "市場價",
    "定价", "定價", "建議售價", "参考价", "定価", "通常価格",
    "メーカー希望小売価格", "参考価格", "소비자가", "정상가", "정가",
    "السعر السابق", "قبل", "بدلا من", "كان", "מחיר קודם", "במקום",
)  # fmt: skip
# What precedes the amount within a few words: "Free delivery over £40", "Trả góp chỉ từ 1.083.000₫".
_BESIDE = (
    "miễn phí", "freeship", "free ship", "phí", "ship", "vận chuyển", "giao hàng", "đơn từ", "đơn hàng", "giảm",
    "tiết kiệm", "voucher", "mã", "trả góp", "góp", "cọc",
    "trả trước", "thu cũ", "tích", "hoàn", "thưởng", "quà",
    "tặng", "bảo hiểm", "lắp đặt", "mỗi tháng", "chênh lệch",
    "free delivery", "free shipping", "free uk delivery", "delivery", "shipping", "postage", "freight", "spend",
    "orders over", "orders above", "over", "above", "minimum", "save", "saving", "savings", "you save", "off",
    "coupon", "cashback", "deposit", "points", "earn", "reward", "credit", "gift", "trade in", "trade-in",
    "payments of", "payments", "instalments", "installments",
    "monthly", "finance", "insurance", "trolley", "basket",
    "cart", "subtotal", "fee", "surcharge",
    "versand", "versandkosten", "versandkostenfrei", "lieferung", "mindestbestellwert", "sie sparen", "spare",
    "gespart", "ersparnis", "kaution", "pfand", "rate", "raten", "monatlich", "gutschein", "finanzierung",
    "livraison", "frais de port", "offerte dès", "dès",
    "économisez", "économie", "remise", "éco-part", "consigne",
    "mensualités", "envío", "envíos", "gastos de envío", "ahorra", "ahorras", "descuento", "cuotas", "meses de",
    "mensualidades", "frete", "entrega", "economize", "desconto", "parcelas", "no pix", "spedizione",
    "consegna", "risparmi", "risparmia", "sconto", "rate da",
    "frakt", "fri frakt", "fraktfritt", "leverans", "spar",
    "du sparar", "fragt", "fri fragt", "levering", "avdrag", "verzending", "verzendkosten", "gratis verzending",
    "bespaar", "korting", "statiegeld", "dostawa", "wysyłka",
    "oszczędzasz", "rabat", "raty", "doprava", "ušetříte",
    "sleva", "szállítás", "megtakarítás", "livrare", "transport", "economisești", "reducere", "rate de",
    "доставка", "доставка от", "экономия", "скидка", "бонус", "бонусные баллы", "баллы", "рассрочка", "кредит",
    "економія", "знижка", "kargo", "sepette", "taksit",
    "indirim", "kazanç", "ongkir", "ongkos kirim", "cicilan",
    "hemat", "diskon", "ส่งฟรี", "ค่าส่ง", "ค่าจัดส่ง", "เมื่อซื้อครบ", "ประหยัด",
    "ผ่อน", "运费", "運費", "免运", "免運", "满", "滿",
    "优惠券", "立减", "省", "送料", "ポイント", "クーポン", "割引",
    "적립금", "적립", "배송비", "할인", "쿠폰", "الشحن", "توصيل",
    "خصم", "وفر", "قسط", "משלוח", "חיסכון",
    "toimitus", "säästät", "pristatymas", "piegāde", "kohaletoimetamine",
)  # fmt: skip
_UNIT = (
    r"(?:1|100|10)?\s?(?:kg|g|gr|gram|l|lít|lit|ml|cl|m|m²|m2|m³|mét|stk|stück|szt|ks|st|pcs|pc|unit|item|each|oz|lb|"
    r"kilo|kilogramm?|liter|litre|litro|kus|tab|capsule|wash|sheet|night|month|mo|mth|tháng|kỳ|week|day|year|md|mån|"
    r"mnd|mes|mês|mese|mois|monat|maand|miesiąc|měs|hó|ay|bln|bulan|เดือน|月|월)"
)


def _any(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(listed, key=len, reverse=True))


# Between the words and the amount stand only a colon, "is", a currency mark: never another word with a meaning.
_LINK = r"(?:\s*(?:là|is|price|preis|prix|pris|từ|from|chỉ|only|ab|dès|fra|från|of|de|da|đến|:|-|\())*"
OLD_BEFORE = re.compile(rf"^\s*de\W*(?:r\$)?\s*$|(?:^|(?<=\W))(?:{_any(_OLD)}){_LINK}[\s:(\W]*$", re.IGNORECASE)
BESIDE_BEFORE = re.compile(
    rf"(?:^|(?<=\W)|(?<=[^\x00-\u02ff]))(?:{_any(_BESIDE)})(?:\s+\S{{1,12}}){{0,3}}[\s:(\W]*$", re.IGNORECASE
)
# "12 x 108.25", "10x de R$ 129,90", "3 rate da", "or 4 payments of".
INSTALMENT_BEFORE = re.compile(r"(?<![\w.,])\d{1,2}\s?[x×](?:\s+(?:de|da|of|à|a|von|af|på))?[\s:(\W]*$", re.IGNORECASE)
BESIDE_AFTER = re.compile(
    rf"^[\s)*]*(?:(?:/|per |je |pro |par |al |por |mỗi |a |na |за |/\s?)\s*{_UNIT}(?![^\W\d_])"
    r"|\d{0,2}\s?[x×](?!\w)|off\b|giảm|"
    r"points?\b|điểm|poin|ポイント|以上|이상|免|cashback|discount|sparen|saved|"
    r"for monthly|đánh giá|đã bán|lượt|người|theo dõi|yêu thích|bình luận|sold|trả góp|monthly|mtl|"
    r"reviews?\b|ratings?\b|views\b|followers|likes\b)",
    re.IGNORECASE,
)
PRICE_LABEL = re.compile(
    r"(?<!\w)(?:giá(?: bán| khuyến mãi| km| ưu đãi| hiện tại| chỉ| sỉ| lẻ| tốt)?|price|preis|prix|precio|preço|"
    r"prezzo|cena|цена|ціна|"
    r"fiyat|harga|ราคา|价格|價格|価格|판매가|السعر|मूल्य)\s*(?:là|is)?\s*[:：]\s*$",
    re.IGNORECASE,
)
STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
