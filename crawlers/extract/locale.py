"""Language and country of a page, from what it declares, its address and its letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from crawlers.extract.document import resolve_url
from listings.currencies import COUNTRY_CURRENCY, CURRENCIES, CURRENCY_NAMES
from listings.urls import site_of

MAX_ALTERNATES = 200
# What a page says of its prices as a whole stands at its end, before the scripts.
MAX_TOLD = 200_000
_HREFLANG = re.compile(r"^(?:[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,2}|x-default)$")
_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b")
_PATH_COUNTRY = re.compile(r"^/(?:([a-z]{2})[-_]([a-z]{2})|([a-z]{2})/[a-z]{2})(?:/|$)", re.IGNORECASE)
_ALSO_WORDS = {"ALL", "CUP", "TOP", "TRY"}
_TOLD = re.compile(
    r"(?<!\w)(?:[Pp]ri(?:c|s|x|j)|[Pp]rei[sç]|[Pp]re[cçțzt]|[Cc]en[aey]|[Цц]ен|[Цц]ін|[Hh]int|[Ff]iyat|[Hh]arga|[Gg]iá)\w{0,6}"
    r"(?:\W{1,3}\w{1,12}){0,4}?\W{1,3}(?:(?P<code>[A-Z]{3})"
    rf"|(?P<name>(?i:{'|'.join(map(re.escape, CURRENCY_NAMES))})))(?!\w)"
)
# Letters that only Vietnamese uses among the languages of the shops we watch.
_VIETNAMESE = re.compile(r"[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
# Kana before the characters that Japanese shares with Chinese.
_LETTERS = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7a3"), ("zh", "\u4e00-\u9fff"), ("th", "\u0e00-\u0e7f"),
        ("lo", "\u0e80-\u0eff"), ("km", "\u1780-\u17ff"), ("my", "\u1000-\u109f"), ("he", "\u0590-\u05ff"),
        ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"), ("el", "\u0370-\u03ff"),
    )
)  # fmt: skip
_ENOUGH = 40
# Languages that are spoken in one country most of all, or in countries of one currency.
_COUNTRY_OF_LANGUAGE = {
    "vi": "VN", "ja": "JP", "ko": "KR", "zh": "CN", "th": "TH", "km": "KH", "lo": "LA", "my": "MM", "id": "ID",
    "ms": "MY", "fil": "PH", "tl": "PH", "hi": "IN", "ta": "IN", "te": "IN", "mr": "IN", "gu": "IN", "kn": "IN",
    "ml": "IN", "bn": "BD", "si": "LK", "ne": "NP", "ur": "PK", "he": "IL", "iw": "IL", "tr": "TR", "ka": "GE",
    "hy": "AM", "az": "AZ", "kk": "KZ", "uz": "UZ", "ky": "KG", "mn": "MN", "ru": "RU", "uk": "UA", "be": "BY",
    "bg": "BG", "mk": "MK", "sr": "RS", "sq": "AL", "hr": "HR", "sl": "SI", "pl": "PL", "cs": "CZ", "sk": "SK",
    "hu": "HU", "ro": "RO", "el": "GR", "et": "EE", "lv": "LV", "lt": "LT", "fi": "FI", "sv": "SE", "da": "DK",
    "nb": "NO", "nn": "NO", "no": "NO", "is": "IS", "de": "DE", "nl": "NL", "fr": "FR", "it": "IT", "ca": "ES",
    "eu": "ES", "gl": "ES", "ga": "IE", "mt": "MT",
}  # fmt: skip


def language_of(tree: Element, opengraph: Mapping[str, tuple[str, ...]]) -> str | None:
    """Give the language (ISO 639) the page declares."""
    declared = (tree.get("lang") or "", *opengraph.get("og:locale", ()))
    return next((match[1].lower() for given in declared if (match := _TAG.match(given))), None)


def alternates_of(anchors: Iterable[Element], base: str) -> dict[str, str]:
    """Give the addresses of the page in other languages by language tag, as its `hreflang` links name them."""
    found: dict[str, str] = {}
    for link in anchors:
        tag = (link.get("hreflang") or "").strip().lower() if link.tag == "link" else ""
        if tag and _HREFLANG.match(tag) and "alternate" in (link.get("rel") or "").lower().split():
            address = resolve_url(link.get("href") or "", base)
            if address and len(found) < MAX_ALTERNATES:
                found.setdefault(tag, address)
    return found


def currency_told(text: str) -> str | None:
    """Give the one currency in which a page says that its prices are: "Alla priser i SEK inkl. moms"."""
    said = _TOLD.finditer(text[-MAX_TOLD:])
    found = (match["code"] or CURRENCY_NAMES[match["name"].lower()] for match in said)
    told = {code for code in found if code in CURRENCIES - _ALSO_WORDS}
    return told.pop() if len(told) == 1 else None


def reads_vietnamese(text: str) -> bool:
    """Say whether a listing's text is Vietnamese by its letters; that outvotes a template's leftover `lang="en"`."""
    return len(_VIETNAMESE.findall(text[:5000])) > max(2, len(text[:5000]) // 60)


def country_of(
    tree: Element, opengraph: Mapping[str, tuple[str, ...]], url: str, alternates: Mapping[str, str], text: str
) -> str | None:
    """Give the country (ISO 3166).

    By the host's last label, the path's country, the declared locale, the page's own `hreflang` tag, the language, and
    where nothing is declared by the letters of the page's text.
    """
    last = site_of(url).rpartition(".")[2].upper()
    if last in COUNTRY_CURRENCY:
        return last
    path = _PATH_COUNTRY.match(urlsplit(url).path)
    own = [tag for tag, address in alternates.items() if address == url]
    declared = [_TAG.match(given) for given in (*opengraph.get("og:locale", ()), tree.get("lang") or "", *own)]
    guesses = [*(path.groups() if path else ()), *(match[2] for match in declared if match)]
    known = (guess.upper() for guess in guesses if guess and guess.upper() in COUNTRY_CURRENCY)
    spoken = [match[1].lower() for match in declared if match] or [written_in(text)]
    return next(known, None) or next((_COUNTRY_OF_LANGUAGE.get(language) for language in spoken), None)


def written_in(text: str) -> str:
    """Give the language (ISO 639) whose letters alone a text is in, or nothing."""
    if text.isascii():
        return ""
    if reads_vietnamese(text):
        return "vi"
    return next((language for language, letters in _LETTERS if len(letters.findall(text)) >= _ENOUGH), "")
