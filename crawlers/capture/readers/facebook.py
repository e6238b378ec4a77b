"""Facebook: Marketplace items, posts, and the posts of a page. Untested against the live service.

Comments are never read: neither those in the state nor those that stand in an article of their own within a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml.etree import _Element as Element

from crawlers.capture.readers.listed import from_state, only_own, reading_of
from crawlers.capture.readers.state import CapturedPage, State, objects_with, text_at, value_at
from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import clean
from crawlers.extract.reading import PageReading
from crawlers.extract.values import MAX_DESCRIPTION, MAX_IMAGES, each, plain_text
from listings.listing import Seller
from listings.money import read_money
from listings.page import ReadListing

_ITEM = re.compile(r"/marketplace/item/(\d{3,25})")
_POST = re.compile(r"/(?:posts|permalink|videos|photos)/(?:[^/?#]{1,200}/)?((?:pfbid)?[0-9A-Za-z]{5,120})")
_MESSAGE = "descendant::*[@data-ad-preview='message' or @data-ad-comet-preview='message']"
_AUTHOR = "descendant::*[self::h2 or self::h3 or self::h4][1]//a[@href][1]"
_TITLE_LENGTH = 120
_MOST_POSTS = 30


def read_facebook(page: CapturedPage) -> PageReading:
    """Read a Marketplace item, one post, or every post of a page that shows several."""
    item = _ITEM.search(page.document.url)
    if item is not None:
        return _marketplace(page, item[1])
    reads = list(_stories(page)) or list(_shown_posts(page))
    wanted = post_id(page.document.url)
    one = [read for read in reads if read.listing.id == wanted]
    return reading_of(page, *((one or reads[:1]) if wanted else reads[:_MOST_POSTS]))


def post_id(url: str) -> str | None:
    """Give the id of a post that an address carries, None for a page or a feed."""
    query = parse_qs(urlsplit(url).query, max_num_fields=50)
    named = next((query[name][0] for name in ("story_fbid", "fbid", "multi_permalinks") if query.get(name)), None)
    match = _POST.search(urlsplit(url).path)
    return named or (match[1] if match else None)


def _marketplace(page: CapturedPage, number: str) -> PageReading:
    items = list(page.holding("marketplace_listing_title"))
    own = next((item for item in items if text_at(item, "id") == number), None)
    known = {"id": number, "kind": "offer"}
    if own is not None:
        return reading_of(page, from_state(page, known | _item_fields(page, own)))
    return reading_of(page, from_state(page, known)) if page.reading.listings else page.reading


def _item_fields(page: CapturedPage, item: State) -> dict[str, Any]:
    currency = text_at(item, "listing_price", "currency")
    money = read_money(text_at(item, "listing_price", "amount") or "", currency_hint=currency)
    return {
        "title": text_at(item, "marketplace_listing_title"),
        "description": plain_text(str(value_at(item, "redacted_description", "text") or "")),
        "price": money.amount if money else None,
        "currency": currency if money else None,
        "seller": Seller(
            id=text_at(item, "marketplace_listing_seller", "id"),
            name=text_at(item, "marketplace_listing_seller", "name"),
        ),
        "images": _pictures(page, item.get("listing_photos")),
        "location": text_at(item, "location_text", "text"),
        "published_at": _moment(item.get("creation_time")),
    }


def _stories(page: CapturedPage) -> Iterator[ReadListing]:
    seen: set[str] = set()
    for story in page.holding("post_id"):
        number = text_at(story, "post_id") or ""
        message = next((text for m in objects_with(story, "message") if (text := _said(m))), None)
        if message and number not in seen:
            seen.add(number)
            yield only_own(page, _post_fields(page, number, message) | _story_fields(page, story))


def _said(state: State) -> str | None:
    return plain_text(str(value_at(state, "message", "text") or ""))


def _story_fields(page: CapturedPage, story: State) -> dict[str, Any]:
    actor = next((a for s in objects_with(story, "actors") for a in each(s["actors"])), None)
    when = next((s["creation_time"] for s in objects_with(story, "creation_time")), None)
    return {
        "seller": Seller(id=text_at(actor, "id"), name=text_at(actor, "name"), url=text_at(actor, "url")),
        "images": _pictures(page, story.get("attachments")),
        "published_at": _moment(when),
    }


def _shown_posts(page: CapturedPage) -> Iterator[ReadListing]:
    """Read the posts that the visitor saw; an article within another is a comment."""
    for article in page.document.tree.xpath("//*[@role='article'][not(ancestor::*[@role='article'])]"):
        message = next(iter(article.xpath(_MESSAGE)), None)
        text = _lines(message) if message is not None else ""
        if not text:
            continue
        links = (resolve_url(link.get("href"), page.document.base) for link in article.xpath(".//a[@href]"))
        address = next((link for link in links if link and post_id(link)), None) or page.document.url
        author = next(iter(article.xpath(_AUTHOR)), None)
        seller = Seller() if author is None else _account(page, author)
        pictures = (resolve_url(src, page.document.base) for src in article.xpath(".//img/@src"))
        fields = _post_fields(page, post_id(address) or address, text) | {
            "url": address,
            "seller": seller,
            "images": tuple(dict.fromkeys(p for p in pictures if p and "/emoji" not in p))[:MAX_IMAGES],
        }
        yield only_own(page, fields, source="visible")


def _account(page: CapturedPage, author: Element) -> Seller:
    address = resolve_url(author.get("href") or "", page.document.base)
    return Seller(name=clean("".join(author.itertext())) or None, url=address)


def _post_fields(page: CapturedPage, number: str, text: str) -> dict[str, Any]:
    first = text.split("\n", 1)[0]
    return {
        "id": number,
        "url": page.document.url,
        "kind": "post",
        "title": clean(first, _TITLE_LENGTH),
        "description": text,
    }


def _lines(element: Element) -> str:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    blocks = element.xpath("descendant-or-self::*[@dir='auto'][not(descendant::*[@dir='auto'])]") or [element]
    lines = (clean(line, MAX_DESCRIPTION) for block in blocks for line in "".join(block.itertext()).splitlines())
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION]


def _pictures(page: CapturedPage, given: object) -> tuple[str, ...]:
    uris = (text_at(image, "uri") for image in objects_with(given, "uri"))
    addresses = (resolve_url(uri, page.document.base) for uri in uris if uri and uri.startswith("http"))
    return tuple(dict.fromkeys(address for address in addresses if address))[:MAX_IMAGES]


def _moment(given: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(given, UTC) if isinstance(given, int) else None
    except (OverflowError, OSError, ValueError):
        return None
