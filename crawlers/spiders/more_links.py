"""Links that are no anchors: buttons that load more, the next page in a script, an index that answers as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from crawlers.extract.links import leads_to_listing
from crawlers.extract.reading import Link, LinkKind
from crawlers.spiders.links import absolute_addresses

MAX_BODY = 2_000_000
MAX_FOUND = 500
MAX_DEPTH = 12

_LOADS_MORE = re.compile(
    rb"""\bdata-(?:next|url|href|src-next|next-url|next-page|load-more|load-more-url|more)\s*=\s*["']([^"'<>\s]{1,2000})["']""",
    re.IGNORECASE,
)
_NEXT_IN_SCRIPT = re.compile(rb'"next(?:_?page)?(?:_?url)?"\s*:\s*"([^"<>\s]{1,2000})"', re.IGNORECASE)
_PAGE_IN = re.compile(r"[?&](?:page|p|paged|trang|offset|start|cursor|after)=|/(?:page|trang)[/-]?\d", re.IGNORECASE)
_NEXT_NAME = re.compile(r"next(?:_?page)?(?:_?url)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://[^\s<>\"]+|/[^\s<>\"/][^\s<>\"]*)", re.IGNORECASE)


def more_links(body: bytes, base: str) -> tuple[Link, ...]:
    """Give a page's further pages that only its scripts would ask for."""
    text = body[:MAX_BODY]
    found = (match[1] for pattern in (_LOADS_MORE, _NEXT_IN_SCRIPT) for match in pattern.finditer(text))
    plain = (_plain(raw) for raw in islice(found, MAX_FOUND))
    addresses = absolute_addresses(base, (address for address in plain if _PAGE_IN.search(address)))
    return tuple(Link(url=address, kind="next") for address in dict.fromkeys(addresses))


def _plain(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\\/", "/").replace("\\u0026", "&").replace("&amp;", "&")


def json_links(body: bytes, base: str) -> tuple[Link, ...]:
    """Give the addresses in an index that answers as JSON; nothing where it is none."""
    try:
        answer = json.loads(body[:MAX_BODY])
    except (ValueError, RecursionError):
        return ()
    found = dict(islice(_addresses(answer, "", 0), MAX_FOUND))
    named = ((address, found[text]) for text in found for address in absolute_addresses(base, [text]))
    return tuple(Link(url=address, kind=_kind(address, name)) for address, name in named)


def _kind(address: str, name: str) -> LinkKind:
    if _NEXT_NAME.fullmatch(name):
        return "next"
    return "listing" if leads_to_listing(address) else "unknown"


def _addresses(value: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        if _ADDRESS.fullmatch(value):
            yield value, name
        elif "<a" in value:
            yield from ((href, "") for href in re.findall(r"""<a\s[^<>]{0,500}?href=["']([^"'<>\s]{1,2000})""", value))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _addresses(item, str(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _addresses(item, name, depth + 1)
