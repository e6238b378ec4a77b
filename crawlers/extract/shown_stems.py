"""Which pictures a page shows, and which only hold their places, so that what it states can be held against them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice

from crawlers.extract.picture_address import PICTURE_FILE, forms_of, further_forms_of, stem_of, usable
from crawlers.extract.region import Region

MAX_PICTURES = 600
# A picture in whose place two others are loaded shows neither.
_REPEATED = 2
_KINDS = ("img", "amp-img", "source")


def stems_of(region: Region) -> frozenset[str]:
    """Give the stems (`picture_address.stem_of`) of every picture in the listing's own part of the page."""
    found: set[str] = set()
    pictures = [element for kind in _KINDS for element in islice(region.of(kind), MAX_PICTURES)]
    linked = (
        element for element in region.of("a") if PICTURE_FILE.search((element.get("href") or "").partition("?")[0])
    )
    for element in islice((*pictures, *linked), MAX_PICTURES):
        attributes = dict(element.items())
        for given in (*forms_of(attributes), *further_forms_of(attributes), element.get("href") or ""):
            address = usable(given)
            if address:
                found.add(stem_of(address))
    styled = (dict(element.items()) for element, style in region.having("style") if "url(" in style)
    found.update(stem_of(given) for attributes in islice(styled, MAX_PICTURES) for given in forms_of(attributes))
    return frozenset(found) - {""}


def placeholders_of(region: Region) -> frozenset[str]:
    """Give the stems of the pictures that stand in for several others until a program has loaded those."""
    pictures = [dict(element.items()) for element in islice(region.of("img", "amp-img"), MAX_PICTURES)]
    times = Counter(given.get("src", "") for given in pictures)
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for given in pictures:
        shown = usable(given.get("src", "")) if times[given.get("src", "")] >= _REPEATED else None
        behind_it = (*forms_of({**given, "src": ""}), *further_forms_of(given)) if shown else ()
        late = next(filter(None, map(usable, behind_it)), None)
        if shown and late:
            behind[stem_of(shown)].add(stem_of(late))
    return frozenset(stem for stem, late in behind.items() if len(late - {stem}) >= _REPEATED)
