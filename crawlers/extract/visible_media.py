"""The listing's pictures, largest form first, without the shop's own marks and other listings' pictures.

First come those whose text alternative is the title or that stand in what calls itself a gallery, then what only
thumbnails show of it; the rest only where there is neither. Among equals the one that shares the smallest part of the
page with the title comes first, and of several forms of one picture the best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4.element import Tag

from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import clean
from crawlers.extract.picture_address import (
    PICTURE_FILE,
    SETS,
    forms_of,
    further_forms_of,
    is_small_form,
    stem_of,
    usable,
    widest,
)
from crawlers.extract.picture_marks import stands_for_listing
from crawlers.extract.soup import Soup
from crawlers.extract.values import MAX_IMAGES

_MAIN = re.compile(r"cover|main|hero|featured|primary|wp-post-image|large|preview|zoom", re.IGNORECASE)
# Of a picture the one that is looked at; of a choice the one that is made.
_CHOSEN = re.compile(r"active|current", re.IGNORECASE)
_GALLERY = re.compile(
    r"gallery|product-?(?:single-?|view-?)?(?:image|photo|media|img|cover|pic)|main-?image|slider|swiper|zoom|carousel|"
    r"hinh-?anh|anh-?chinh|fotorama|preview|lightbox|fancybox|thumbnails",
    re.IGNORECASE,
)
_THUMB = re.compile(r"thumb|small|mini|nav", re.IGNORECASE)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_SMALL = 60
_FRAME = frozenset({"header", "nav", "aside"})
_CHOICES = frozenset({"button", "label", "option"})
_FAR = 99
# Sure to be the listing's: named like it or in a gallery.
_SURE = 2
# Any other picture is, where it stands close to the title.
_ANY, _CLOSE = 3, 3
# A text alternative as long as half the title names the listing, not its brand or kind alone.
_ALIKE = 0.5
MAX_PICTURES = 400
_Order = tuple[int, int, bool]


def gallery(soup: Soup, title: Tag | None, base: str) -> tuple[tuple[str, ...], bool]:
    """Give picture addresses, and whether something says that they are the listing's."""
    named = clean(title.get_text(" ")).lower() if title else None
    near = {id(part): step for step, part in enumerate(title.parents)} if title else {}
    ranked: dict[str, _Order] = {}
    for picture in islice((tag for tag in soup.tags if _is_picture(tag)), MAX_PICTURES):
        address = _address(picture, base)
        if address and stands_for_listing(address) and not _is_small(picture):
            steps = next((near[id(part)] for part in picture.parents if id(part) in near), _FAR)
            small = is_small_form(address)
            order = (_rank(picture, named, soup, base, small=small), steps, small)
            ranked[address] = min(order, ranked.get(address, order))
    best = min(ranked.values(), default=(_FAR, 0, False))
    least = max(best[0], _SURE)
    kept = sorted((address for address in ranked if ranked[address][0] <= least), key=ranked.__getitem__)
    once = {stem_of(address): address for address in reversed(kept)}
    kept = [address for address in kept if once[stem_of(address)] == address]
    return tuple(kept)[:MAX_IMAGES], best[0] <= _SURE or (best[0] == _ANY and best[1] <= _CLOSE)


def _is_picture(tag: Tag) -> bool:
    """Say whether an element shows a picture: as one, behind it, or once its program has run."""
    if tag.name in {"img", "amp-img"}:
        return True
    if tag.name != "source" and PICTURE_FILE.search(str(tag.get("data-src") or "").partition("?")[0]):
        return True
    return bool(tag.attrs) and (
        "data-bg" in tag.attrs
        or bool(_BACKGROUND.search(" ".join(tag.attrs)) or _BACKGROUND.search(str(tag.get("style") or "")))
    )


def _address(picture: Tag, base: str) -> str | None:
    """Give the largest form: the set's widest, what zooming shows, the file the picture links to, what is shown.

    Marks that hold the place until the picture is loaded are passed over.
    """
    found = (usable(given) for given in _forms(picture))
    addresses = (address for given in found if given and (address := resolve_url(given, base)))
    return next(filter(stands_for_listing, addresses), None)


def _forms(picture: Tag) -> Iterator[str]:
    given = {name: str(value) for name, value in picture.attrs.items()}
    shown = given.pop("src", "")
    yield from forms_of(given)
    link = next((part for part in islice(picture.parents, 3) if part.name == "a"), None)
    href = str(link.get("href") or "") if link else ""
    if PICTURE_FILE.search(href.partition("?")[0]):
        yield href
    # The parser knows nothing of `source` being empty and may put the picture into it.
    box = next((part for part in islice(picture.parents, 4) if part.name == "picture"), None)
    for source in box.find_all("source", limit=10) if box else ():
        yield from (widest(str(source[name])) for name in SETS if source.get(name))
    yield shown
    yield from further_forms_of(given)


def _is_small(picture: Tag) -> bool:
    sizes = [str(picture.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and len(size) < 5 and int(size) < _SMALL for size in sizes)  # noqa: PLR2004 - pixels


def _rank(picture: Tag, title: str | None, soup: Soup, base: str, *, small: bool) -> int:
    around = [picture, *islice(picture.parents, 4)]
    if any(part.name in _FRAME for part in around):
        return 5
    if _leads_away(around, base):
        return 4
    said = next((str(picture[name]) for name in ("alt", "aria-label") if picture.get(name)), "").strip().lower()
    named = bool(title and said and (title in said or (said in title and len(said) >= len(title) * _ALIKE)))
    own = f"{soup.name_of(picture)} {soup.name_of(picture.parent) if picture.parent else ''}"
    names = " ".join(soup.name_of(part) for part in around)[:1000]
    # What is pressed to choose a colour shows the colour.
    is_choice = any(part.name in _CHOICES for part in around)
    if named or _GALLERY.search(names) or _MAIN.search(own) or (not is_choice and _CHOSEN.search(own)):
        return 2 if small or _THUMB.search(" ".join(soup.name_of(part) for part in around[:3])) else 1
    return 4 if is_choice else 3


def _leads_away(around: list[Tag], base: str) -> bool:
    """Say whether a picture links to another page: another listing's card, or a banner."""
    link = next((part for part in around if part.name == "a" and part.get("href")), None)
    href = str(link["href"]) if link else ""
    if not href or href.startswith("#") or PICTURE_FILE.search(href.partition("?")[0]):
        return False
    address = resolve_url(href, base)
    return address is not None and address.partition("?")[0] != base.partition("?")[0]
