"""Reads single values of structured data, in every shape the vocabulary allows and some it does not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crawlers.extract.document import resolve_url
from crawlers.extract.element_text import clean

MAX_DESCRIPTION = 20_000
MAX_IMAGES = 30
# Real values nest three deep.
MAX_DEPTH = 6

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|h\d|tr)\b[^<>]{0,500}>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\s*\n\s*")


def each(value: Any, depth: int = MAX_DEPTH) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
    """Yield the parts of a list, a single value as it is, and nothing for what is empty or nested beyond reason."""
    if isinstance(value, list):
        for part in value[:200]:
            yield from each(part, depth - 1) if isinstance(part, list) and depth else (part,)
    elif value not in (None, "", {}):
        yield value


def text_of(value: Any, *keys: str, depth: int = MAX_DEPTH) -> str | None:  # noqa: ANN401 - any JSON value
    """Give the first plain text in a value; of a node its `name`, or the keys given."""
    for part in each(value):
        if isinstance(part, Mapping):
            inner = (part[key] for key in (keys or ("name", "@value")) if part.get(key))
            found = next((text_of(value, depth=depth - 1) for value in inner), None) if depth else None
        else:
            found = None if isinstance(part, (bool, list)) else plain_line(str(part))
        if found:
            return found
    return None


def plain_line(text: str) -> str | None:
    """Give one line of text without tags; entities are resolved twice, as double escaping is common."""
    unescaped = html.unescape(html.unescape(text[:5000]))
    return clean(_TAG.sub(" ", unescaped) if "<" in unescaped else unescaped) or None


def plain_text(text: str) -> str | None:
    """Give a longer text with its lines kept and its tags gone."""
    unescaped = html.unescape(text[: MAX_DESCRIPTION * 3])
    if "<" in unescaped:
        unescaped = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", unescaped)))
    lines = (clean(line, MAX_DESCRIPTION) for line in unescaped.splitlines())
    return "\n".join(line for line in lines if line)[:MAX_DESCRIPTION] or None


def images_of(value: Any, base: str) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    """Give the absolute addresses of images in a value: text, ImageObject or lists of both."""
    found: dict[str, None] = {}
    for part in each(value):
        given = text_of(part, "contentUrl", "url", "@id") if isinstance(part, Mapping) else part
        address = resolve_url(given, base) if isinstance(given, str) and len(given) < 4000 else None  # noqa: PLR2004
        if address:
            found[address] = None
    return tuple(found)[:MAX_IMAGES]


def time_of(value: Any) -> datetime | None:  # noqa: ANN401 - any JSON value
    """Read an ISO 8601 time as UTC; one without a zone is taken as UTC."""
    text = text_of(value)
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
