"""Weighs the candidates of one listing against each other, by stated rules, and says where each field came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crawlers.extract.candidate import Candidate
from crawlers.extract.certainty import certainty_of
from crawlers.extract.identity import id_in_url
from crawlers.extract.locale import reads_vietnamese
from crawlers.extract.picture_marks import stands_for_listing
from crawlers.extract.resolve_title import choose_title
from crawlers.extract.schema_org import Place
from crawlers.extract.visible import VisiblePage
from listings.currencies import currency_of_country
from listings.listing import FieldSource, Listing, ListingKind, Seller
from listings.page import ReadListing

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything a page gave on one listing. `structured` is in order of trust: JSON-LD, then microdata."""

    structured: Sequence[Candidate]
    opengraph: Candidate
    visible: VisiblePage
    page_title: str
    url: str
    site: str
    place: Place
    lang: str | None
    state: Sequence[Candidate] = ()
    """What programs' state says of a product of this title."""

    @property
    def stated(self) -> tuple[Candidate, ...]:
        """Give what the page states for machines, in order of trust."""
        return (*self.structured, self.opengraph)

    @property
    def all(self) -> tuple[Candidate, ...]:
        """Give the candidates in order of trust."""
        return (*self.stated, self.visible.candidate)


def resolve(kind: ListingKind, evidence: Evidence) -> ReadListing:
    """Make one listing of the candidates."""
    sources: dict[str, FieldSource] = {}
    priced = _price(evidence)
    images, images_from = _images(evidence)

    def first(name: str, pick: Callable[[Candidate], T | None], order: Sequence[Candidate] = evidence.all) -> T | None:
        value, source = _first(order, pick)
        if source is not None:
            sources[name] = source
        return value

    title = choose_title(
        first("title", lambda c: c.title, evidence.structured),
        evidence.visible.headings,
        evidence.opengraph.title,
        evidence.page_title,
        evidence.site,
    )
    sources["title"] = _title_source(title, evidence)
    if priced is not None:
        sources |= {"price": priced.source} | ({"currency": priced.source} if priced.currency else {})
    if images_from is not None:
        sources["images"] = images_from
    description = _longest(evidence, sources)
    listing = Listing(
        id=(None if kind == "article" else first("id", lambda c: c.id) or id_in_url(evidence.url)) or evidence.url,
        url=evidence.url,
        site=evidence.site,
        kind=kind,
        title=title,
        description=description,
        price=priced.price if priced else None,
        price_max=priced.price_max if priced else None,
        currency=_currency(priced, evidence),
        seller=first("seller", lambda c: c.seller if c.seller != Seller() else None) or Seller(),
        publisher=first("publisher", lambda c: c.publisher),
        advertiser=first("advertiser", lambda c: c.advertiser),
        brand=first("brand", lambda c: c.brand),
        category=first("category", lambda c: c.category),
        images=images,
        lang="vi" if reads_vietnamese(f"{title} {description}") else evidence.lang,
        location=first("location", lambda c: c.location),
        contacts=evidence.visible.candidate.contacts,
        sold=first("sold", lambda c: c.sold),
        views=first("views", lambda c: c.views),
        published_at=first("published_at", lambda c: c.published_at),
        captured_by="crawl",
        attributes=evidence.visible.candidate.attributes,
    )
    return ReadListing(listing=listing, sources=sources, certainty=certainty_of(listing, sources, evidence.all))


def _first(
    candidates: Sequence[Candidate], pick: Callable[[Candidate], T | None]
) -> tuple[T | None, FieldSource | None]:
    for candidate in candidates:
        value = pick(candidate)
        if value:
            return value, candidate.source
    return None, None


def _price(evidence: Evidence) -> Candidate | None:
    """Choose the price: structured data, unless the page shows that amount as a former one and a lower one as today's.

    Shops forget to update metadata in a sale; what the visitor would pay is what is offered.
    """
    shown = evidence.visible.candidate
    stated = next((c for c in (*evidence.structured, evidence.opengraph) if c.price is not None), None)
    if stated is None or stated.price is None:
        return shown if shown.price is not None else next((c for c in evidence.state if c.price is not None), None)
    former = {money.amount for money in evidence.visible.price.old}
    if shown.price is not None and shown.price < stated.price and stated.price in former:
        return shown
    return stated


def _currency(priced: Candidate | None, evidence: Evidence) -> str | None:
    """Give the currency said with the price, else by another part of the page for it, else the country's."""
    if priced is None:
        return None
    others = (c.currency for c in (*evidence.all, *evidence.state) if c.price == priced.price)
    named = priced.currency or next(filter(None, others), None) or next((c.currency for c in evidence.state), None)
    return named or currency_of_country(evidence.place.country_hint)


def _images(evidence: Evidence) -> tuple[tuple[str, ...], FieldSource | None]:
    """Put `og:image` first where it shows the listing, then structured data's pictures; else give the gallery."""
    order = (*evidence.structured, evidence.opengraph)
    lead = [i for i in evidence.opengraph.images if stands_for_listing(i)]
    stated = [image for candidate in order for image in candidate.images if stands_for_listing(image)]
    if stated:
        return tuple(dict.fromkeys([*lead[:1], *stated])), "opengraph" if lead else evidence.structured[0].source
    shown = evidence.visible.candidate.images
    if shown:
        return shown, "visible"
    kept = next((c.images for c in evidence.state if c.images), ())
    return kept, "state" if kept else None


def _longest(evidence: Evidence, sources: dict[str, FieldSource]) -> str | None:
    """Choose the fullest description: metadata cuts claims off; OpenGraph's, often the shop's slogan, comes last."""
    own = [c for c in (*evidence.structured, evidence.visible.candidate) if c.description]
    chosen = max(own, key=lambda c: len(c.description or ""), default=evidence.opengraph)
    if chosen.description:
        sources["description"] = chosen.source
    return chosen.description


def _title_source(title: str | None, evidence: Evidence) -> FieldSource:
    stated = next((c.source for c in evidence.structured if c.title == title), None)
    return stated or ("opengraph" if title and title in (evidence.opengraph.title or "") else "visible")
