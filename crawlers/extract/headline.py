"""Finds the listing's headline where no title of the page says what it is: by its size and by what agrees with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median_low
from urllib.parse import unquote, urlsplit

from bs4.element import NavigableString, Tag

from crawlers.extract.cards import is_on_a_card
from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.price_places import marked_texts
from crawlers.extract.resolve_title import is_shop, parts_of, plain
from crawlers.extract.schema_org import Place
from crawlers.extract.soup import Soup
from crawlers.extract.style_sheet import is_hidden, size_of
from crawlers.extract.title_tag import LABEL_ENDS, holds_text, is_labelled
from crawlers.extract.words import TITLED, TRAIL

MAX_TEXTS = 1500
MAX_PICTURES = 200
MAX_WEIGHED = 300
_SHORTEST, _LONGEST = 4, 200
# Letters of the shortest word that makes an address more than a code.
_SPELLED = 3
_WRAPPED = 2
_WORD = re.compile(r"[a-z0-9]+")
MAX_PRICES, MAX_MARKED = 20, 200
# Elements between a headline and its price: rating, maker, code.
_NEAR, _FAR = 40, 150
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NEVER = frozenset({"a", "li", "button", "label", "option", "title", "head", "html", "body", "dt", "legend", "th"})
_MOST_BY_SIZE = 1.5
# So many texts dressed alike head parts of the page; a title stands once.
_HEADS_PARTS = 3
# A title of the page that is a text's beginning says this of it, if it is no single word.
_BEGINS = 8
# A text must agree with something, or be a heading larger than the rest.
_LEAST = 0.9
_SURE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What else speaks of the listing: text alternatives, the address, the page's titles, where prices stand."""

    pictures: frozenset[str]
    slug: frozenset[str]
    titles: frozenset[str]
    prices: tuple[int, ...]


def headline(soup: Soup, site: str, place: Place, titles: Sequence[str], named: Tag | None) -> tuple[Tag | None, bool]:
    """Give the text that is most like a headline: large, named a title, above a price, said again elsewhere.

    The second value says whether so much speaks for it that it needs no title of the page to confirm it.

    Args:
        soup: the listing's own part of the page.
        site: the site's name, which is no headline.
        place: the page's address, whose last words often are the title's.
        titles: what the page calls itself, which may be the shop's slogan.
        named: the text with one of these titles, which is kept unless another is much more like a headline.
    """
    said = _Said(
        pictures=_alternatives(soup),
        slug=_slug(place.base),
        titles=frozenset(plain(part) for title in titles for part in parts_of(title, site)),
        prices=_prices(soup, place),
    )
    texts = list(islice(_texts(soup, site, place), MAX_WEIGHED))
    usual = median_low([size_of(tag) for tag, _ in texts]) if texts else 0
    dressed = Counter(map(_dress, (tag for tag, _ in texts)))
    heads = {dress for dress, times in dressed.items() if dress and times >= _HEADS_PARTS}
    weighed = [(_weight(tag, text, soup, said, usual, heads=_dress(tag) in heads), tag) for tag, text in texts]
    best = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    kept = next((weight for weight, tag in weighed if tag is named), 0.0 if named is None else _LEAST)
    return (best[1], best[0] >= _SURE) if best[0] >= max(_LEAST, kept) else (named, False)


def slug_share(text: str, slug: frozenset[str]) -> float:
    """Give how far a text's words and an address's words are the same (0..1); codes ("rc-2210") name nothing."""
    words = _folded(text)
    common = words & slug
    spelled = any(word.isalpha() and len(word) >= _SPELLED for word in common)
    return len(common) * (1 / len(words) + 1 / len(slug)) / 2 if len(common) > 1 and spelled else 0.0


def _texts(soup: Soup, site: str, place: Place) -> Iterator[tuple[Tag, str]]:
    for tag in islice(soup.tags, MAX_TEXTS):
        if tag.name in _NEVER or not holds_text(tag):
            continue
        text = clean(tag.get_text(" "), _LONGEST + 1)
        if (
            not _SHORTEST <= len(text) <= _LONGEST
            or text.endswith(LABEL_ENDS)
            or MONEY_MARK.search(text)
            or not plain(text)
            or is_shop(text, site)
            or is_labelled(tag)
        ):
            continue
        if not _stands_apart(tag, soup, place):
            yield tag, text


