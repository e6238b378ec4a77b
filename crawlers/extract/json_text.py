"""JSON as pages hold it: plain, wrapped in comments, escaped for HTML, or JavaScript that only looks like JSON."""

from __future__ import annotations

import html
import json
import re
from typing import Any

# One block of real data seldom passes 100 kB; state of a whole shop may reach a megabyte.
MAX_BLOCK = 2_000_000
# The tolerant reader is given less: what is both broken and huge is not worth it.
MAX_REPAIRED_BLOCK = 500_000

_BEFORE = re.compile(
    r"(?:\s|<!--|(?://\s*)?<!\[CDATA\[|//[^\n{\[]{0,200}(?:\n|(?=[{\[]))|/\*.{0,2000}?\*/)+", re.DOTALL
)
_AFTER = re.compile(r"(?:\s|;|-->|//|\]\]>)+$")


def read_json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read a block as JSON; where it is none, as a JavaScript value. None for what neither reader takes."""
    if len(text) > MAX_BLOCK:
        return None
    found = _plain(text)
    if found is None:
        bare = _unwrapped(text)
        found = _plain(bare)
        found = _repaired(bare) if found is None else found
    return found


def _unwrapped(text: str) -> str:
    start = _BEFORE.match(text)
    bare = _AFTER.sub("", text[start.end() if start else 0 :][-MAX_BLOCK:])
    return html.unescape(bare) if bare[:40].find("&quot;") >= 0 else bare


def _plain(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        # Not strict: raw line breaks within a text are the commonest fault of all.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _repaired(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read with comments, single quotes, bare keys, trailing commas; what follows the first value is left."""
    if len(text) > MAX_REPAIRED_BLOCK or text[:1] not in {"{", "["}:
        return None
    import chompjs

    try:
        return chompjs.parse_js_object(text, loader_kwargs={"strict": False})
    except (ValueError, RecursionError):
        return None
