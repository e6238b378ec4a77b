"""Language and country of a page, from what it declares, its address and its letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from listings.currencies import COUNTRY_CURRENCY
from listings.urls import site_of

_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b")
_PATH_COUNTRY = re.compile(r"^/(?:([a-z]{2})[-_]([a-z]{2})|([a-z]{2})/[a-z]{2})(?:/|$)", re.IGNORECASE)
# Letters that only Vietnamese uses among the languages of the shops we watch.
_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_COUNTRY_OF_LANGUAGE = {
    "vi": "VN",
    "ja": "JP",
    "ko": "KR",
    "pl": "PL",
    "cs": "CZ",
    "hu": "HU",
    "th": "TH",
    "uk": "UA",
    "kk": "KZ",
}


def language_of(tree: HtmlElement, opengraph: Mapping[str, tuple[str, ...]]) -> str | None:
    """Give the language (ISO 639) the page declares."""
    declared = (tree.get("lang") or "", *opengraph.get("og:locale", ()))
    return next((match[1].lower() for given in declared if (match := _TAG.match(given))), None)


def reads_vietnamese(text: str) -> bool:
    """Say whether a listing's text is Vietnamese by its letters; that outvotes a template's leftover `lang="en"`."""
    return len(_VIETNAMESE.findall(text[:5000])) > max(2, len(text[:5000]) // 60)


def country_of(tree: HtmlElement, opengraph: Mapping[str, tuple[str, ...]], url: str) -> str | None:
    """Give the country (ISO 3166): the host's last label, the path's country, the declared locale, the language."""
    last = site_of(url).rpartition(".")[2].upper()
    if last in COUNTRY_CURRENCY:
        return last
    path = _PATH_COUNTRY.match(urlsplit(url).path)
    declared = [_TAG.match(given) for given in (*opengraph.get("og:locale", ()), tree.get("lang") or "")]
    guesses = [*(path.groups() if path else ()), *(match[2] for match in declared if match)]
    known = (guess.upper() for guess in guesses if guess and guess.upper() in COUNTRY_CURRENCY)
    return next(known, None) or next((_COUNTRY_OF_LANGUAGE.get(match[1].lower()) for match in declared if match), None)
