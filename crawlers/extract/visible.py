"""What a visitor sees: title, price near it, gallery, seller, labels. Rules for every page, none for one site."""

from __future__ import annotations

from dataclasses import dataclass

from bs4.element import Tag

from crawlers.extract.candidate import Candidate
from crawlers.extract.document import clean
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import Heading, agreement
from crawlers.extract.schema_org import Place
from crawlers.extract.visible_labels import Labels, labels_of
from crawlers.extract.visible_media import gallery
from crawlers.extract.visible_price import ShownPrice, shown_price
from crawlers.extract.visible_seller import contacts_of, listing_id_of, seller_of
from crawlers.extract.visible_text import description_of, headings_of, trail_of
from crawlers.extract.words import ASK_PRICE, BUY, SOLD
from listings.money import read_money


@dataclass(frozen=True, slots=True, kw_only=True)
class VisiblePage:
    """The visible candidate, with what only the weighing needs: every heading, old prices, whether one can buy here."""

    candidate: Candidate
    headings: tuple[Heading, ...]
    price: ShownPrice
    offers: bool


def read_visible(region: Region, place: Place, page_title: str) -> VisiblePage:
    """Read the visible page; `page_title` helps to tell the listing's heading from the shop's."""
    headings = headings_of(region)
    anchor = title_tag(region, page_title)
    labels = labels_of(region)
    price = shown_price(region, anchor, place)
    text = clean(region.soup.get_text(" "), 50_000)
    return VisiblePage(
        headings=headings,
        price=price,
        offers=bool(price.now or ASK_PRICE.search(text)) and bool(anchor or BUY.search(text)),
        candidate=_candidate(region, place, anchor, labels, price=price, text=text),
    )


def title_tag(region: Region, page_title: str) -> Tag | None:
    """Give the heading that is the listing's title: the one that shares most with the page's title."""
    headings = [tag for tag in region.of("h1") if clean(tag.get_text(" "))]
    if len(headings) == 1 or not page_title:
        return headings[0] if headings else None
    best = max(headings, key=lambda tag: agreement(clean(tag.get_text(" ")), page_title), default=None)
    return best if best is not None and agreement(clean(best.get_text(" ")), page_title) > 0 else None


def _candidate(
    region: Region, place: Place, anchor: Tag | None, labels: Labels, *, price: ShownPrice, text: str
) -> Candidate:
    sold = SOLD.search(text)
    count = read_money(sold["after"] or sold["before"]) if sold else None
    return Candidate(
        source="visible",
        id=listing_id_of(region),
        title=clean(anchor.get_text(" ")) if anchor else None,
        description=description_of(region),
        price=price.now.amount if price.now else None,
        price_max=price.highest.amount if price.highest else None,
        currency=price.now.currency if price.now else None,
        seller=seller_of(region, place.base, labels.seller),
        brand=labels.brand,
        category=trail_of(region),
        images=gallery(region, anchor, place.base),
        location=labels.place,
        contacts=contacts_of(region),
        sold=int(count.amount) if count else None,
        attributes=labels.attributes,
    )