def _weight(tag: Tag, text: str, soup: Soup, said: _Said, usual: float, *, heads: bool) -> float:
    weight = 0 if heads else _looks(tag, soup, usual)
    own = plain(text)
    weight += max((_share(title, own) for title in said.titles), default=0)
    weight += 1.5 * (own in said.pictures) + 2 * slug_share(text, said.slug)
    gap = min((place - soup.place_of(tag) for place in said.prices if place > soup.place_of(tag)), default=_FAR)
    return weight + (0.75 if gap <= _NEAR else 0.25 if gap < _FAR else 0)


def _looks(tag: Tag, soup: Soup, usual: float) -> float:
    """Weigh how a text stands out: its size, a heading's element, a title's name."""
    boxes = _boxes(tag)
    larger = min(max(size_of(tag) / (usual or size_of(tag)) - 1, 0), _MOST_BY_SIZE) / 2
    headed = any(box.name in _HEADINGS for box in boxes)
    titled = any(TITLED.search(soup.name_of(box)) for box in boxes)
    return larger + 0.5 * headed + 0.5 * titled


def _share(title: str, own: str) -> float:
    """Give how much of a text a title of the page says: all of it, or its beginning."""
    begun = len(title) >= _BEGINS and own.startswith(title)
    return len(title) / len(own) if begun or title == own else 0


def _dress(tag: Tag) -> tuple[str, str] | None:
    """Give the kind and class, its own or its box's, that a text has in common with those dressed alike."""
    dressed = next((part for part in (tag, tag.parent) if part is not None and part.get("class")), None)
    return (tag.name, " ".join(dressed.get_attribute_list("class"))) if dressed is not None else None


def _prices(soup: Soup, place: Place) -> tuple[int, ...]:
    """Give the places of the first prices that are not on another listing's card."""
    found = (tag for tag in islice(marked_texts(soup, place), MAX_MARKED) if not is_on_a_card(tag, place.base, soup))
    return tuple(soup.place_of(tag) for tag in islice(found, MAX_PRICES))


def _stands_apart(tag: Tag, soup: Soup, place: Place) -> bool:
    """Say whether a text is the shop's (its way home), another listing's, or not displayed."""
    around = (tag, *islice(tag.parents, 3))
    if any(TRAIL.search(soup.name_of(part)) or part.name in {"nav", "header", "a", "button"} for part in around):
        return True
    home = tag.find("a", href=True)
    return bool(home) or is_hidden(tag) or is_on_a_card(tag, place.base, soup)


def _alternatives(soup: Soup) -> frozenset[str]:
    """Give what pictures are said to show."""
    pictures = (tag for tag in soup.tags if tag.name in {"img", "amp-img"} or tag.get("role") == "img")
    given = (
        str(tag.get(name) or "")[:_LONGEST]
        for tag in islice(pictures, MAX_PICTURES)
        for name in ("alt", "aria-label", "title")
    )
    return frozenset(map(plain, given)) - {""}


def _slug(url: str) -> frozenset[str]:
    """Give the words of an address's last part that has any."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part][-3:]
    longest = max(parts, key=lambda part: len(re.findall(r"[^\W\d_]{2,}", part)), default="")
    return _folded(longest.rpartition(".htm")[0] or longest)


def _folded(text: str) -> frozenset[str]:
    plainer = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("ł", "l").replace("ı", "i"))
    bare = "".join(letter for letter in plainer if not unicodedata.combining(letter))
    return frozenset(_WORD.findall(bare))


def _boxes(tag: Tag) -> list[Tag]:
    """Give an element and those around it that hold nothing else: "<h2><span>Kettle K3</span></h2>"."""
    boxes = [tag]
    for box in islice(tag.parents, _WRAPPED):
        if any(
            child is not boxes[-1] and not (isinstance(child, NavigableString) and child.isspace())
            for child in box.children
        ):
            break
        boxes.append(box)
    return boxes
