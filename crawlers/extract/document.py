"""Bytes to a parsed page: the right letters, bounded, nothing executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from urllib.parse import urljoin

import lxml.etree
from lxml.etree import _Element as Element
from w3lib.encoding import html_to_unicode, read_bom

from listings.errors import InvalidInput, Unreadable
from listings.urls import canonical_url, same_site

# The largest of 110 real product pages measured 1.3 MB; what is larger is no page a person reads.
MAX_BYTES = 5_000_000
# Elements beyond this are a bomb: the largest real page has 20,000.
MAX_ELEMENTS = 150_000
MAX_ATTRIBUTES = 1000
# A wall or a shell says less than this; how much more a page says is not asked.
MAX_TEXT = 2600

_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|title|meta|div|p|h1|article|script|main|section|span|a)\b", re.IGNORECASE
)
# Nearly every page shows itself to be one in its first line.
_HEAD = 1000
_LONG_TAG = 5000
# Of texts longer than this most is wanted: asking for all of them at once costs a fifth of asking for each.
_FEW = 20_000
_PIECES_AT_ONCE = 50
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_PADDING = ("\u200b", "\u00ad", "\ufeff", "\u200e", "\u200f")
_HOLDS_ITEMS = lxml.etree.XPath("boolean(//*[@itemscope])")
_TEXTS = lxml.etree.XPath("descendant::text()", smart_strings=False)
_DATA = ("script", "noscript", "iframe")
_UNSEEN = (*_DATA, "style", "template", "svg", "object", "embed", "select", "textarea")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed page. `base` resolves its relative addresses; `canonical` is the address it names as its own.

    `tree` holds what a visitor sees and the head; scripts, frames and pleas to visitors without scripts stand apart.
    """

    url: str
    base: str
    canonical: str
    tree: Element
    scripts: tuple[Element, ...]
    frames: tuple[Element, ...]
    styles: tuple[str, ...]
    """The page's own style sheets."""
    pleas: tuple[str, ...]
    anchors: tuple[Element, ...]
    has_items: bool
    """Whether there is microdata or RDFa at all."""
    title: str
    text: str
    """What a visitor sees, its first 2,600 letters."""
    markup: str = field(repr=False)
    """The page as it was sent, for what is said where the tree is cut."""


def open_document(body: bytes, *, url: str, media_type: str | None = None) -> Document:
    """Decode and parse a page.

    Raises:
        Unreadable: `too_large`, `not_html` or `broken_markup`.
    """
    _check_is_page(body, media_type, url)
    markup = decode(body, media_type)
    tree = _parse(markup, url)
    data = {kind: tuple(tree.iter(kind)) for kind in _DATA}
    pleas = tuple(visible_text(plea, 500) for plea in data["noscript"])
    title = clean(next((visible_text(found, 1000) for found in tree.iter("title")), ""))
    _show_late_pictures(data["noscript"])
    _show_shadows(tree, markup)
    styles = tuple(sheet.text for sheet in tree.iter("style") if sheet.text)
    lxml.etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    base = _base_of(tree, url)
    return Document(
        url=url,
        base=base,
        canonical=_canonical_of(tree, base, url),
        tree=tree,
        scripts=data["script"],
        frames=data["iframe"],
        styles=styles,
        pleas=pleas,
        anchors=tuple(tree.iter("a", "area", "link")),
        has_items=_HOLDS_ITEMS(tree) or ' typeof="' in markup,
        title=title,
        text=_first_text(tree),
        markup=markup,
    )


def _show_late_pictures(pleas: tuple[Element, ...]) -> None:
    """Keep the pictures that a page loads by program and repeats, alone, for visitors without: there is the address."""
    for plea in pleas:
        if next(plea.iter("img"), None) is not None and not visible_text(plea, 20):
            plea.tag = "span"


def _show_shadows(tree: Element, markup: str) -> None:
    """Keep the templates that a browser shows as an element's own inside; the others are patterns for programs."""
    if "shadowrootmode" in markup:
        for template in list(tree.iter("template")):
            if template.get("shadowrootmode"):
                template.tag = "div"


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
    if not text.isascii():
        for padding in _PADDING:
            text = text.replace(padding, "")
    return " ".join(text.split())[:limit]


