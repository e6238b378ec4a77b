"""Currency marks as shops write them, and the currency a country uses."""

from __future__ import annotations

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
_OWN = (
    "VN:VND US:USD GB:GBP UK:GBP CH:CHF PL:PLN CZ:CZK HU:HUF RO:RON BG:BGN SE:SEK NO:NOK DK:DKK IS:ISK RS:RSD UA:UAH "
    "RU:RUB BY:BYN KZ:KZT TR:TRY IL:ILS SA:SAR AE:AED KW:KWD BH:BHD OM:OMR QA:QAR JO:JOD EG:EGP MA:MAD TN:TND ZA:ZAR "
    "NG:NGN KE:KES IN:INR PK:PKR BD:BDT LK:LKR NP:NPR CN:CNY HK:HKD TW:TWD JP:JPY KR:KRW TH:THB MY:MYR SG:SGD ID:IDR "
    "PH:PHP KH:KHR LA:LAK MM:MMK AU:AUD NZ:NZD CA:CAD MX:MXN BR:BRL AR:ARS CL:CLP CO:COP PE:PEN UY:UYU PY:PYG BO:BOB "
    "GH:GHS TZ:TZS UG:UGX SN:XOF CM:XAF DZ:DZD LB:LBP IQ:IQD IR:IRR GE:GEL AM:AMD AZ:AZN UZ:UZS KG:KGS MN:MNT MD:MDL "
    "AL:ALL MK:MKD BA:BAM CR:CRC GT:GTQ DO:DOP EC:USD SV:USD PA:USD LI:CHF LY:LYD ET:ETB JM:JMD TT:TTD BN:BND"
)
COUNTRY_CURRENCY: dict[str, str] = dict.fromkeys(_EURO.split(), "EUR") | {pair[:2]: pair[3:] for pair in _OWN.split()}
CURRENCIES = frozenset(COUNTRY_CURRENCY.values())

# Full names of the currencies whose mark is shared by several, as shops say them in the languages they sell in.
CURRENCY_NAMES = {
    "pesos chilenos": "CLP", "pesos mexicanos": "MXN", "pesos argentinos": "ARS", "pesos colombianos": "COP",
    "pesos uruguayos": "UYU", "pesos dominicanos": "DOP", "dólares americanos": "USD", "dólares estadounidenses": "USD",
    "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD",
    "canadian dollars": "CAD", "dollars canadiens": "CAD", "australian dollars": "AUD", "new zealand dollars": "NZD",
    "hong kong dollars": "HKD", "singapore dollars": "SGD", "new taiwan dollars": "TWD", "đô la mỹ": "USD",
    "đồng việt nam": "VND", "danske kroner": "DKK", "norske kroner": "NOK", "svenska kronor": "SEK",
    "íslenskum krónum": "ISK", "korun českých": "CZK", "schweizer franken": "CHF", "francs suisses": "CHF",
    "swiss francs": "CHF", "indian rupees": "INR", "pakistani rupees": "PKR", "sri lankan rupees": "LKR",
    "nepalese rupees": "NPR", "us-dollar": "USD", "egyptian pounds": "EGP", "pounds sterling": "GBP",
}  # fmt: skip

