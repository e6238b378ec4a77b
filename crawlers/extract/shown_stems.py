"""Which pictures a page shows at all, so that what it states of its picture can be held against it."""

from __future__ import annotations

from itertools import islice

from crawlers.extract.picture_address import PICTURE_FILE, forms_of, stem_of, usable
from crawlers.extract.region import Region

MAX_PICTURES = 600
_KINDS = ("img", "amp-img", "source")


def stems_of(region: Region) -> frozenset[str]:
    """Give the stems (`picture_address.stem_of`) of every picture in the listing's own part of the page."""
    found: set[str] = set()
    pictures = [element for kind in _KINDS for element in islice(region.of(kind), MAX_PICTURES)]
    linked = (
        element for element in region.of("a") if PICTURE_FILE.search((element.get("href") or "").partition("?")[0])
    )
    for element in islice((*pictures, *linked), MAX_PICTURES):
        for given in (*forms_of(dict(element.items())), element.get("href") or ""):
            address = usable(given)
            if address:
                found.add(stem_of(address))
    styled = (dict(element.items()) for element, style in region.having("style") if "url(" in style)
    found.update(stem_of(given) for attributes in islice(styled, MAX_PICTURES) for given in forms_of(attributes))
    return frozenset(found) - {""}
