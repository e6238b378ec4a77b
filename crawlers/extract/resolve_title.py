"""Which of the titles a page gives itself is the listing's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from crawlers.extract.money_mark import MARKED_NUMBER

Heading = tuple[str, ...]
"""A heading in the pieces its inner elements part it into."""

_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")
# Shops append themselves behind one of these: "Kettle K3 | Example", "Kettle K3 - Example".
_JOINT = re.compile(r"\s+(?:[|/–—·•»«]|::|-)\s+|\s*[|｜：【】]\s*")
# A program's own name for a thing ("knife_21_DE_v3") is nobody's title.
_CODE = re.compile(r"[^\s_]+(?:_[^\s_]+)+")
_SAME = 0.6
_SHORTER = 0.4
# Words of the shortest name that tells one thing from others.
_FEWEST = 3
_SHORT = 3
_MAX_PARTS = 8
_SHOP_WORDS = re.compile(
    r"\b(?:co|ltd|gmbh|shop|store|online|official|vn|com|net|inc|cửa hàng|siêu thị)\b\.?", re.IGNORECASE
)
_MAX_WORDS = 60


def choose_title(
    structured: str | None,
    headings: Iterable[Heading],
    opengraph: str | None,
    page: str | None,
    site: str,
    *,
    headline: str | None = None,
    marked: str | None = None,
) -> str | None:
    """Weigh the titles against each other; what the visitor sees wins where another source confirms it.

    1. A first-level heading that stands in the page's title, cut where it drags buttons and labels along; not where
       what is marked (`marked`) as the product's name where it is shown has no word of it: then it is the shop's.
    2. The product's name in structured data, unless `og:title` and the page's title agree on another.
    3. The text that looks most like a headline; 4. what the titles share; 5. a lone heading; 6. the page's titles
    without the site's own name.
    """
    structured = None if structured and _CODE.fullmatch(structured) else structured
    shared = _shared(opengraph, page, site)
    context = " ".join(filter(None, (opengraph, page)))
    parts = [part for title in (opengraph, page) for part in parts_of(title or "", site)]
    heading = _confirmed_heading(list(headings), structured, context, parts)
    if heading and not (marked and marked == structured and not agreement(marked, heading)):
        return heading
    if structured and not (shared and agreement(structured, context) < _SAME):
        return structured
    if structured:
        return shared
    return headline or shared or _lone(headings) or without_site(opengraph or page or "", site) or None


def agreement(one: str, other: str) -> float:
    """Give the share (0..1) of the first text's words that stand in the second."""
    words = _words(one)
    return len(words & _words(other)) / len(words) if words else 0.0


def without_site(title: str, site: str) -> str:
    """Cut what a site appends to its pages' titles: its own name or the price behind a joint."""
    parts = _JOINT.split(title)
    labels = labels_of(site)
    while len(parts) > 1 and (_names_site(parts[-1], labels) or MARKED_NUMBER.fullmatch(parts[-1].strip())):
        parts.pop()
    return title[: title.rindex(parts[-1]) + len(parts[-1])].strip() if parts and parts[-1] else title


def without_name(title: str, names: Iterable[str]) -> str:
    """Cut the name that a page gives its site (`og:site_name`) off the end of its title, with the joint before it."""
    for name in names:
        parts = _JOINT.split(title)
        if len(parts) > 1 and plain(name) and plain(parts[-1]) == plain(name):
            return title[: title.rindex(parts[-1])].rstrip(" |–—·•»«-:/｜：")
    return title


def parts_of(title: str, site: str) -> tuple[str, ...]:
    """Give the parts a title's joints make, and it whole, without those that are only the shop's own name."""
    parts = [title, *_JOINT.split(title)[:_MAX_PARTS]] if title else []
    return tuple(dict.fromkeys(part.strip() for part in parts if plain(part) and not is_shop(part, site)))


def is_shop(text: str, site: str) -> bool:
    """Say whether a text is the shop's own name as its address spells it: "Villa Clara Shop" at villaclara.pt."""
    bare = _SHOP_WORDS.sub("", text)
    name = plain(bare) or plain(text)
    words = [plain(word) for word in _WORD.findall(bare)]
    return any(
        len(name) >= len(label) * _SAME and (name in label or (words != [] and all(word in label for word in words)))
        for label in labels_of(site)
    )


