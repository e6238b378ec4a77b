"""News and advertising articles: who publishes, who pays, what they say."""

from __future__ import annotations

from itertools import islice

from lxml.etree import _Element as Element

from crawlers.extract.candidate import Candidate
from crawlers.extract.element_text import clean, visible_text
from crawlers.extract.region import Region
from crawlers.extract.visible_text import paragraphs_of
from crawlers.extract.words import SPONSOR_NAME, SPONSORED

# Below this a text is a teaser or a notice; 400 letters is a short news item.
MIN_ARTICLE = 400
_MARK_LENGTH = 80
_PARTING = ("", "|", "·", "•", "–", "—", "-", "/")
_MARK_TAGS = ("span", "div", "p", "strong", "em", "small", "a", "label", "header", "aside")


def read_article(region: Region) -> Candidate:
    """Give the running text, with its advertiser and the sponsor's mark where the page says who paid."""
    text = "\n".join(paragraphs_of(region))
    mark = sponsored_mark(region)
    return Candidate(
        source="visible",
        kind="article",
        description=text or None,
        advertiser=_advertiser(region, text),
        attributes={"sponsored": mark} if mark else {},
    )


def is_article(candidate: Candidate) -> bool:
    """Say whether there is running text enough for an article."""
    return len(candidate.description or "") >= MIN_ARTICLE


def sponsored_mark(region: Region) -> str | None:
    """Give the words by which the page says that it was paid for: a label by itself, no piece of a sentence."""
    for element in islice(region.root.iter(*_MARK_TAGS), 2000):
        text = visible_text(element, _MARK_LENGTH + 1)
        if len(text) <= _MARK_LENGTH and SPONSORED.fullmatch(text) and _stands_alone(element):
            return text
    return None


def _stands_alone(element: Element) -> bool:
    """Say whether no words run on from an element or into it, unless a bar or a dot parts them."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    after = element.tail
    return (before or "").strip()[-1:] in _PARTING and (after or "").strip()[:1] in _PARTING


def _advertiser(region: Region, text: str) -> str | None:
    named = SPONSOR_NAME.search(clean(" | ".join(islice(region.tree.itertext(), 5000)), 20_000)) or SPONSOR_NAME.search(
        text
    )
    return clean(named["name"]) if named else None