def visible_text(element: Element, limit: int = 1000) -> str:
    """Give an element's text on one line, its pieces parted by spaces, at most `limit` letters of it."""
    # Padding may be most of it: more than the limit is read before it is cut, but never a whole bomb.
    reach = max(limit * 4, 2000)
    if not len(element):
        return clean((element.text or "")[:reach], limit)
    pieces = _bounded(_TEXTS(element) if reach > _FEW else element.itertext(), reach)
    # Mostly there is hardly any padding: of a long text little more than what is wanted need be cleaned.
    first = _first(pieces, limit + limit // 8)
    text = clean(" ".join(first), limit)
    if len(text) == limit or len(first) == len(pieces):
        return text
    return clean(" ".join(pieces), limit)


def _bounded(texts: Iterable[str], reach: int) -> list[str]:
    """Give texts up to the one with which they are longer than `reach`."""
    pieces: list[str] = []
    length = 0
    for piece in texts:
        pieces.append(piece[:reach])
        length += len(pieces[-1])
        if length > reach:
            break
    return pieces


def _first(texts: list[str], length: int) -> list[str]:
    """Give texts, whole, up to the one with which they are longer than `length`."""
    for number, so_far in enumerate(accumulate(map(len, texts)), start=1):
        if so_far > length:
            return texts[:number]
    return texts


def seen_tree(markup: str) -> Element | None:
    """Parse a piece of HTML without what nobody sees; None for what holds nothing."""
    try:
        tree = _tree_of(markup)
    except (lxml.etree.LxmlError, ValueError):
        return None
    if tree is not None:
        lxml.etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    return tree


def resolve_url(address: str, base: str) -> str | None:
    """Give the canonical absolute address of a link, or None for what is no web address."""
    try:
        return canonical_url(urljoin(base, address.strip())) if address.strip() else None
    except (InvalidInput, ValueError):
        return None


def _check_is_page(body: bytes, media_type: str | None, url: str) -> None:
    if len(body) > MAX_BYTES:
        raise Unreadable("too_large", f"the page has {len(body)} bytes, the limit is {MAX_BYTES}", where=url)
    kind = (media_type or "").partition(";")[0].strip().lower()
    if kind and not ("html" in kind or kind in {"text/plain", "application/xml", "text/xml"}):
        raise Unreadable("not_html", f"the answer is {kind}", where=url)
    if not _MARKUP.search(body[:_HEAD]) and not _MARKUP.search(body[:100_000].replace(b"\x00", b"")):
        raise Unreadable("not_html" if body.strip() else "broken_markup", "there is no markup in it", where=url)


def _parse(text: str, url: str) -> Element:
    if any(map(_is_overloaded, _long_tags(text))):
        raise Unreadable("broken_markup", f"a tag has more than {MAX_ATTRIBUTES} attributes", where=url)
    try:
        tree = _tree_of(text)
    except (lxml.etree.LxmlError, ValueError) as broken:
        raise Unreadable("broken_markup", "the markup could not be parsed", where=url) from broken
    if tree is None:
        raise Unreadable("broken_markup", "the markup holds nothing", where=url)
    # Every element takes a bracket; counting them is hundred times cheaper than counting elements.
    if text.count("<") > MAX_ELEMENTS and sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise Unreadable("too_large", f"the page has more than {MAX_ELEMENTS} elements", where=url)
    return tree


def _tree_of(text: str) -> Element | None:
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    return lxml.etree.fromstring(text.encode("utf-8", "replace"), parser=parser)


def _long_tags(text: str) -> Iterator[str]:
    """Yield what begins like a tag and is not closed for long, looking only where nothing is."""
    place = 0
    while place + _LONG_TAG < len(text):
        closed = text.rfind(">", place, place + _LONG_TAG)
        if closed < 0:
            closed = text.find(">", place + _LONG_TAG)
            closed = len(text) if closed < 0 else closed
            # A text that begins without a bracket begins like a tag whose bracket was cut off.
            start = text.find("<", place) if place else -1
            if start >= 0 or not place:
                yield from _opened(text, start, closed - _LONG_TAG)
        place = closed + 1


def _opened(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the long stretches without a bracket that follow the brackets from `start` on; the text's start is one."""
    while start < end:
        following = text.find("<", start + 1)
        following = len(text) if following < 0 else following
        if following - start > _LONG_TAG + 1 and text[start + 1].isalpha():
            yield text[start + 1 : following]
        start = following


def _is_overloaded(tag: str) -> bool:
    """Say whether a tag has more attributes than the parser, quadratic in their number, takes in reasonable time."""
    return len(_QUOTED.sub("", tag.partition(">")[0]).split()) > MAX_ATTRIBUTES


def _first_text(tree: Element) -> str:
    body = tree.find("body")
    texts = (piece[: MAX_TEXT * 4] for piece in (tree if body is None else body).itertext() if not piece.isspace())
    kept = ""
    # Cleaned a handful at a time: a page has hundreds of pieces of a word or two.
    while len(kept) <= MAX_TEXT and (pieces := list(islice(texts, _PIECES_AT_ONCE))):
        kept = " ".join(filter(None, (kept, clean(" ".join(pieces), MAX_TEXT * 5))))
    return kept[:MAX_TEXT]


def _base_of(tree: Element, url: str) -> str:
    given = next((base.get("href") for base in tree.iter("base") if base.get("href")), None)
    return resolve_url(given, url) or url if given else url


def _canonical_of(tree: Element, base: str, url: str) -> str:
    """Give the page's own address; a canonical link to another site or to the front page is not believed."""
    own = resolve_url(url, url) or url
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    named = resolve_url(next((href for href in links if href), ""), base)
    if not named or not same_site(named, own):
        return own
    return own if named.rstrip("/").count("/") == 2 else named  # noqa: PLR2004 - `https://host` holds two slashes
