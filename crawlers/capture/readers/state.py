"""The state that a site's scripts left in a captured page: found by what an object holds, not by where it lies.

Sites move their state about with every release. That an item carries `itemid` and `shopid` has stayed for years.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml.etree import _Element as Element

from crawlers.extract.document import Document
from crawlers.extract.element_text import clean
from crawlers.extract.reading import PageReading

MAX_SCRIPT = 4_000_000
MAX_NODES = 200_000
# `window.pageData = {`, `var __moduleData__ = {`; a script may hold several.
_ASSIGNED = re.compile(r"[\w$.\]\"']{1,80}\s{0,5}=\s{0,5}(?=[{\[])")
_MOST_ASSIGNED = 20

State = Mapping[str, Any]


@dataclass(frozen=True)
class CapturedPage:
    """A captured page as a reader gets it: parsed, and as the generic extraction reads it."""

    document: Document
    reading: PageReading

    @cached_property
    def states(self) -> tuple[Any, ...]:
        """Give the values of all scripts that hold JSON or assign it, in the order of the page."""
        return tuple(_states(self.document.scripts))

    def holding(self, *keys: str) -> Iterator[State]:
        """Yield the objects anywhere in the state that have all these keys, outer ones first."""
        return objects_with(self.states, *keys)


def objects_with(roots: object, *keys: str) -> Iterator[State]:
    """Yield the objects anywhere below that have all these keys, in order, looking at a bounded number."""
    waiting: list[Any] = [roots]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, Mapping):
            if all(key in node for key in keys):
                yield node
            waiting.extend(reversed(list(node.values())))
        elif isinstance(node, (list, tuple)):
            waiting.extend(reversed(node))


def text_at(state: object, *path: str) -> str | None:
    """Give the text or number at a path of keys, on one line; None where there is none."""
    value = value_at(state, *path)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return clean(str(value)) or None


def value_at(state: object, *path: str) -> Any:  # noqa: ANN401 - any JSON value
    """Give the value at a path of keys, None where the path ends early."""
    for key in path:
        state = state.get(key) if isinstance(state, Mapping) else None
    return state


def _states(scripts: Iterable[Element]) -> Iterator[Any]:
    for script in scripts:
        text = (script.text or "").strip()
        kind = (script.get("type") or "").lower()
        if not text or len(text) > MAX_SCRIPT or "ld+json" in kind:
            continue
        if text[0] in "{[":
            yield from _parsed(text)
        else:
            yield from _assigned(text)


def _parsed(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        return


def _assigned(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    place = 0
    for _ in range(_MOST_ASSIGNED):
        match = _ASSIGNED.search(text, place)
        if match is None:
            return
        try:
            value, place = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            place = match.end()
            continue
        yield value
