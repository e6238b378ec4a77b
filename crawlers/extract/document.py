"""Bytes to a parsed page: the right letters, bounded, nothing executed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode, read_bom

from listings.errors import InvalidInput, Unreadable
from listings.urls import canonical_url, same_site

# The largest of 110 real product pages measured 1.3 MB; what is larger is no page a person reads.
MAX_BYTES = 5_000_000
# Elements beyond this are a bomb: the largest real page has 20,000.
MAX_ELEMENTS = 150_000
MAX_ATTRIBUTES = 1000

_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|title|meta|div|p|h1|article|script|main|section|span|a)\b", re.IGNORECASE
)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SPACE = re.compile(r"\s+")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "head", "select", "textarea"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed page. `base` resolves its relative addresses; `canonical` is the address it names as its own."""

    url: str
    base: str
    canonical: str
    tree: HtmlElement
    title: str
    text_length: int
    """Letters a visitor sees, scripts and styles left out."""


def open_document(body: bytes, *, url: str, media_type: str | None = None) -> Document:
    """Decode and parse a page.

    Raises:
        Unreadable: `too_large`, `not_html` or `broken_markup`.
    """
    _check_is_page(body, media_type, url)
    tree = _parse(decode(body, media_type), url)
    base = _base_of(tree, url)
    return Document(
        url=url,
        base=base,
        canonical=_canonical_of(tree, base, url),
        tree=tree,
        title=clean(tree.findtext(".//title") or ""),
        text_length=len(visible_text(tree, 20_000)),
    )


def decode(body: bytes, media_type: str | None = None) -> str:
    """Give the page's text: byte order mark, else valid UTF-8 whatever is declared, else the declared charset.

    Valid UTF-8 with letters beyond ASCII does not happen by chance, while wrong declarations are common.
    """
    if read_bom(body)[0] is None:
        try:
            return body.decode("utf-8").replace("\x00", "")
        except UnicodeDecodeError:
            pass
    _, text = html_to_unicode(media_type, body, default_encoding="cp1252")
    return text.replace("\x00", "")


def clean(text: str, limit: int = 1000) -> str:
    """Give text on one line without the spaces and invisible marks pages are padded with."""
    return _SPACE.sub(" ", text.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "")).strip()[:limit]


def visible_text(element: HtmlElement, limit: int) -> str:
    """Give at least `limit` characters of what a visitor sees, or all of it when there is less."""
    kept: list[str] = []
    length = 0
    hidden_until: HtmlElement | None = None
    for event, node in lxml.etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start" and hidden_until is None:
            hidden_until = node if node.tag in _UNSEEN else None
            piece = node.text if hidden_until is None else None
        elif event == "end" and hidden_until is not None and node is hidden_until:
            hidden_until, piece = None, node.tail
        else:
            piece = node.tail if hidden_until is None and event != "start" else None
        if piece and (stripped := clean(piece, limit)):
            kept.append(stripped)
            length += len(stripped) + 1
            if length >= limit:
                break
    return " ".join(kept)


def _check_is_page(body: bytes, media_type: str | None, url: str) -> None:
    if len(body) > MAX_BYTES:
        raise Unreadable("too_large", f"the page has {len(body)} bytes, the limit is {MAX_BYTES}", where=url)
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind and not ("html" in kind or kind in {"text/plain", "application/xml", "text/xml"}):
        raise Unreadable("not_html", f"the answer is {kind}", where=url)
    if not _MARKUP.search(body[:100_000].replace(b"\x00", b"")):
        raise Unreadable("not_html" if body.strip() else "broken_markup", "there is no markup in it", where=url)


def _parse(text: str, url: str) -> HtmlElement:
    if any(map(_is_overloaded, _LONG_TAG.findall(text))):
        raise Unreadable("broken_markup", f"a tag has more than {MAX_ATTRIBUTES} attributes", where=url)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as broken:
        raise Unreadable("broken_markup", "the markup could not be parsed", where=url) from broken
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Unreadable("too_large", f"the page has more than {MAX_ELEMENTS} elements", where=url)
    return tree


def _is_overloaded(tag: str) -> bool:
    """Say whether a tag has more attributes than the parser, quadratic in their number, takes in reasonable time."""
    return len(_QUOTED.sub("", tag).split()) > MAX_ATTRIBUTES


def _base_of(tree: HtmlElement, url: str) -> str:
    given = tree.xpath("string(//base/@href)")
    return resolve_url(str(given), url) or url if given else url


def _canonical_of(tree: HtmlElement, base: str, url: str) -> str:
    """Give the page's own address; a canonical link to another site or to the front page is not believed."""
    own = resolve_url(url, url) or url
    named = resolve_url(str(tree.xpath("string(//link[@rel='canonical']/@href)")), base)
    if not named or not same_site(named, own):
        return own
    return own if named.rstrip("/").count("/") == 2 else named  # noqa: PLR2004 - `https://host` holds two slashes


def resolve_url(address: str, base: str) -> str | None:
    """Give the canonical absolute address of a link, or None for what is no web address."""
    from urllib.parse import urljoin

    try:
        return canonical_url(urljoin(base, address.strip())) if address.strip() else None
    except (InvalidInput, ValueError):
        return None
