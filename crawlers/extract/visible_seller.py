"""Who offers: the account's name, address and id, and its business contacts."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import visible_text
from crawlers.extract.region import Region
from listings.listing import Seller

MAX_CONTACTS = 10
_SELLER_CLASS = re.compile(
    r"(?:^|[^a-z])(?:seller|shop-?name|store-?name|vendor|merchant|nguoi-?ban|sold-?by|gian-?hang)(?![a-z])",
    re.IGNORECASE,
)
_SELLER_PATH = re.compile(
    r"/(?:seller|sellers|shop|store|stores|vendor|merchant|nha-ban|gian-hang|cua-hang|user|nguoi-ban)/([^/?#]{1,80})",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"^(?:tel:|mailto:|https?://(?:zalo\.me|m\.me|wa\.me|t\.me)/)", re.IGNORECASE)
_ID_ORDER = (
    "data-listing-id",
    "data-product-id",
    "data-productid",
    "data-item-id",
    "data-product-sku",
    "data-sku",
)
_ID_ATTRIBUTES = frozenset(_ID_ORDER)
_PREFIX = re.compile(
    r"^(?:người bán|bán bởi|được bán bởi|cung cấp bởi|cửa hàng|shop|sold by|seller|vendor|by)\s*:?\s+", re.IGNORECASE
)


def seller_of(region: Region, base: str, labelled: str | None) -> Seller:
    """Read the seller: marked by attribute, class or label, with a link to its page where there is one."""
    marked = next((element for element, given in region.having("data-seller-id") if given), None)
    box = marked if marked is not None else _named_box(region)
    link = _seller_link(box, region)
    name = _name(link) or labelled or _name(box)
    address = resolve_url(link.get("href") or "", base) if link is not None else None
    return Seller(id=_id_of(marked, address), name=name, url=address) if name or address else Seller()


def listing_id_of(region: Region) -> str | None:
    """Give the site's own id of the listing, where exactly one element of the page's own region carries it."""
    found: dict[str, set[str]] = {}
    for given in region.attributes:
        for attribute in () if _ID_ATTRIBUTES.isdisjoint(given) else _ID_ATTRIBUTES & given.keys():
            found.setdefault(attribute, set()).add(given[attribute].strip())
    alone = (found[name] for name in _ID_ORDER if len(found.get(name, ())) == 1)
    return next((value for ids in alone for value in ids if value), "")[:200] or None


def contacts_of(region: Region) -> tuple[str, ...]:
    """Give the business contacts the page links to: telephone, mail, chat."""
    links = (href for a in region.of("a") if _CONTACT.match(href := (a.get("href") or "").strip()))
    plain = (unquote(link.removeprefix("tel:").removeprefix("mailto:").partition("?")[0]).strip() for link in links)
    return tuple(dict.fromkeys(contact[:200] for contact in plain if contact))[:MAX_CONTACTS]


def _named_box(region: Region) -> Element | None:
    named = (e for e in region.named(_SELLER_CLASS) if e.tag not in {"body", "html", "main"})
    box = next(named, None)
    return box if box is not None else next((e for e, name in region.having("itemprop") if name == "seller"), None)


def _seller_link(box: Element | None, region: Region) -> Element | None:
    """Give the link to the seller's page: the box itself, a link in it, else the page's only link of that kind."""
    if box is not None:
        if box.tag == "a" and box.get("href"):
            return box
        return next((a for a in islice(box.iter("a"), 20) if _SELLER_PATH.search(a.get("href") or "")), None)
    linked = {a.get("href"): a for a in region.of("a") if _SELLER_PATH.search(a.get("href") or "")}
    return next(iter(linked.values())) if len(linked) == 1 else None


def _name(element: Element | None) -> str | None:
    text = visible_text(element, 121) if element is not None else ""
    return _PREFIX.sub("", text) or None if len(text) <= 120 else None  # noqa: PLR2004 - a longer text is no name


def _id_of(marked: Element | None, address: str | None) -> str | None:
    if marked is not None:
        return (marked.get("data-seller-id") or "").strip()[:200] or None
    match = _SELLER_PATH.search(urlsplit(address).path) if address else None
    return unquote(match[1]) if match else None
