"""The words that stand beside an amount and say what it is, by kind. Data only, made patterns of elsewhere.

An amount may be today's price, a former one, one for others or by weight, or none: a fee, a threshold, an
instalment, a saving, points.
"""

from __future__ import annotations

OLD = (
    "giá gốc", "giá cũ", "giá thị trường", "giá niêm yết", "giá bìa", "giá hãng", "giá ny", "giá trước đây",
    "original price", "list price", "regular price", "old price", "was", "rrp", "rrp:", "msrp", "srp", "mrp", "m.r.p",
    "retail price", "mpc", "mp cijena", "mp cena", "compare at", "before", "uvp", "statt", "vorher", "bisher",
    "listenpreis", "regulärer preis", "au lieu de", "ancien prix", "prix conseillé", "prix barré", "prix de base",
    "prix d'origine", "prix normal", "antes", "precio normal", "precio anterior", "precio regular", "precio lista",
    "precio de lista", "pvpr", "pvp", "de:", "era", "prezzo regolare", "prezzo di listino", "prezzo originale",
    "prezzo precedente", "anziché", "före", "tidigare", "ord. pris", "ordinarie pris", "rek. pris", "før", "førpris",
    "normalpris", "veil. pris", "ovh", "norm.", "adviesprijs", "oude prijs", "normale prijs", "cena regularna",
    "cena katalogowa", "poprzednia cena", "najniższa cena", "przed obniżką", "původní cena", "běžná cena",
    "pôvodná cena", "bežná cena", "eredeti ár", "pret vechi", "preț vechi", "prp", "pret normal", "стара ціна",
    "старая цена", "цена до", "обычная цена", "ррц", "стара цена", "eski fiyat", "liste fiyatı", "piyasa fiyatı",
    "harga normal", "harga asli", "harga coret", "ราคาปกติ", "ราคาเดิม", "原价", "原價", "市场价", "市場價", "定价",
    "定價", "建議售價", "参考价", "定価", "通常価格", "メーカー希望小売価格", "参考価格", "소비자가", "정상가",
    "정가", "السعر السابق", "قبل", "بدلا من", "كان", "מחיר קודם", "במקום", "αρχική τιμή", "προηγούμενη τιμή",
    "λιανική τιμή", "πριν", "αντί", "π.λ.τ.", "redovna cijena", "redna cena", "redovna cena", "stara cijena",
    "stara cena", "původně", "běžně", "pôvodne", "bežne", "sena kaina", "įprasta kaina", "parastā cena",
    "iepriekšējā cena", "tavahind", "norm", "normaalihinta", "listaár", "korábbi ár", "редовна цена", "звичайна ціна",
    "ปกติ", "एमआरपी", "अधिकतम खुदरा मूल्य", "السعر الأصلي", "السعر القديم", "بدلاً من", "מחיר מקורי", "harga biasa",
    "preço normal", "preço original", "cena przed", "zamiast", "ordinær pris", "veil. utsalgspris", "rek. cirkapris",
    "preț inițial", "prezzo pieno", "prezzo consigliato", "元値", "建议零售价", "기존가", "할인 전", "previous price",
)  # fmt: skip
# What precedes the amount within a few words: "Free delivery over £40", "Trả góp chỉ từ 1.083.000₫".
BESIDE = (
    "miễn phí", "freeship", "free ship", "phí", "ship", "vận chuyển", "giao hàng", "đơn từ", "đơn hàng", "giảm",
    "tiết kiệm", "voucher", "mã", "trả góp", "góp", "cọc", "trả trước", "thu cũ", "tích", "hoàn", "thưởng", "quà",
    "tặng", "bảo hiểm", "lắp đặt", "mỗi tháng", "chênh lệch", "free delivery", "free shipping", "free uk delivery",
    "delivery", "shipping", "postage", "freight", "spend", "orders over", "orders above", "over", "above", "minimum",
    "save", "saving", "savings", "you save", "off", "coupon", "cashback", "deposit", "points", "earn", "reward",
    "credit", "gift", "trade in", "trade-in", "payments of", "payments", "instalments", "installments", "monthly",
    "finance", "insurance", "trolley", "basket", "cart", "subtotal", "fee", "surcharge", "versand", "versandkosten",
    "versandkostenfrei", "lieferung", "mindestbestellwert", "sie sparen", "spare", "gespart", "ersparnis", "kaution",
    "pfand", "rate", "raten", "monatlich", "gutschein", "finanzierung", "livraison", "frais de port", "offerte dès",
    "offerts dès", "offert dès", "gratuite dès", "gratuits dès", "sans frais dès", "fois dès", "économisez",
    "économie", "remise", "éco-part", "consigne", "mensualités", "envío", "envíos", "gastos de envío", "ahorra",
    "ahorras", "descuento", "cuotas", "meses de", "mensualidades", "frete", "entrega", "economize", "desconto",
    "parcelas", "no pix", "spedizione", "consegna", "risparmi", "risparmia", "sconto", "rate da", "frakt",
    "fri frakt", "fraktfritt", "leverans", "spar", "du sparar", "fragt", "fri fragt", "levering", "avdrag",
    "verzending", "verzendkosten", "gratis verzending", "bespaar", "korting", "statiegeld", "dostawa", "wysyłka",
    "oszczędzasz", "rabat", "raty", "doprava", "ušetříte", "sleva", "szállítás", "megtakarítás", "livrare",
    "transport", "economisești", "reducere", "rate de", "доставка", "доставка от", "экономия", "скидка", "бонус",
    "бонусные баллы", "баллы", "рассрочка", "кредит", "економія", "знижка", "kargo", "sepette", "taksit", "indirim",
    "kazanç", "ongkir", "ongkos kirim", "cicilan", "hemat", "diskon", "ส่งฟรี", "ค่าส่ง", "ค่าจัดส่ง", "เมื่อซื้อครบ",
    "ประหยัด", "ผ่อน", "运费", "運費", "免运", "免運", "满", "滿", "优惠券", "立减", "省", "送料", "ポイント",
    "実質価格", "実質", "クーポン", "割引", "적립금", "적립", "배송비", "할인", "쿠폰", "الشحن", "توصيل", "خصم", "وفر",
    "قسط", "משלוח", "חיסכון", "toimitus", "säästät", "pristatymas", "piegāde", "kohaletoimetamine", "emi",
    "interest-free",
    "per month", "klarna", "afterpay", "free over", "order over", "orders of", "μεταφορικά", "αποστολή", "δωρεάν",
    "δόσεις", "δόση", "έκπτωση", "κερδίζετε", "αντικαταβολή", "דמי משלוח", "תשלומים", "תשלומים של", "حسم", "دفعات",
    "أقساط", "قسط شهري", "رسوم", "الشحن المجاني", "توفير", "डिलीवरी", "ईएमआई", "किस्त", "बचत", "छूट", "ডেলিভারি",
    "কিস্তি", "সাশ্রয়", "จัดส่ง", "เดือนละ", "ส่วนลด", "ลด", "月々", "分割", "分期", "무료배송", "할부",
    "gratis ongkir", "penghantaran", "jimat", "ansuran", "dostava", "poštarina", "isporuka", "ušteda", "ušteđujete",
    "popust", "obroka", "doručenie", "ušetríte", "zľava", "splátky", "splátka", "prihranek", "obrok", "sutaupote",
    "nuolaida", "ietaupi", "atlaide", "tarne", "säästad", "järelmaks", "sending", "rabatt", "avbetaling",
    "delbetaling", "delbetal", "afbetaling", "osamaksu", "erämaksu", "portes", "envio", "envio grátis", "poupe",
    "вноска", "спестявате", "отстъпка", "частями", "долями", "частинами", "платежів", "платежа", "безкоштовна",
    "mesečno", "měsíčně", "havi", "részlet", "előleg", "avans", "acompte", "anticipo", "anzahlung", "förskott",
    "zaliczka", "gewinn", "rabais", "gagnez", "cagnotte", "punti", "puntos", "pontos", "punkte", "punktów", "bodů",
    "bonuspoäng", "vale", "cupón", "cupom", "kupon", "kupón",
)  # fmt: skip
# What the maker asks a shop to ask, said within a few words: "giá bán lẻ đề xuất từ hãng là 345.000đ".
SUGGESTED = (
    "giá đề xuất", "giá bán lẻ đề xuất", "suggested price", "suggested retail price", "recommended price",
    "recommended retail price", "unverbindliche preisempfehlung", "prix de vente conseillé", "precio recomendado",
    "precio sugerido", "preço recomendado", "preço sugerido", "cena sugerowana", "doporučená cena",
    "odporúčaná cena", "ajánlott fogyasztói ár", "preț recomandat", "рекомендованная цена",
    "tavsiye edilen satış fiyatı",
)  # fmt: skip
# What announces today's price as the reduced one.
SALE = (
    "sale price", "our price", "now", "now only", "special price", "offer price", "deal price", "today's price",
    "your price", "jetzt", "jetzt nur", "nur", "aktionspreis", "angebotspreis", "sonderpreis", "unser preis",
    "prix promo", "prix soldé", "prix réduit", "notre prix", "maintenant", "precio oferta", "precio de oferta",
    "precio especial", "precio rebajado", "ahora", "nuestro precio", "prezzo scontato", "prezzo offerta",
    "prezzo speciale", "nostro prezzo", "il nostro prezzo", "ora", "por", "por apenas", "preço promocional", "nu",
    "nu voor", "onze prijs", "actieprijs", "aanbiedingsprijs", "kampanjpris", "rea-pris", "reapris", "tilbudspris",
    "tilbud", "tarjoushinta", "tarjous", "cena promocyjna", "nasza cena", "promocja", "akční cena", "naše cena",
    "akciová cena", "naša cena", "akcijska cijena", "akcijska cena", "naša cijena", "akciós ár", "preț redus",
    "preț promoțional", "prețul nostru", "промо цена", "нашата цена", "акционная цена", "цена со скидкой",
    "наша цена", "акційна ціна", "kampanyalı fiyat", "indirimli fiyat", "τιμή προσφοράς", "τελική τιμή", "τώρα",
    "akcijos kaina", "akcijas cena", "soodushind", "tilboðsverð", "harga promo", "harga jualan", "ราคาพิเศษ",
    "ราคาโปรโมชั่น", "特价", "特價", "促销价", "促銷價", "活动价", "到手价", "网路价", "網路價", "セール価格",
    "特別価格", "販売価格", "할인가", "특가", "판매가", "سعر العرض", "السعر الآن", "الآن", "מחיר מבצע",
    "giá khuyến mãi", "giá ưu đãi", "giá sale", "giá bán", "chỉ còn", "giá còn", "còn lại",
)  # fmt: skip
# A lower price of the last thirty days, which the law makes European shops name beside a reduced one.
LOWEST = (
    "lowest price", "najniższa cena", "niedrigster preis", "niedrigster gesamtpreis", "letzter niedrigster",
    "bester preis der letzten", "prix le plus bas", "prezzo più basso", "precio más bajo", "preço mais baixo",
    "najnižšia cena", "nejnižší cena", "najniža cijena", "najnižja cena", "cel mai mic preț", "mažiausia kaina",
    "zemākā cena", "madalaim hind", "laagste prijs", "laveste pris", "lägsta pris", "alin hinta", "legalacsonyabb ár",
    "χαμηλότερη τιμή", "най-ниска цена",
)  # fmt: skip
# Prices of another kind: for members, by weight. They are taken only where no other is shown.
ASIDE = (
    "abo", "abonnement", "subscription", "suscripción", "assinatura",
    "member", "members", "member price", "members' price", "club price", "loyalty", "cardholders", "app price",
    "trade price", "wholesale", "bulk price", "subscribe", "mitglieder", "mitgliederpreis", "mitgliedspreis",
    "clubpreis", "app-preis", "grundpreis", "adhérent", "adhérents", "prix membre", "prix club", "prix au kilo",
    "prix au litre", "abonnés", "socios", "precio socio", "precio club", "suscriptores", "sócio", "sócios", "clube",
    "assinantes", "soci", "prezzo soci", "con carta", "leden", "ledenprijs", "medlem", "medlemmer", "medlemspris",
    "klubpris", "kundklubb", "jäsen", "jäsenhinta", "plussa-hinta", "cena klubowa", "cena dla", "z kartą",
    "członków klubu", "klubcena", "klubová cena", "klubár", "törzsvásárló", "membri", "по карте", "клубная цена",
    "за карткою", "оптом", "оптовая", "опт", "üyelere", "üye fiyatı", "anggota", "สมาชิก", "ราคาสมาชิก", "会员价",
    "会员", "會員價", "会員価格", "회원가", "회원", "멤버십", "giá thành viên", "thành viên", "giá hội viên",
    "giá vip", "giá sỉ", "للأعضاء", "לחברי מועדון", "חברי מועדון", "unit price", "einheitspreis", "jednotková cena",
    "kilohinta", "jämförpris", "jmf-pris", "jfr-pris", "enhetspris", "egységár", "preț unitar", "birim fiyat",
    "kg-pris", "literpris", "kiloprijs",
)  # fmt: skip
# Said of an amount to which tax is still to be added.
NET = (
    "ex vat", "ex. vat", "exc vat", "exc. vat", "excl vat", "excl. vat", "excluding vat", "+ vat", "plus vat",
    "before vat", "ex gst", "ex. gst", "excl. gst", "excl gst", "+ gst", "plus gst", "excl. tax", "excl tax",
    "ex. tax", "before tax", "without tax", "+ tax", "net price", "netto", "netto:", "zzgl. mwst", "zzgl. ust",
    "exkl. mwst", "ohne mwst", "excl. btw", "excl btw", "ex. btw", "ex btw", "ht", "h.t.", "hors taxe", "hors taxes",
    "hors tva", "excl. tva", "sin iva", "+ iva", "más iva", "mas iva", "iva no incluido", "sem iva", "s/ iva",
    "iva esclusa", "imponibile", "base imponible", "valor sin iva", "escl. iva", "iva escl", "exkl. moms",
    "exkl moms", "ex. moms", "ex moms", "ekskl. moms", "eks. mva", "ekskl. mva", "u/mva", "ilman alv", "alv 0",
    "veroton", "bez dph", "bez vat", "bez pdv", "bez ddv", "be pvm", "bez pvn", "km-ta", "nettó", "+ áfa", "+áfa",
    "áfa nélkül", "fără tva", "fara tva", "+ tva", "без ндс", "без пдв", "без ддс", "kdv hariç", "+ kdv", "+kdv",
    "χωρίς φπα", "πλέον φπα", "+ φπα", "לפני מע\"מ", "בתוספת מע\"מ", "غير شامل الضريبة", "chưa vat",
    "chưa bao gồm vat", "税抜", "税抜価格", "税別", "税別価格", "本体価格",
    "未税", "未稅", "不含税", "부가세 별도", "vat 별도", "ไม่รวม vat",
    "ก่อน vat",
)  # fmt: skip
# Said of an amount in which tax is.
GROSS = (
    "inc vat", "inc. vat", "incl vat", "incl. vat", "including vat", "vat included", "vat incl", "inc gst", "inc. gst",
    "incl gst", "incl. gst", "including gst", "gst included", "inc. tax", "incl. tax", "incl tax", "including tax",
    "tax included", "inclusive of all taxes", "gross", "brutto", "inkl. mwst", "inkl. ust",
    "inklusive mwst", "inkl. gesetzl. mwst", "incl. btw", "incl btw", "inclusief btw", "ttc", "t.t.c", "tvac",
    "toutes taxes comprises", "taxes comprises", "iva incluido", "iva incl", "con iva", "c/ iva", "iva incluída",
    "com iva", "iva inclusa", "iva compresa", "ivato", "inkl. moms", "inkl moms", "inkl. mva",
    "inkl mva", "sis. alv", "sis alv", "sisältää alv", "s dph", "vč. dph", "včetně dph", "vrátane dph", "z vat",
    "s pdv", "sa pdv-om", "sa pdv", "z ddv", "su pvm", "ar pvn", "km-ga", "koos km", "bruttó", "áfával", "cu tva",
    "tva inclus", "incl. tva", "с ндс", "вкл. ндс", "з пдв", "с ддс", "kdv dahil", "με φπα", "συμπ. φπα", "כולל מע\"מ",
    "شامل الضريبة", "đã gồm vat", "đã bao gồm vat", "bao gồm vat", "gồm vat", "có vat", "đã có vat", "đã gồm thuế",
    "税込", "含税", "含稅", "부가세 포함", "vat 포함", "รวม vat", "รวมภาษี", "termasuk ppn", "sudah termasuk ppn",
)  # fmt: skip
