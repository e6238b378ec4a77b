"""What a page's own style rules say of prominence: struck out, hidden, how large. Nothing is laid out.

Only `<style>` elements and `style` attributes are read; shops put the look of their first screen there. Of a selector
tags, classes, ids and descent count; what depends on a visitor's doings (":hover") or on attributes is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bs4.element import Tag

from crawlers.extract.soup import Soup

MAX_SHEETS = 300_000
MAX_RULES = 3000
# Rules on one id, class or kind of element, of which the last count most.
MAX_ALIKE = 40
# Elements times the rules that may apply to each.
MAX_TESTS = 40_000
MAX_SELECTOR, MAX_BODY = 600, 3000
_TELLING = ("line-through", "font-size", "font-weight", "font:", "display:none", "display: none")
_STRUCK = re.compile(r"text-decoration[^;]{0,40}line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|[;\s])font(?:-size)?\s*:[^;]{0,60}?(\d{0,3}\.?\d{1,3})(px|pt|rem|em|%)", re.IGNORECASE)
_COMPOUND = re.compile(r"(?:[a-z][\w-]{0,80})?(?:[.#][\w-]{1,80})*", re.IGNORECASE)
_PART = re.compile(r"[.#]?[\w-]+")
_DESCENT = re.compile(r"[\s>+~]+")
_IN_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}
_NORMAL = 16.0
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# Bold letters stand out like letters a fifth larger.
_BOLDER = 1.2
# What elements and the classes of two style kits in wide use (Bootstrap, Tailwind) stand for, in pixels.
_USUAL = {
    "h1": 32.0, "h2": 24.0, "h3": 19.0, "big": 19.0, "small": 13.0, "sub": 13.0, "sup": 13.0,
    ".text-xs": 12.0, ".text-sm": 14.0, ".text-base": 16.0, ".text-lg": 18.0, ".text-xl": 20.0, ".text-2xl": 24.0,
    ".text-3xl": 30.0, ".text-4xl": 36.0, ".text-5xl": 48.0, ".small": 14.0, ".h1": 40.0, ".h2": 32.0, ".h3": 28.0,
    ".h4": 24.0, ".h5": 20.0, ".h6": 16.0, ".fs-1": 40.0, ".fs-2": 32.0, ".fs-3": 28.0, ".fs-4": 24.0, ".fs-5": 20.0,
    ".fs-6": 16.0,
}  # fmt: skip
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0,
               "+1": 18.0, "+2": 24.0, "+3": 32.0, "-1": 13.0, "-2": 10.0}  # fmt: skip
_REACH = 12


@dataclass(frozen=True, slots=True)
class _Rule:
    ancestors: tuple[frozenset[str], ...]
    own: frozenset[str]
    declared: str
    weight: tuple[int, int]


def dress(soup: Soup, sheets: Sequence[str]) -> None:
    """Write what the style sheets say of each element into its `style`, before what stands there."""
    rules = _by_token(sheets)
    if not rules:
        return
    pairs = ((tag, rule) for tag in soup.tags for token in _tokens(tag) for rule in rules.get(token, ()))
    found: dict[int, tuple[Tag, list[_Rule]]] = {}
    for tag, rule in islice(pairs, MAX_TESTS):
        if _applies(rule, tag):
            found.setdefault(id(tag), (tag, []))[1].append(rule)
    for tag, applying in found.values():
        applying.sort(key=lambda rule: rule.weight)
        tag["style"] = ";".join([*(rule.declared for rule in applying), str(tag.get("style") or "")])


def is_hidden(tag: Tag) -> bool:
    """Say whether an element, or one close around it, is not displayed until something is pressed."""
    around = (tag, *islice(tag.parents, _REACH))
    return any("hidden" in part.attrs or _HIDDEN.search(_last_display(part)) for part in around)


def size_of(tag: Tag) -> float:
    """Give how large an element's letters seem, in pixels, as far as the page itself says; 16 where it does not."""
    factor = _BOLDER if any(map(_is_bold, (tag, *islice(tag.parents, 2)))) else 1.0
    for part in (tag, *islice(tag.parents, _REACH)):
        sizes = _SIZE.findall(str(part.get("style") or "")[-2000:])
        if sizes:
            number, unit = float(sizes[-1][0]), sizes[-1][1].lower()
            if unit in _IN_PIXELS:
                return factor * number * _IN_PIXELS[unit]
            factor *= number / 100 if unit == "%" else number
        elif (usual := _usual(part)) is not None:
            return factor * usual
    return factor * _NORMAL


def _is_bold(tag: Tag) -> bool:
    return tag.name in {"b", "strong"} or bool(_BOLD.search(str(tag.get("style") or "")[-2000:]))


def _usual(tag: Tag) -> float | None:
    if tag.name == "font":
        return _FONT_SIZES.get(str(tag.get("size") or "").strip())
    told = _tokens(tag) & _USUAL.keys()
    return max((_USUAL[token] for token in told), default=None)


def _last_display(tag: Tag) -> str:
    """Give the last word on whether an element is displayed: later rules outdo earlier ones."""
    style = str(tag.get("style") or "")[-2000:]
    return style[max(style.rfind("display"), style.rfind("visibility"), 0) :] if style else ""


def _tokens(tag: Tag) -> frozenset[str]:
    if not tag.attrs:
        return _tokens_of(tag.name, "", "")
    return _tokens_of(tag.name, str(tag.get("class") or ""), str(tag.get("id") or ""))


@lru_cache(maxsize=4096)
def _tokens_of(name: str, classes: str, identity: str) -> frozenset[str]:
    return frozenset((name, *(f".{given}" for given in classes.split()[:30]), f"#{identity}"))


def _by_token(sheets: Iterable[str]) -> Mapping[str, list[_Rule]]:
    """Read the rules that tell something, each under the last element's id, class or kind."""
    found: dict[str, list[_Rule]] = {}
    for place, (selectors, body) in enumerate(islice(_blocks(sheets), MAX_RULES)):
        for selector in selectors.split(",")[:20]:
            rule = _rule(selector.strip(), body, place)
            if rule:
                found.setdefault(min(rule.own), []).append(rule)
    return {token: rules[-MAX_ALIKE:] for token, rules in found.items()}


def _blocks(sheets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of the blocks that tell something; what frames them ("@media") is left off."""
    for sheet in _bounded(sheets):
        for block in sheet.split("}"):
            selectors, _, body = block.rpartition("{")
            if any(word in body for word in _TELLING) and len(body) <= MAX_BODY:
                yield selectors.rpartition("{")[2][-MAX_SELECTOR:], body


def _bounded(sheets: Iterable[str]) -> Iterable[str]:
    left = MAX_SHEETS
    for sheet in sheets:
        if left > 0:
            yield sheet[:left]
            left -= len(sheet)


def _rule(selector: str, declared: str, place: int) -> _Rule | None:
    compounds = [part for part in _DESCENT.split(selector) if part][-6:]
    if not compounds or not all(_COMPOUND.fullmatch(compound) for compound in compounds):
        return None
    parts = [frozenset(_PART.findall(compound)) for compound in compounds]
    weight = sum((100 if token[0] == "#" else 10 if token[0] == "." else 1) for tokens in parts for token in tokens)
    return _Rule(tuple(parts[:-1]), parts[-1], declared[:500], (weight, place))


def _applies(rule: _Rule, tag: Tag) -> bool:
    if not rule.own <= _tokens(tag):
        return False
    wanted = list(rule.ancestors)
    for part in tag.parents if wanted else ():
        if wanted and wanted[-1] <= _tokens(part):
            wanted.pop()
    return not wanted
