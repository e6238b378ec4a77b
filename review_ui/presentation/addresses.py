"""Which scraped addresses may become links."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(address: str | None) -> str | None:
    """Give an http or https address as it may stand in a link, None for everything else (shown as text only)."""
    if address is None or any(character <= " " for character in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def local_path(address: str | None, otherwise: str) -> str:
    r"""Give a path on this site to go on to, `otherwise` where the given one leads elsewhere.

    Browsers read "//host" and "/\host" as other sites.
    """
    plain = address is not None and address.isprintable() and " " not in address
    inside = plain and address is not None and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and address is not None else otherwise
