"""What a visitor sees: title, price near it, gallery, seller, labels. Rules for every page, none for one site.

Text that matters whatever the structured data say (description, labels, seller, contacts) is read from the parsed page.
Title, price and pictures, which only their surroundings tell, are read from its BeautifulSoup form where asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from crawlers.extract.candidate import Candidate
from crawlers.extract.document import clean
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import Heading, is_shop
from crawlers.extract.schema_org import Place
from crawlers.extract.shown_price import ShownPrice
from crawlers.extract.visible_labels import labels_of
from crawlers.extract.visible_seller import contacts_of, listing_id_of, seller_of
from crawlers.extract.visible_text import description_of, headings_of, trail_of
from crawlers.extract.words import ASK_PRICE, BUY, SOLD
from listings.money import read_money


@dataclass(frozen=True, slots=True, kw_only=True)
class VisiblePage:
    """The visible candidate, with what only the weighing needs: headings, old prices, whether one can buy here."""

    candidate: Candidate
    headings: tuple[Heading, ...]
    price: ShownPrice = field(default_factory=ShownPrice)
    offers: bool = False
    sells: bool = False
    """Whether there is something to press to buy it, and a title it belongs to."""


def read_text(region: Region, place: Place, site: str) -> VisiblePage:
    """Read what the page says in words; title, price and pictures are left for `with_offer`."""
    labels = labels_of(region)
    headings = headings_of(region)
    own = tuple(heading for heading in headings if not is_shop(" ".join(heading), site))
    candidate = Candidate(
        source="visible",
        id=listing_id_of(region),
        description=description_of(region),
        seller=seller_of(region, place.base, labels.seller),
        brand=labels.brand,
        category=trail_of(region),
        location=labels.place,
        contacts=contacts_of(region),
        sold=_sold(region.text, labels.sold),
        attributes=labels.attributes,
    )
    return VisiblePage(candidate=candidate, headings=own or headings)


def with_offer(
    page: VisiblePage, region: Region, place: Place, *, titles: tuple[str, ...], site: str, known: Collection[Decimal]
) -> VisiblePage:
    """Add title, price and pictures as they are shown.

    Args:
        page: what the page says in words.
        region: the listing's own part of the page.
        place: base address and country.
        titles: what the page calls itself, `og:title` and the document's title.
        site: the site's name, which is no title.
        known: amounts that the page's own data give for this listing.
    """
    from crawlers.extract.soup import soup_of
    from crawlers.extract.title_tag import title_tag
    from crawlers.extract.visible_media import gallery
    from crawlers.extract.visible_price import shown_price

    soup = soup_of(region)
    anchor = title_tag(soup, titles, site)
    title = clean(anchor.get_text(" "), 500) if anchor else None
    price = shown_price(soup, anchor, place, known)
    buys = BUY.search(region.text) is not None
    headings = page.headings if anchor is None or anchor.name == "h1" else ((title or "",),)
    return replace(
        page,
        headings=headings,
        price=price,
        offers=bool(price.now or ASK_PRICE.search(region.text)) and bool(anchor or buys),
        sells=bool(price.now and anchor and buys),
        candidate=replace(
            page.candidate,
            title=title,
            price=price.now.amount if price.now else None,
            price_max=price.highest.amount if price.highest else None,
            currency=price.now.currency if price.now else None,
            images=gallery(soup, anchor, place.base),
        ),
    )


def _sold(text: str, labelled: str | None) -> int | None:
    found = SOLD.search(text)
    given = labelled or ((found["after"] or found["before"]) if found else None)
    myriads = 10_000 if given and given[-1:] in {"万", "萬"} else 1
    count = read_money(given.rstrip("万萬").replace("rb", "k")) if given else None
    return int(count.amount * myriads) if count else None