# Marks that name one currency. Letters are matched without regard to case.
_PLAIN_MARKS = {
    "VND": ("₫", "đ", "vnđ", "vnd", "đồng"),
    "EUR": ("€", "eur", "euro", "euros"),
    "GBP": ("£", "gbp"),
    "EGP": ("ج.م", "egp", "l.e.", "جنيه"),
    "USD": ("us$", "usd", "u$s"),
    "BRL": ("r$",),
    "TWD": ("nt$",),
    "HKD": ("hk$",),
    "SGD": ("s$", "sg$"),
    "AUD": ("a$", "au$"),
    "CAD": ("c$", "ca$"),
    "NZD": ("nz$",),
    "MXN": ("mx$",),
    "PLN": ("zł", "zl", "zl."),
    "CZK": ("kč",),
    "HUF": ("ft", "huf"),
    "BGN": ("лв", "лв."),
    "RUB": ("₽",),
    "UAH": ("₴", "грн", "грн."),
    "KZT": ("₸", "тг", "тг.", "тенге"),
    "TRY": ("₺", "tl"),
    "ILS": ("₪",),
    "SAR": ("ر.س", "﷼"),
    "AED": ("د.إ", "aed"),
    "QAR": ("ر.ق",),
    "OMR": ("ر.ع",),
    "KWD": ("د.ك", "kd"),
    "BHD": ("د.ب",),
    "JOD": ("د.أ",),
    "TND": ("د.ت",),
    "DZD": ("د.ج",),
    "IQD": ("د.ع",),
    "MAD": ("د.م",),
    "IRR": ("ریال",),
    "INR": ("₹", "inr"),
    "KRW": ("₩", "원", "krw"),
    "JPY": ("円", "jpy"),
    "CNY": ("rmb", "cny"),
    "THB": ("฿", "บาท"),
    "MYR": ("rm",),
    "IDR": ("rp", "rp.", "idr"),
    "PHP": ("₱",),
    "KHR": ("៛", "រៀល"),
    "LAK": ("₭", "ກີບ"),
    "NGN": ("₦",),
    "KES": ("ksh", "ksh.", "kes"),
    "TZS": ("tsh", "tzs"),
    "UGX": ("ush", "ugx"),
    "GHS": ("gh₵", "₵", "ghs"),
    "XOF": ("fcfa", "f cfa", "cfa"),
    "PEN": ("s/", "s/."),
    "BOB": ("bs", "bs."),
    "CRC": ("₡",),
    "PYG": ("₲", "gs."),
    "DOP": ("rd$",),
    "UYU": ("$u",),
    "ARS": ("ar$",),
    "BDT": ("৳", "tk", "tk."),
    "NPR": ("रु", "रू"),
    "LKR": ("රු",),
    "GEL": ("₾", "ლარი"),
    "AMD": ("֏",),
    "AZN": ("₼",),
    "MNT": ("₮",),
    "UZS": ("so'm", "so‘m", "soʻm", "сум"),
    "KGS": ("сом",),
    "RSD": ("din.", "дин", "дин."),
    "MKD": ("ден.",),
    "CHF": ("chf", "fr.", "sfr."),
}
_DOLLARS_AND_PESOS = frozenset({
    "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "BND", "JMD", "TTD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP",
    "BOB", "BRL",
})  # fmt: skip
# Marks several currencies share: the first is meant where nothing else is known (None: cannot be told).
SHARED_MARKS: dict[str, tuple[str | None, frozenset[str]]] = {
    "$": ("USD", _DOLLARS_AND_PESOS),
    "¥": ("JPY", frozenset({"JPY", "CNY"})),
    "元": ("CNY", frozenset({"CNY", "TWD", "HKD"})),
    "rs": ("INR", frozenset({"INR", "PKR", "LKR", "NPR"})),
    "rs.": ("INR", frozenset({"INR", "PKR", "LKR", "NPR"})),
    "₨": ("INR", frozenset({"INR", "PKR", "LKR", "NPR"})),
    "kr": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
    "kr.": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
    "lei": ("RON", frozenset({"RON", "MDL"})),
    "leu": ("RON", frozenset({"RON", "MDL"})),
    "руб": ("RUB", frozenset({"RUB", "BYN"})),
    "руб.": ("RUB", frozenset({"RUB", "BYN"})),
    "р.": ("RUB", frozenset({"RUB", "BYN"})),
    "dh": ("AED", frozenset({"AED", "MAD"})),
    "dhs": ("AED", frozenset({"AED", "MAD"})),
    "درهم": ("AED", frozenset({"AED", "MAD"})),
    "ريال": ("SAR", frozenset({"SAR", "QAR", "OMR"})),
    "دينار": (None, frozenset({"KWD", "BHD", "JOD", "IQD", "TND", "DZD", "LYD"})),
}
# Before a number these are other words ("DIN 4102", "NIS 2"): they name a currency only behind one.
MARKS_BEHIND = {"din": "RSD", "ש\"ח": "ILS", "שח": "ILS", "nis": "ILS", "euró": "EUR", "ευρώ": "EUR", "евро": "EUR",
                "ден": "MKD"}  # fmt: skip
MARKS: dict[str, str] = {mark: currency for currency, marks in _PLAIN_MARKS.items() for mark in marks}

# Three decimals are customary: "1.250" is one and a quarter there, a thousand and more everywhere else.
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"})


def currency_of_country(country: str | None) -> str | None:
    """Give the ISO 4217 code of a country's (ISO 3166, two letters) currency, or None when it is not known."""
    return COUNTRY_CURRENCY.get(country.upper()) if country else None


def currency_of_mark(mark: str, *, currency_hint: str | None, country_hint: str | None) -> str | None:
    """Give the currency a mark stands for; hints decide only between the currencies that share it."""
    plain = mark.lower()
    if plain not in SHARED_MARKS:
        return MARKS.get(plain) or MARKS_BEHIND.get(plain) or (mark.upper() if mark.upper() in CURRENCIES else None)
    usual, sharing = SHARED_MARKS[plain]
    hinted = (currency_hint, currency_of_country(country_hint))
    return next((hint for hint in hinted if hint in sharing), usual)
