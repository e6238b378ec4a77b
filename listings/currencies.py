"""Currency marks as shops write them, and the currency a country uses."""

from __future__ import annotations

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
_OWN = (
    "VN:VND US:USD GB:GBP UK:GBP CH:CHF PL:PLN CZ:CZK HU:HUF RO:RON BG:BGN SE:SEK NO:NOK DK:DKK IS:ISK RS:RSD UA:UAH "
    "RU:RUB BY:BYN KZ:KZT TR:TRY IL:ILS SA:SAR AE:AED KW:KWD BH:BHD OM:OMR QA:QAR JO:JOD EG:EGP MA:MAD TN:TND ZA:ZAR "
    "NG:NGN KE:KES IN:INR PK:PKR BD:BDT LK:LKR NP:NPR CN:CNY HK:HKD TW:TWD JP:JPY KR:KRW TH:THB MY:MYR SG:SGD ID:IDR "
    "PH:PHP KH:KHR LA:LAK MM:MMK AU:AUD NZ:NZD CA:CAD MX:MXN BR:BRL AR:ARS CL:CLP CO:COP PE:PEN UY:UYU PY:PYG BO:BOB"
)
COUNTRY_CURRENCY: dict[str, str] = dict.fromkeys(_EURO.split(), "EUR") | {pair[:2]: pair[3:] for pair in _OWN.split()}
CURRENCIES = frozenset(COUNTRY_CURRENCY.values()) | {
    "UZS",
    "GEL",
    "AMD",
    "AZN",
    "MDL",
    "ALL",
    "MKD",
    "BAM",
    "LYD",
    "IQD",
}

# Marks that name one currency. Letters are matched without regard to case.
_PLAIN_MARKS = {
    "VND": ("₫", "đ", "vnđ", "vnd", "đồng"),
    "EUR": ("€", "eur", "euro", "euros"),
    "GBP": ("£", "gbp"),
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
    "RON": ("lei", "leu", "ron"),
    "BGN": ("лв", "лв."),
    "RUB": ("₽", "руб", "руб.", "р."),
    "UAH": ("₴", "грн", "грн."),
    "KZT": ("₸", "тг", "тг.", "тенге"),
    "TRY": ("₺", "tl"),
    "ILS": ("₪",),
    "SAR": ("ر.س", "﷼"),
    "AED": ("د.إ", "dhs", "aed"),
    "INR": ("₹", "inr"),
    "KRW": ("₩", "원", "krw"),
    "JPY": ("円", "jpy"),
    "CNY": ("元", "rmb", "cny"),
    "THB": ("฿", "บาท"),
    "MYR": ("rm",),
    "IDR": ("rp", "rp.", "idr"),
    "PHP": ("₱",),
    "KHR": ("៛",),
    "LAK": ("₭",),
    "NGN": ("₦",),
    "CHF": ("chf", "fr.", "sfr."),
}
# Marks several currencies share: the first is meant where nothing else is known (None: cannot be told).
SHARED_MARKS: dict[str, tuple[str | None, frozenset[str]]] = {
    "$": ("USD", frozenset(["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"])),
    "¥": ("JPY", frozenset({"JPY", "CNY"})),
    "rs": ("INR", frozenset({"INR", "PKR", "LKR", "NPR"})),
    "rs.": ("INR", frozenset({"INR", "PKR", "LKR", "NPR"})),
    "kr": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
    "kr.": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
}
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
        return MARKS.get(plain, mark.upper() if mark.upper() in CURRENCIES else None)
    usual, sharing = SHARED_MARKS[plain]
    hinted = (currency_hint, currency_of_country(country_hint))
    return next((hint for hint in hinted if hint in sharing), usual)
