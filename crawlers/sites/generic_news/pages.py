"""News and advertising pages: who publishes, who pays, and by which mark the page says that it was paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.extract.document import Document, open_document, resolve_url
from crawlers.extract.element_text import clean, visible_text
from listings.errors import Unreadable
from listings.page import ReadListing
from listings.urls import same_site, site_of

_LONGEST_NAME = 80
_LONGEST_MARK = 40
_LONGEST_TEXT = 30_000
_MOST_ELEMENTS = 5_000
_LEAST_PARAGRAPHS = 2

_MARK = re.compile(
    r"^\W{0,3}(?:nội dung (?:được )?(?:tài trợ|quảng cáo)|bài (?:viết )?(?:được )?(?:tài trợ|quảng cáo|pr)|pr|"
    r"tin (?:tài trợ|quảng cáo)|thông tin (?:doanh nghiệp|quảng cáo|tài trợ)|doanh nghiệp tự giới thiệu|advertorial|"
    r"sponsored(?: content| post| article)?|paid (?:content|post|partnership)|(?:partner|branded) content)\W{0,3}$",
    re.IGNORECASE,
)
_PAYER = re.compile(
    r"(?<!\w)(?:nội dung do|bài viết do|tài trợ bởi|nhà tài trợ|đơn vị tài trợ|quảng cáo bởi|sponsored by|promoted by|"
    r"paid for by|presented by|in partnership with)\s{0,3}:?\s{1,3}"
    r"(?P<name>[^\n|.;–—]{2,80}?)\s{0,3}(?:tài trợ|cung cấp|thực hiện|[\n|.;–—]|$)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"^(?:công ty|tập đoàn|ctcp|cty|tổng công ty|hãng|thương hiệu|nhãn hàng)\s", re.IGNORECASE)
_PAID_SECTION = re.compile(
    r"/(?:thong-tin-doanh-nghiep|doanh-nghiep-tu-gioi-thieu|noi-dung-tai-tro|bai-pr|pr|advertorial|sponsored|"
    r"partner-content|branded-content)(?:/|-|\.|$)"
)
_PAYER_BLOCK = re.compile(r"(?:^|[\s_-])(?:sponsor|advertiser|brand|tai-?tro)(?:[\s_-]?(?:name|by|info))?(?:$|\s)")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|tac-?gia|nguon|source)(?:$|[\s_-])")
_ELSEWHERE = re.compile(r"related|lien-?quan|recommend|teaser|sidebar|footer|menu|navbar|comment|binh-?luan")


class NewsPages:
    """Completes articles; what the extractor has found itself goes before."""

    def complete(self, read: ReadListing, body: bytes, *, url: str, media_type: str | None) -> ReadListing:
        """Set the mark by which a page says that it was paid for, and the advertiser apart from the publisher."""
        if read.listing.kind != "article":
            return read
        try:
            document = open_document(body, url=url, media_type=media_type)
        except Unreadable:
            return read
        own = list(_own_elements(document.tree))
        mark = _mark(document, own, read.listing.category) or _stated_mark(read)
        payer = read.listing.advertiser or (_payer(document, own) if mark else None)
        link = next(_paid_links(document, own), None)
        if payer is None and mark and link:
            payer = site_of(link)
        said = {"sponsored": mark, "sponsored_link": link}
        others = {name: value for name, value in read.listing.attributes.items() if name != "sponsored"}
        attributes = others | {name: value for name, value in said.items() if value}
        publisher = read.listing.publisher or site_of(url)
        listing = replace(read.listing, advertiser=payer, publisher=publisher, attributes=attributes)
        return replace(
            read, listing=listing, sources={"advertiser": "visible", **read.sources} if payer else read.sources
        )


def _own_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements of the article itself: other articles' teasers carry marks of their own."""
    waiting = [_article_box(tree)]
    for _ in range(_MOST_ELEMENTS):
        if not waiting:
            return
        element = waiting.pop()
        yield element
        waiting += [inner for inner in reversed(element) if isinstance(inner.tag, str) and not _is_elsewhere(inner)]


def _article_box(tree: HtmlElement) -> HtmlElement:
    """Give the innermost element that holds the heading and some paragraphs."""
    heading = next(tree.iter("h1"), None)
    above = heading.iterancestors() if heading is not None else ()
    boxes = (box for box in above if sum(1 for _ in islice(box.iter("p"), _LEAST_PARAGRAPHS)) >= _LEAST_PARAGRAPHS)
    return next(boxes, tree)


def _is_elsewhere(element: HtmlElement) -> bool:
    names = _names(element)
    in_frame = element.tag in {"nav", "footer", "aside", "script", "style"} and "breadcrumb" not in names
    return in_frame or bool(_ELSEWHERE.search(names))


def _stated_mark(read: ReadListing) -> str | None:
    """Give the extractor's mark, if it is a mark and no sentence that begins with such a word."""
    given = read.listing.attributes.get("sponsored", "")
    return given if len(given) <= _LONGEST_MARK or _PAYER.match(given) else None


def _mark(document: Document, own: list[HtmlElement], section: str | None) -> str | None:
    """Give the words of the mark: a text that stands by itself, the section's name, or the section's address."""
    stated = (clean(str(meta)) for meta in document.tree.xpath("//meta[@property='article:section']/@content"))
    shown = (clean(visible_text(element, _LONGEST_NAME), _LONGEST_NAME + 1) for element in own if len(element) <= 1)
    named = next((text for text in (*stated, *(section or "").split(" > "), *shown) if _is_mark(text)), None)
    return named or (_PAID_SECTION.search(urlsplit(document.url).path) or [None])[0]


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and bool(_MARK.match(text) or _PAYER.match(text))


def _payer(document: Document, own: list[HtmlElement]) -> str | None:
    """Give the advertiser: named in words, in a block that is called so, or as the company in the byline."""
    stated = document.tree.xpath(
        "//meta[@name='sponsor' or @name='advertiser' or @property='article:sponsor']/@content"
    )
    if stated:
        return clean(str(stated[0]), _LONGEST_NAME) or None
    named = _PAYER.search("\n".join(_lines(own))[:_LONGEST_TEXT])
    if named:
        return clean(named["name"], _LONGEST_NAME)
    blocks = [text for text in _texts_named(own, _PAYER_BLOCK) if not _MARK.match(text)]
    bylines = [text for text in _texts_named(own, _BYLINE) if _COMPANY.match(text)]
    return next(iter((*blocks, *bylines)), None)


def _lines(own: list[HtmlElement]) -> Iterator[str]:
    blocks = (element for element in own if element.tag in {"p", "div", "span", "em", "strong", "small", "li"})
    return (visible_text(block, 300) for block in blocks if len(block) <= 3)  # noqa: PLR2004 - a line, not a container


def _texts_named(own: list[HtmlElement], pattern: re.Pattern[str]) -> Iterator[str]:
    texts = (clean(visible_text(each, 200), 200) for each in own if pattern.search(_names(each)))
    return (text for text in texts if 0 < len(text) <= _LONGEST_NAME)


def _paid_links(document: Document, own: list[HtmlElement]) -> Iterator[str]:
    """Yield the addresses of links that say they were paid for (rel=sponsored) and lead to another site."""
    for element in own:
        if element.tag == "a" and "sponsored" in str(element.get("rel") or "").lower().split():
            address = resolve_url(str(element.get("href") or ""), document.base)
            if address and not same_site(address, document.url):
                yield address


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300].lower()


PAGES = NewsPages()
