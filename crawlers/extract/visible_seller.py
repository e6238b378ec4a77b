"""Who offers: the account's name, address and id, and its business contacts."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bs4.element import Tag

from crawlers.extract.document import clean, resolve_url
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
    marked = next((tag for tag in region.tags if tag.get("data-seller-id")), None)
    box = marked or next((tag for tag in region.named(_SELLER_CLASS) if tag.name not in {"body", "html", "main"}), None)
    box = box or next((tag for tag in region.tags if tag.get("itemprop") == "seller"), None)
    link = _seller_link(box, region)
    name = _name(link) or labelled or (_name(box) if box else None)
    address = resolve_url(str(link["href"]), base) if link else None
    return Seller(id=_id_of(marked, address), name=name, url=address) if name or address else Seller()


def listing_id_of(region: Region) -> str | None:
    """Give the site's own id of the listing, where exactly one element of the page's own region carries it."""
    found: dict[str, set[str]] = {}
    for tag in region.tags:
        for attribute in _ID_ATTRIBUTES & tag.attrs.keys():
            found.setdefault(attribute, set()).add(str(tag[attribute]).strip())
    alone = (found[name] for name in _ID_ORDER if len(found.get(name, ())) == 1)
    return next((value for ids in alone for value in ids if value), "")[:200] or None


def contacts_of(region: Region) -> tuple[str, ...]:
    """Give the business contacts the page links to: telephone, mail, chat."""
    links = (href for a in region.of("a") if _CONTACT.match(href := str(a.get("href") or "").strip()))
    plain = (unquote(link.removeprefix("tel:").removeprefix("mailto:").partition("?")[0]).strip() for link in links)
    return tuple(dict.fromkeys(contact[:200] for contact in plain if contact))[:MAX_CONTACTS]


def _seller_link(box: Tag | None, region: Region) -> Tag | None:
    """Give the link to the seller's page: the box itself, a link in it, else the page's only link of that kind."""
    if box is not None:
        own = box if box.name == "a" and box.get("href") else None
        return own or next(
            (a for a in box.find_all("a", limit=20) if _SELLER_PATH.search(str(a.get("href") or ""))), None
        )
    linked = {str(a["href"]): a for a in region.of("a") if _SELLER_PATH.search(str(a.get("href") or ""))}
    return next(iter(linked.values())) if len(linked) == 1 else None


def _name(tag: Tag | None) -> str | None:
    text = clean(tag.get_text(" "), 121) if tag else ""
    return _PREFIX.sub("", text) or None if len(text) <= 120 else None  # noqa: PLR2004 - a longer text is no name


def _id_of(marked: object, address: str | None) -> str | None:
    if isinstance(marked, Tag):
        return str(marked["data-seller-id"]).strip()[:200] or None
    match = _SELLER_PATH.search(urlsplit(address).path) if address else None
    return unquote(match[1]) if match else None
