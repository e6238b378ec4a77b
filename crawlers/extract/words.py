"""The words by which pages of every language mark their parts. Data only."""

from __future__ import annotations

import re

from crawlers.extract.phrases import Phrases, phrases

# Scripts without spaces between words: Thai and what follows it in Unicode, Vietnamese's own Latin letters apart.
_UNPARTED = re.compile("[\u0e00-\u1dff\u2e80-\uffff]")


def words(*listed: str) -> Phrases:
    """Make a pattern that finds any of the phrases, in any case, as the start of a word where words are parted."""
    parted = "|".join(re.escape(phrase) for phrase in listed if not _UNPARTED.match(phrase))
    unparted = "|".join(re.escape(phrase) for phrase in listed if _UNPARTED.match(phrase))
    return phrases(rf"(?<!\w)(?:{parted})" + (f"|(?:{unparted})" if unparted else ""), listed)


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
TRAIL = re.compile(r"crumb|trail|duong-?dan|pathway", re.IGNORECASE)
PAGE_FRAME = frozenset({"cookie", "newsletter", "footer", "megamenu", "mainmenu", "navbar", "navigation", "sitemap"})

HEADINGS_OF_OTHERS = words(
    "sản phẩm liên quan", "sản phẩm tương tự", "có thể bạn", "bạn có thể thích", "gợi ý", "đã xem", "cùng loại",
    "sản phẩm cùng", "sản phẩm khác", "tin liên quan", "tin khác", "xem thêm sản phẩm", "related", "similar",
    "you may", "you might", "customers also", "people also", "recently viewed", "recommended", "more from",
    "other products", "frequently bought", "ähnliche", "das könnte", "vous aimerez", "également", "también te",
    "productos relacionados", "produtos relacionados", "prodotti correlati", "podobne", "похожие",
)  # fmt: skip
HEADINGS_OF_BUYERS = words(
    "đánh giá", "bình luận", "nhận xét", "hỏi đáp", "hỏi & đáp", "khách hàng nói", "khách hàng nhận xét", "phản hồi",
    "reviews", "review", "customer review", "customer question", "comments", "ratings", "what our customers",
    "bewertungen", "avis", "opiniones", "recensioni", "avaliações", "opinie", "отзывы",
)  # fmt: skip

