"""The links of a page with a guess at what each leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from crawlers.extract.document import Document, resolve_url
from crawlers.extract.element_text import visible_text
from crawlers.extract.reading import Link, LinkKind

MAX_LINKS = 5000
MAX_ANCHORS = 20_000
MAX_ADDRESS = 2000

_LISTING_PATH = re.compile(
    r"/(?:products?|san-pham|sanpham|item|items|dp|pd|deal|p|listing|listings|tin-dang|rao-vat)/[^/]+"
    r"|-i\.\d+\.\d+|[-_/.]p?i?\d{5,}(?:\.html?)?/?$|-p\d{3,}|\d{4}/\d{2}/\d{2}/[^/]+",
    re.IGNORECASE,
)
# A headline as the last part of an address: news sites and shops without ids.
_HEADLINE_PATH = re.compile(r"/[^/-]+(?:-[^/-]+){4,}/?$")
_INDEX_PATH = re.compile(
    r"/(?:c|cat|category|categories|collections?|danh-muc|shop|seller|sellers|stores?|search|tim-kiem|tags?|brands?|thuong-hieu|"
    r"chuyen-muc|topics?|archive|page|trang)(?:/|$)",
    re.IGNORECASE,
)
_PAGE_QUERY = re.compile(r"(?:^|&)(?:page|p|paged|trang|offset|start)=\d+", re.IGNORECASE)
# Of those, what is never a listing's number: "?p=123" is one in WordPress.
_PAGE_NUMBER = re.compile(r"(?:^|&)(?:page|paged|pagenum|pg|trang|pagina|seite)=\d*(?=&|$)", re.IGNORECASE)
_NEXT_TEXT = re.compile(
    r"^(?:next|next page|older|trang sau|trang tiếp|tiếp|tiếp theo|sau|xem thêm|load more|weiter|suivant|siguiente"
    r"|[›»→>]{1,2})[\s›»→>]*$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|css|js|pdf|zip|mp4|ico|xml|json|rss)$", re.IGNORECASE)


def links_of(document: Document, listed: Iterable[str] = ()) -> tuple[Link, ...]:
    """Give every link once, in the order of the page; `listed` are addresses structured data calls listings.

    Those of them that no anchor leads to come last, in their own order: a crawl of the same pages is the same crawl.
    """
    own = document.canonical
    known = dict.fromkeys(listed)
    found: dict[str, Link] = {}
    # A page links to most addresses more than once, and bringing one into its canonical form is the dear part.
    resolved: dict[str, str | None] = {}
    for anchor in document.anchors[:MAX_ANCHORS]:
        href = _followed(anchor)
        if href and href not in resolved:
            resolved[href] = _address(href, document.base)
        address = resolved.get(href)
        if address and address != own:
            link = _link(anchor, address, known)
            found[address] = link if _outranks(link, found.get(address)) else found[address]
        if len(found) >= MAX_LINKS:
            break
    for address in known:
        if address != own and address not in found:
            found[address] = Link(url=address, kind="listing")
    return tuple(found.values())


def _followed(anchor: Element) -> str:
    """Give the address an anchor leads to, or nothing for what is no link to another page."""
    href = (anchor.get("href") or "").strip()
    if anchor.tag == "link" and "next" not in (anchor.get("rel") or "").lower().split():
        return ""
    return "" if href.startswith("#") or len(href) > MAX_ADDRESS else href


def _address(href: str, base: str) -> str | None:
    address = resolve_url(href, base)
    return None if address is None or _FILE.search(urlsplit(address).path) else address


def _link(anchor: Element, address: str, listed: Collection[str]) -> Link:
    relation = (anchor.get("rel") or "").lower().split()
    text = visible_text(anchor, 200) if anchor.tag == "a" else ""
    return Link(url=address, kind="listing" if address in listed else _kind(anchor, address, text, relation), text=text)


def _kind(anchor: Element, address: str, text: str, relation: list[str]) -> LinkKind:
    parts = urlsplit(address)
    if "next" in relation or _NEXT_TEXT.match(text) or "next" in (anchor.get("class") or "").lower().split():
        return "next"
    if _PAGE_QUERY.search(parts.query):
        return "index"
    if leads_to_listing(address):
        return "listing"
    if leads_to_index(address):
        return "index"
    return "listing" if _HEADLINE_PATH.search(parts.path) else "unknown"


def is_further_page(address: str, own: str) -> bool:
    """Say whether an address differs from a page's own in the number of a page alone."""
    return address != own and _without_number(address) == _without_number(own)


def _without_number(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    return (*parts[:3], _PAGE_NUMBER.sub("", parts.query).strip("&"))


def leads_to_listing(address: str) -> bool:
    """Guess from an address whether it is one listing's page."""
    path = urlsplit(address).path
    return bool(_LISTING_PATH.search(path)) and not _is_plain_index(path)


def leads_to_index(address: str) -> bool:
    """Guess from an address whether it is the front page or one that lists others."""
    path = urlsplit(address).path
    return path == "/" or (bool(_INDEX_PATH.search(path)) and not leads_to_listing(address))


def _is_plain_index(path: str) -> bool:
    """Say whether an index's word ends the path: /products/page/2 lists, /collections/tea/products/oolong does not."""
    ends = [match.end() for match in _INDEX_PATH.finditer(path)]
    return bool(ends) and not _LISTING_PATH.search(path[ends[-1] - 1 :]) and path[ends[-1] :].count("/") <= 1


def _outranks(link: Link, known: Link | None) -> bool:
    """Say whether a second link to one address tells more than the first, which is often a picture without words."""
    return known is None or (known.kind == "unknown" and link.kind != "unknown") or (not known.text and bool(link.text))
