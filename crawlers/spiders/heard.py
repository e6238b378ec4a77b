"""Links that a run has met already, told by their spelling alone: a shop's menu stands on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

MAX_HEARD = 5_000
"""Spellings remembered, some 1 MB: menus have hundreds. When there are more, all are forgotten and heard anew."""

_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'<>\s#]{1,2000})""", re.IGNORECASE)
_NAME = b"href"
_FREE_OF_BASE = (b"/", b"http://", b"https://")


class HeardLinks:
    """Saves taking a listing's page apart for links when none of them is new."""

    def __init__(self) -> None:
        self._heard: set[bytes] = set()

    def has_new(self, body: bytes, url: str) -> bool:
        """Say whether a page spells a link that no page before did, and remember them."""
        folder = urlsplit(url).path.rpartition("/")[0].encode() + b"/"
        spelled = {raw if raw.startswith(_FREE_OF_BASE) else folder + raw for raw in _hrefs(body)}
        new = spelled - self._heard
        if len(self._heard) > MAX_HEARD:
            self._heard.clear()
        self._heard |= new
        return bool(new)


def _hrefs(body: bytes) -> Iterator[bytes]:
    """Yield what the pattern finds, tried only where its name stands: a plain search is ten times as fast."""
    lowered = body.lower()
    place = lowered.find(_NAME)
    while place >= 0:
        found = _HREF.match(body, place)
        if found:
            yield found[1]
        place = lowered.find(_NAME, found.end() if found else place + len(_NAME))