def plain(text: str) -> str:
    """Give a text's letters and digits alone, in one case."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def labels_of(site: str) -> tuple[str, ...]:
    """Give the names in a site's address that its owner chose, without the registry's."""
    labels = site.split(".")[:-1] or [site]
    return tuple(plain(label) for label in labels if len(label) > _SHORT) or (plain(labels[0]),)


def _names_site(part: str, labels: tuple[str, ...]) -> bool:
    name = plain(part)
    return not name or any(name in label or label in name for label in labels)


def _confirmed_heading(
    headings: list[Heading], structured: str | None, context: str, parts: Collection[str]
) -> str | None:
    """Give the heading another source confirms, cut to what they confirm; None where they name another thing."""
    voices = f"{context} {structured or ''}"
    trusted = structured if structured and (not context or agreement(structured, context) >= _SAME) else ""
    trimmed = [_trimmed(heading, voices) for heading in headings]
    found = [
        h
        for h in trimmed
        if _confirms(context, h)
        or _confirms(trusted, h)
        or _is_named_so(h, structured, context, parts)
        or any(_holds(h, part) for part in parts)
    ]
    best = max(found, key=lambda h: agreement(h, voices) * min(len(h), 200), default=None)
    if best is None or not structured or agreement(structured, best) >= _SAME or plain(best) == _begin(structured):
        return best
    return best if _confirms(context, best) and agreement(structured, context) < _SAME else None


def _is_named_so(heading: str, structured: str | None, context: str, parts: Collection[str]) -> bool:
    """Say whether a heading is the product's name to the letter, of which the page's titles say a shorter form."""
    shortened = agreement(heading, context) >= _SHORTER or any(_shortens(part, heading) for part in parts)
    return plain(heading) == plain(structured or "") and shortened


def _shortens(part: str, heading: str) -> bool:
    return len(_words(part)) >= _FEWEST and agreement(part, heading) >= _SAME


def _holds(heading: str, part: str) -> bool:
    """Say whether a heading holds a part of the page's title and little else: "Blue pot K3 XL"."""
    return len(_words(part)) >= _FEWEST and agreement(part, heading) == 1 and agreement(heading, part) >= _SAME


def _begin(title: str) -> str:
    """Give what stands before a title's first joint: the rest are the shop's own words."""
    return plain(_JOINT.split(title)[0])


def _confirms(context: str, heading: str) -> bool:
    """Say whether a heading stands in another title as it is, or nearly; a few words in common prove nothing."""
    plain = _NOT_WORD.sub("", heading.casefold())
    stands = bool(plain) and plain in _NOT_WORD.sub("", context.casefold())
    return stands or (agreement(heading, context) >= _SAME and agreement(context, heading) >= _SAME)


def _trimmed(heading: Heading, voices: str) -> str:
    """Cut the pieces at a heading's ends that no other source knows: "New" + "Kettle K3" + "Code: 73556" + "Save"."""
    pieces = list(heading)
    while len(pieces) > 1 and agreement(pieces[-1], voices) < _SAME:
        pieces.pop()
    while len(pieces) > 1 and agreement(pieces[0], voices) < _SAME:
        pieces.pop(0)
    return " ".join(pieces)


def _shared(opengraph: str | None, page: str | None, site: str) -> str | None:
    """Give the run of words the two titles share, if it is most of either: what differs is each one's ornament."""
    if not opengraph or not page:
        return None
    one, other = without_site(opengraph, site), without_site(page, site)
    first, second = one.split()[:_MAX_WORDS], other.split()[:_MAX_WORDS]
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    if match.size < min(len(first), len(second)) * _SAME:
        return None
    return " ".join(first[match.a : match.a + match.size]).strip(" |–—·•»«-:")


def _lone(headings: Iterable[Heading]) -> str | None:
    given = list(dict.fromkeys(" ".join(heading) for heading in headings))
    return given[0] if len(given) == 1 else None


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(unicodedata.normalize("NFKC", text))}