# Class words of an element that shows a title.
TITLED = re.compile(
    r"(?:^|[^a-z]|pro(?:d(?:uct|ukt|ucto|uto|otto|uit)?)|item|goods|article|artikel|content)(?:title|titre|titel|titolo|"
    r"titulo|titlu|tytul|heading|headline|name|nombre|nome|nom|nazwa|nazev|nazov|naziv|naslov|naam|namn|navn|nimi|"
    r"nev|denumire|isim|baslik|adi|nama|judul|ten|ten-?sp|tieu-?de|tit|pname|goods-?name|item-?name|"
    r"subject)(?![a-z])"
)
PRICE_CLASS = re.compile(
    r"(?:^|[^a-z])(?:price|prices|prc|gia|giaban|giamoi|preis|preise|prix|prezzo|precio|precios|preco|cena|ceny|pris|priser|"
    r"prijs|pret|hinta|fiyat|fiat|harga|kaina|hind|ar|cijena|cost|kakaku|tsena)(?![a-z])"
    # From how many pieces a price holds: "block-prices-quantity".
    r"(?![\w-]*[-_](?:quantity|qty)(?![a-z]))"
)
# What has a former price beside it is none: "price with-list-price".
OLD_PRICE_CLASS = re.compile(
    r"(?:^|(?<!with)(?<!has)[^a-z])(?:old|was|before|compare|crossed|strike|striked|strikethrough|rrp|uvp|msrp|original|former|giacu|cu|"
    r"gia-cu|previous|list-?price|regular|non-sale|normal-price|eski|vechi|tachado|antes|barre|stary|stara|"
    r"saving|savings|save|percent|shipping|unit|unit-price|installment|instalment|per-unit|kilo)(?![a-z])"
)
# Of those, the names that are given to nothing but a former price.
FORMER_PRICE_CLASS = re.compile(
    r"(?:^|(?<!with)(?<!has)[^a-z])(?:old|was|before|compare|crossed|strike|striked|strikethrough|rrp|uvp|msrp|former|giacu|gia-cu|"
    r"previous|original|list-?price|non-sale|eski|vechi|tachado|barre)(?![a-z])"
)
BUY = words(
    "thêm vào giỏ", "mua ngay", "đặt mua", "đặt hàng", "chọn mua", "thêm giỏ hàng", "cho vào giỏ", "mua hàng",
    "liên hệ người bán", "chat với người bán", "add to cart", "add to bag", "add to basket", "add to trolley",
    "buy now", "buy it now", "order now", "book now", "in den warenkorb", "in den einkaufswagen", "jetzt kaufen",
    "ajouter au panier", "ajouter", "acheter", "añadir al carrito", "añadir a la cesta", "agregar al carro",
    "agregar al carrito", "comprar", "aggiungi al carrello", "acquista", "adicionar ao carrinho", "do koszyka",
    "dodaj do koszyka", "kup teraz", "в корзину", "купить", "купити", "у кошик", "do košíku", "do košíka", "kosárba",
    "adaugă în coș", "adauga in cos", "in winkelwagen", "in winkelmand", "lägg i varukorg", "köp",
    "legg i handlekurv", "læg i kurv", "lisää ostoskoriin", "į krepšelį", "sepete ekle", "hemen al", "satın al",
    "keranjang", "beli sekarang", "หยิบใส่ตะกร้า", "ลงตะกร้า", "ซื้อเลย", "加入购物车", "加入購物車", "立即购买",
    "立即購買", "カートに入れる", "かごに入れる", "購入", "장바구니", "구매하기", "바로구매", "أضف إلى السلة",
    "أضف للسلة", "اشتر الآن", "הוסף לסל", "कार्ट में", "अभी खरीदें", "הוספה לסל", "לרכישה", "أضف إلى العربة",
    "أضف الى السلة", "إضافة للسلة", "إضافة إلى السلة", "اشتري الآن", "افزودن به سبد", "خرید", "কার্টে", "এখনই কিনুন",
    "কিনুন", "ใส่ตะกร้า", "สั่งซื้อ", "放入购物车", "加購物車", "直接購買", "カートへ", "買い物かご", "注文する",
    "담기", "주문하기", "dodaj u korpu", "u korpu", "dodaj u košaricu", "u košaricu", "kupi", "dodaj v košarico",
    "v košarico", "добави в количка", "добави в кошница", "поръчай", "купи", "додај у корпу", "προσθήκη στο καλάθι",
    "στο καλάθι", "αγορά", "lisää koriin", "osta", "lisa korvi", "lisa ostukorvi", "ostukorvi", "ielikt grozā",
    "pievienot grozam", "pirkti", "setja í körfu", "bæta í körfu", "kjøp", "kjøp nå", "handlekurv", "i varukorgen",
    "köp nu", "tilføj til kurv", "køb", "bestellen", "in mijn winkelwagen", "winkelmandje", "warenkorb",
    "in den korb", "add to my bag", "compra ahora", "telli", "tilaa", "pasūtīt", "užsakyti", "beställ", "bestill",
    "bestil", "bestel", "objednat", "objednať", "megrendel", "comandă", "заказать", "замовити", "sipariş ver",
    "παραγγελία", "הזמן עכשיו", "اطلب الآن", "pesan sekarang", "立即订购", "đặt ngay", "pedir ahora", "hacer pedido",
    "encargar", "pedir online", "aggiungi", "ordina", "encomendar", "añadir al carro", "agregar a la bolsa",
    "al carrito", "lo quiero", "afegeix", "cesto", "no carrinho", "adicionar à sacola", "al carrello", "compra ora",
    "compra subito", "tambah ke troli", "masukkan ke", "beli", "idagdag sa cart", "weka kwenye", "себетке", "savatga",
    "səbətə", "კალათაში", "զամբյուղ", "сагсанд", "au panier", "commander", "coșul", "in cos", "megveszem", "vložit",
    "vložiť", "koupit", "kúpiť", "zamów", "kup", "pridať",
)  # fmt: skip
# Names of the fields that an order form sends: which product, how many.
ORDER_FIELD = re.compile(
    r"(?:^|[^a-z])(?:id|pid|sku|prod\w*|item\w*|variant\w*|artikel\w*|art|artigo|goods\w*|qty|quantity|quantite|qte|quantita|"
    r"quantidade|cantidad|cant|menge|anzahl|aantal|antal|maara|ilosc|liczba|mnozstvi|mnozstvo|kolicina|kol|mennyiseg|db|"
    r"cantitate|kolichestvo|adet|miktar|jumlah|so-?luong|add-to-cart)(?![a-z])",
    re.IGNORECASE,
)
# Where such a form is sent to: "/basket/add", "/addToCart", "/panier/ajouter".
_BASKETS = (
    "cart|basket|bag|trolley|warenkorb|panier|carrito|carrello|carrinho|koszyk|kosik|kosar|sepet|gio-hang|keranjang"
)
_ADD = "add|insert|hinzufuegen|ajout|ajouter|agregar|anadir|aggiungi|adicionar|dodaj|pridat|ekle|them|tambah"
ORDER_ADDRESS = re.compile(
    rf"(?<![a-z])(?:shopping[-_]?)?(?:{_BASKETS})s?(?:\.\w{{2,5}}\?\w{{1,10}}=|[/_.-])?(?:items?[/_.-]?)?(?:{_ADD})(?![a-z])"
    rf"|(?<![a-z])(?:{_ADD})[/_.-]?(?:to[/_.-]?)?(?:{_BASKETS})(?![a-z])",
    re.IGNORECASE,
)
# What a page is called that shows what its visitor has chosen: no listing, whatever it sums up.
BASKET_TITLE = re.compile(
    r"\W*(?:(?:your|my|shopping|the) (?:shopping )?(?:cart|basket|bag|trolley)|cart|check-?out|"
    r"giỏ hàng(?: của (?:bạn|tôi|quý khách))?|thanh toán|(?:ihr |mein |der )?warenkorb|zur kasse|(?:votre|mon) panier|"
    r"(?:tu|mi|su|el) (?:carrito|cesta)(?: de (?:la )?compras?)?|(?:il )?(?:tuo )?carrello|(?:o )?(?:seu |meu )?"
    r"carrinho|"
    r"(?:twój |mój )koszyk|(?:ваша )?корзина|ваш кошик|(?:váš )?nákupn[íý] košík|kosár tartalma|sepetim|"
    r"(?:mijn )?winkelwagen|(?:din )?varukorg|(?:din )?indkøbskurv|(?:din )?handlekurv|ostoskori|"
    r"ショッピングカート|買い物かご|购物车|購物車|장바구니|ตะกร้าสินค้า|keranjang belanja)\W*",
    re.IGNORECASE,
)
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
# The whole of a label, with who paid at most: "Quảng cáo sai sự thật bị phạt" is a sentence.
SPONSORED = re.compile(
    r"\W{0,3}(?:(?:nội dung|bài|bài viết|thông tin) (?:được )?(?:tài trợ|quảng cáo)|được tài trợ|quảng cáo|bài pr|"
    r"thông tin doanh nghiệp|advertorial|sponsored(?: content| post| article)?|paid (?:content|post|partnership)|"
    r"(?:partner|branded) content|"
    r"(?:(?:(?:nội dung|bài|bài viết) )?(?:được )?(?:tài trợ|quảng cáo) bởi|(?:sponsored|promoted|paid for) by|"
    r"(?:paid|in) partnership with)\s?:?\s[^\n.,|–—]{2,60}?)\W{0,3}",
    re.IGNORECASE,
)
SPONSOR_NAME = re.compile(
    r"(?<!\w)(?:tài trợ bởi|được tài trợ bởi|sponsored by|promoted by|paid for by|in partnership with|quảng cáo bởi|"
    r"nội dung từ|đơn vị tài trợ|nhà tài trợ)\s*:?\s+(?P<name>[^\n.|–—]{2,80})",
    re.IGNORECASE,
)
SOLD_LABELS = words("đã bán", "lượt bán", "số lượng đã bán", "sold", "terjual", "已售", "销量")
_SOLD_WORDS = (
    "đã bán", "lượt bán", "sold", "terjual", "已售", "月销", "销量", "ขายแล้ว", "판매", "vendus", "verkauft",
    "vendidos",
)  # fmt: skip
SOLD = phrases(
    r"(?<!\w)(?:đã bán|lượt bán|sold|terjual|已售|月销|销量|ขายแล้ว|판매)\s{0,3}:?\s{0,3}"
    r"(?P<after>\d[\d.,]{0,14}\s?(?:k|rb|tr|nghìn|万|萬)?)"
    r"|(?<![\d.,])(?P<before>\d[\d.,]{0,14}\s?k?)\+?\s{0,3}(?:sold|đã bán|lượt bán|vendus|verkauft|vendidos)\b",
    _SOLD_WORDS,
)
