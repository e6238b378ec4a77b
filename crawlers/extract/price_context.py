"""What stands right before and right after an amount on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from bs4.element import NavigableString, PageElement, Tag

from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MARK_BEHIND, MARKED_NUMBER
from crawlers.extract.price_patterns import CALLED_PRICE, STRUCK_STYLE

OLD_TAGS = frozenset({"del", "s", "strike"})
_OLD_REACH = 4
_INLINE = frozenset({"span", "b", "strong", "i", "em", "small", "sup", "sub", "a", "bdi", "font", "ins", "u", "mark",
                     "del", "s", "strike", "data", "label", "big"})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "a", "button"})
_ICONS = frozenset({"i", "img"})
MAX_LABEL = 40
_BEFORE_REACH, _AFTER_REACH = 60, 40
_PIECES = 6
_NUMBER = re.compile(r"\d[\d\s.,'’]{0,20}")
# What follows the last number of a text, and that number where it may count something: "or 4 payments of".
_COUNTED = re.compile(r"(?<![\d.,])\d{1,2}(?![\d.,])\D*$")
_NUMBERED = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCES = frozenset({"p", "li", "dd", "blockquote", "h1"})
_FEWEST_WORDS, _MANY_WORDS, _SENTENCE_REACH = 4, 12, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The words before the first and behind the last digit, on one line."""

    before: str
    after: str


def context_of(tag: Tag, text: str) -> Context:
    """Give the words around the amount that `text`, the element's own, holds.

    Words of another block count only where they are a label: they hold no digit, and nothing stands between.
    """
    found = MARKED_NUMBER.search(text) or _NUMBER.search(text)
    start, end = found.span() if found else (0, len(text))
    return around(tag, text[:start], text[end:])


def around(tag: Tag, before: str, after: str, *, first: bool = True, last: bool = True) -> Context:
    """Give the context of an amount with this before and behind it in the element's own text.

    Only beside the first and the last amount there do the neighbours' words count.
    """
    behind = MARK_BEHIND.sub("", after, count=1)
    wide_before = before if not first or _NUMBERED.search(before) else f"{_words_before(tag)} {before}"
    wide_after = behind if not last or _NUMBERED.search(behind) else f"{behind} {_words_after(tag)}"
    return Context(before=clean(wide_before)[-_BEFORE_REACH:], after=clean(wide_after)[:_AFTER_REACH])


def is_struck(node: PageElement, within: Tag | None) -> bool:
    """Say whether an element, or one close around it (`within` which nothing is asked), is struck out."""
    for part in islice(_self_and_parents(node), _OLD_REACH):
        if part is within:
            return False
        if part.name in OLD_TAGS or STRUCK_STYLE.search(str(part.get("style") or "")):
            return True
    return False


def is_told(tag: Tag, words: str) -> bool:
    """Say whether an amount stands in a sentence: words run around it, and those beside it do not call it a price."""
    if CALLED_PRICE.search(words):
        return False
    block = _block_of(tag)
    around = [tag, *takewhile(lambda part: part is not block.parent, tag.parents)]
    said = " ".join(child[:_SENTENCE_REACH] for part in around for child in part if type(child) is NavigableString)
    return len(_WORD.findall(said)) >= (_FEWEST_WORDS if block.name in _SENTENCES else _MANY_WORDS)


def _self_and_parents(node: PageElement) -> Iterator[Tag]:
    if isinstance(node, Tag):
        yield node
    yield from node.parents


def _words_before(tag: Tag) -> str:
    block = _block_of(tag)
    found: list[str] = []
    for node in islice(tag.previous_elements, 60):
        if type(node) is not NavigableString or not (text := clean(node, 200)):
            continue
        inside = node.parent is not None and _block_of(node.parent) is block
        if inside and _NUMBERED.search(text):
            counted = _COUNTED.search(text)
            found.append(counted[0] if counted else _NUMBERED.split(text)[-1])
            break
        if _NUMBERED.search(text) or (not inside and (found or not _is_label(node, text))):
            break
        found.append(text)
        if not inside or len(found) >= _PIECES:
            break
    return " ".join(reversed(found))


def _is_label(node: NavigableString, text: str) -> bool:
    """Say whether words of another block may name what follows: they are few, and no heading or link."""
    return len(text) <= MAX_LABEL and not any(part.name in _HEADINGS for part in islice(node.parents, 3))


def _words_after(tag: Tag) -> str:
    block = _block_of(tag)
    own = set(map(id, tag.descendants))
    found: list[str] = []
    for node in islice(tag.next_elements, 60):
        if id(node) in own or not (text := _said(node)):
            continue
        if node.parent is None or _block_of(node.parent) is not block or len(found) >= _PIECES:
            break
        found.append(text)
        if _NUMBERED.search(text):
            break
    return " ".join(found)


def icon_text(node: PageElement) -> str:
    """Give what an icon says in the place of words: "$ 329.990 <i title='Tarjeta Sol'></i>".

    What holds a number names a picture ("Pot 24 cm").
    """
    if not isinstance(node, Tag) or node.name not in _ICONS or node.contents:
        return ""
    said = clean(str(node.get("alt") or node.get("title") or ""), MAX_LABEL)
    return "" if _NUMBERED.search(said) else said


def _said(node: PageElement) -> str:
    return clean(node, 200) if type(node) is NavigableString else icon_text(node)


def _block_of(tag: Tag) -> Tag:
    return next((part for part in _self_and_parents(tag) if part.name not in _INLINE), tag)
