"""The site's own id of a listing, read from its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_FRONT = re.compile(r"/?(?:index|default|home)?(?:\.(?:html?|php|aspx?))?|/", re.IGNORECASE)
_QUERY_NAMES = ("product_id", "productid", "item_id", "itemid", "pid", "listing_id", "sku", "id")
# Each pattern is a habit of many shops: "-i.123.456" (shop and item), "/deal/4548094738", "/p/K3-12", "-p12345.html".
_PATH_IDS = (
    re.compile(r"-i\.(\d+\.\d+)$"),
    re.compile(r"[-_/]p?i?(\d{5,20})(?:\.html?)?/?$", re.IGNORECASE),
    re.compile(
        r"/(?:p|pd|dp|item|deal|listing|products?|san-pham|tin)/(?:[^/]+/)?([A-Za-z]{0,4}\d[\w-]{2,30})(?:\.html?)?/?$"
    ),
    re.compile(r"-p(\d{3,20})(?:[-.].*)?$", re.IGNORECASE),
)


def is_front(address: str) -> bool:
    """Say whether an address is a site's front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return bool(_FRONT.fullmatch(parts.path)) and not parts.query and not (parts.fragment and not parts.path)


def id_in_url(url: str) -> str | None:
    """Give the id an address carries, or None where it has only words."""
    parts = urlsplit(url)
    given = {name.lower(): value for name, value in parse_qsl(parts.query, max_num_fields=200) if value}
    named = next((given[name] for name in _QUERY_NAMES if any(c.isdigit() for c in given.get(name, ""))), None)
    found = (pattern.search(unquote(parts.path)) for pattern in _PATH_IDS)
    return next((match[1] for match in found if match), None) or (named[:100] if named else None)
