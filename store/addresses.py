"""Telling whether two addresses are one: the canonical form and its digest, which fits into every index."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit, urlunsplit

from store.models.types import clean_text

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Lower scheme and host, drop the default port and a fragment that only scrolls; leave the rest as it is.

    Fragments that begin with `!` or `/` name pages of single-page shops and stay.
    """
    try:
        parts = urlsplit(clean_text(url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return clean_text(url.strip())
    if host is None:
        return clean_text(url.strip())
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        place = f"{place}:{port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, fragment))


def address_of(url: str) -> str:
    """Give the SHA-256 (hex) of the canonical form."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()


def key_of(*parts: str | None) -> str:
    """Give the SHA-256 (hex) of several words; None differs from the empty word."""
    joined = "\0".join("\1" if part is None else "\2" + clean_text(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()
