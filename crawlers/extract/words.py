"""The words by which pages of every language mark their parts. Data only."""

from __future__ import annotations

import re


def words(*listed: str) -> re.Pattern[str]:
    """Make a pattern that finds any of the phrases, in any case, as the start of a word."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in listed) + ")", re.IGNORECASE)


# Class and id words of blocks that show other listings, or what buyers wrote (law 7: never read).
OTHER_LISTINGS = frozenset(
    {"related", "recommend", "recommended", "recommendation", "recommendations", "similar", "upsell", "upsells",
    "crosssell",
     "crosssells", "recently", "alsobought", "alsolike", "lienquan", "tuongtu", "goiy", "suggestions", "minicart"}
)  # fmt: skip
BUYERS_WORDS = frozenset(
    {"review", "reviews", "comment", "comments", "testimonial", "testimonials", "danhgia", "binhluan", "nhanxet",
    "feedback",
     "feedbacks", "ugc", "qna"}
)  # fmt: skip
PAGE_FRAME = frozenset({"cookie", "newsletter", "footer", "megamenu", "mainmenu", "navbar", "navigation", "sitemap"})

HEADINGS_OF_OTHERS = words(
    "sản phẩm liên quan", "sản phẩm tương tự", "có thể bạn", "bạn có thể thích", "gợi ý", "đã xem", "cùng loại",
    "sản phẩm cùng", "sản phẩm khác", "tin liên quan", "tin khác", "xem thêm sản phẩm",
    "related", "similar", "you may", "you might", "customers also", "people also", "recently viewed", "recommended",
    "more from", "other products", "frequently bought", "ähnliche", "das könnte", "vous aimerez", "également",
    "también te", "productos relacionados", "produtos relacionados", "prodotti correlati", "podobne", "похожие",
)  # fmt: skip
HEADINGS_OF_BUYERS = words(
    "đánh giá", "bình luận", "nhận xét", "hỏi đáp", "hỏi & đáp", "khách hàng nói", "khách hàng nhận xét", "phản hồi",
    "reviews", "review", "customer review", "customer question", "comments", "ratings", "what our customers",
    "bewertungen", "avis", "opiniones", "recensioni", "avaliações", "opinie", "отзывы",
)  # fmt: skip

PRICE_CLASS = re.compile(
    r"(?:^|[^a-z])(?:price|prices|gia|giaban|preis|prix|prezzo|precio|preco|cena|pris|prijs|pret)(?![a-z])"
)
OLD_PRICE_CLASS = re.compile(
    r"(?:^|[^a-z])(?:old|was|before|compare|crossed|strike|striked|strikethrough|rrp|uvp|msrp|original|former|giacu|"
    r"previous|listprice|discount|saving|savings|save|percent|shipping|unit|installment)(?![a-z])"
)
BUY = words(
    "thêm vào giỏ", "mua ngay", "đặt mua", "đặt hàng", "chọn mua", "thêm giỏ hàng", "liên hệ người bán",
    "chat với người bán",
    "add to cart", "add to bag", "add to basket", "buy now", "in den warenkorb", "ajouter au panier",
    "añadir al carrito",
    "aggiungi al carrello", "adicionar ao carrinho", "do koszyka", "в корзину",
)  # fmt: skip
ASK_PRICE = words("giá: liên hệ", "giá liên hệ", "liên hệ để biết giá", "price on request", "call for price")

# Labels of what a page says in "label: value" form.
SELLER_LABELS = words(
    "người bán", "bán bởi", "được bán bởi", "cung cấp bởi", "cửa hàng", "gian hàng", "shop", "nhà bán", "sold by",
    "seller", "vendor", "merchant", "verkauf durch", "vendu par", "vendido por",
)  # fmt: skip
BRAND_LABELS = words("thương hiệu", "nhãn hiệu", "hãng", "brand", "marke", "marque", "marca")
PLACE_LABELS = words(
    "gửi từ", "giao từ", "nơi bán", "khu vực", "địa điểm", "kho hàng", "ships from", "location", "item location"
)
SPONSORED = words(
    "nội dung được tài trợ", "bài viết được tài trợ", "được tài trợ", "tài trợ bởi", "nội dung quảng cáo",
    "bài quảng cáo", "thông tin quảng cáo", "bài pr", "thông tin doanh nghiệp", "advertorial", "sponsored",
    "paid content", "paid post", "paid partnership", "partner content", "branded content", "promoted by",
    "quảng cáo",
)  # fmt: skip
SPONSOR_NAME = re.compile(
    r"(?<!\w)(?:tài trợ bởi|được tài trợ bởi|sponsored by|promoted by|paid for by|in partnership with|quảng cáo bởi|"
    r"nội dung từ|đơn vị tài trợ|nhà tài trợ)\s*:?\s+(?P<name>[^\n.|–—]{2,80})",
    re.IGNORECASE,
)
SOLD = re.compile(
    r"(?<!\w)(?:đã bán|lượt bán|sold)\s{0,3}:?\s{0,3}(?P<after>\d[\d.,]{0,14}\s?(?:k|tr|nghìn)?)"
    r"|(?<![\d.,])(?P<before>\d[\d.,]{0,14}\s?k?)\+?\s{0,3}(?:sold|đã bán|vendus|verkauft)\b",
    re.IGNORECASE,
)
