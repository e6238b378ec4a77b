"""Where a picture's file lies: the largest form an element names, and what two addresses of one picture share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

ZOOMED = ("data-zoom-image", "data-large_image", "data-zoom", "data-full", "data-large", "data-big", "data-image-large")
LAZY = ("data-original", "data-origin", "data-src", "data-lazy-src", "data-lazy", "data-echo", "data-image", "data-img",
        "data-bg", "data-background", "data-background-image", "data-image-src")  # fmt: skip
SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_KNOWN = frozenset({*ZOOMED, *LAZY, *SETS})
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
MAX_ADDRESS = 4000
_WIDTH = re.compile(r"\{width\}|%7Bwidth%7D", re.IGNORECASE)
_BACKGROUND = re.compile(r"url\(\s*['\"]?([^'\")]{4,2000})['\"]?\s*\)", re.IGNORECASE)
_INNER = re.compile(r"(?:^|&)(?:url|src|image)=([^&]+)", re.IGNORECASE)
_END = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$|\._.*$", re.IGNORECASE)
_SIZE = re.compile(
    r"(?:[-_.@](?:\d{2,4}x\d{0,4}|x\d{2,4}|\d{2,4}w?|w\d+|h\d+|[1-3]x|scaled|large|medium|small|thumb(?:nail)?|mini|tiny|big|"
    r"resize|nl|tn|grande|master|zoom|full|original|(?:large|home|small|medium|cart|thickbox)_default|xxl|xl|lg|md|sm|xs))+$",
    re.IGNORECASE,
)
_SMALL_FORM = re.compile(
    r"thumb|/mini|/small|/tiny|_s\.|[-_](?:small|mini|tiny|xs|thumb)\b|(?<!\d)(?:[1-9]\d|1\d\d)x(?:[1-9]\d|1\d\d)?(?!\d)"
    r"|/(?:[1-9]\d|1\d\d)/(?:[1-9]\d|1\d\d)/|(?<![a-z])[wh]_?(?:[1-9]\d|1\d\d)(?!\d)"
    r"|[?&](?:w|h|wid|hei|imwidth|width|height|size)=(?:[1-9]\d|1\d\d)(?!\d)",
    re.IGNORECASE,
)
_LARGE_FORM = re.compile(r"(?<!\d)(?:[3-9]\d\d|[1-3]\d{3})x(?:[3-9]\d\d|[1-3]\d{3})?(?!\d)")
_SHORT = 4


def forms_of(given: Mapping[str, str]) -> Iterator[str]:
    """Yield the addresses an element's attributes name, the largest form first; `src`, often a placeholder, last."""
    yield from (widest(given[name]) for name in SETS if given.get(name))
    yield from (given[name] for name in (*ZOOMED, *LAZY) if given.get(name))
    behind = _BACKGROUND.search(given.get("style") or "")
    if behind:
        yield behind[1]
    if given.get("src"):
        yield given["src"]


def further_forms_of(given: Mapping[str, str]) -> Iterator[str]:
    """Yield what attributes of other names hold: programs that load pictures late call theirs as they like.

    They count after what is shown, as a picture shown while one points at another is kept so, too.
    """
    late = (value for name, value in given.items() if name.startswith("data-") and name not in _KNOWN)
    return (value for value in late if PICTURE_FILE.search(value.partition("?")[0]))


def usable(address: str) -> str | None:
    """Give an address that names a file, with a width put in where the shop's program leaves a place for it."""
    plain = address.strip()
    if not plain or len(plain) > MAX_ADDRESS or plain.startswith(("data:", "about:", "blob:", "[", "{")):
        return None
    return _WIDTH.sub("1024", plain)


def widest(srcset: str) -> str:
    """Give the address with the largest descriptor ("1200w", "2x") of a set, the first where none has one."""
    entries = [entry.split() for entry in re.split(r",\s+", srcset[:8000]) if entry.split()]
    return max(entries, key=_width, default=[""])[0].rstrip(",")


def is_small_form(address: str) -> bool:
    """Say whether an address names a thumbnail."""
    if _LARGE_FORM.search(address):
        return False
    return bool(_SMALL_FORM.search(unquote(address.rpartition("/")[2] if address.count("/") < _SHORT else address)))


def stem_of(address: str) -> str:
    """Give what all forms of one picture have in common in their addresses: the file's name without size and kind."""
    parts = urlsplit(address[:MAX_ADDRESS])
    inner = _INNER.search(parts.query)
    path = urlsplit(unquote(inner[1])).path if inner else unquote(parts.path)
    names = [name for name in path.split("/") if name][-2:]
    if not names:
        return ""
    stem = _SIZE.sub("", _END.sub("", names[-1])).lower()
    return stem if len(stem) >= _SHORT and not stem.isdigit() else "/".join([*names[:-1], stem]).lower()


def are_kin(one: str, other: str) -> bool:
    """Say whether two pictures lie side by side: on one host, in one folder or in folders most of whose names agree."""
    first, second = urlsplit(one[:MAX_ADDRESS]), urlsplit(other[:MAX_ADDRESS])
    above, beside = first.path.split("/")[1:-1], second.path.split("/")[1:-1]
    alike = len(set(above) & set(beside)) * 2 > max(len(above), len(beside))
    return first.netloc == second.netloc and (alike or bool(above and above[-1:] == beside[-1:]))


def _width(entry: list[str]) -> float:
    digits = entry[1].rstrip("wxh,") if len(entry) > 1 else ""
    return float(digits) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", digits) else 0
