"""A parsed page: what a visitor sees of it, and what stands apart from that."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin

import lxml.etree
from lxml.etree import _Element as Element

from crawlers.extract.element_text import clean, visible_text
from crawlers.extract.markup import check_is_page, decode, parse, tree_of
from listings.errors import InvalidInput
from listings.urls import canonical_url, same_site

# A wall or a shell says less than this; how much more a page says is not asked.
MAX_TEXT = 2600

_PIECES_AT_ONCE = 50
_HOLDS_ITEMS = lxml.etree.XPath("boolean(//*[@itemscope])")
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
    check_is_page(body, media_type, url)
    markup = decode(body, media_type)
    tree = parse(markup, url)
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


def seen_tree(markup: str) -> Element | None:
    """Parse a piece of HTML without what nobody sees; None for what holds nothing."""
    try:
        tree = tree_of(markup)
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
