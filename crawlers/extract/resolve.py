"""Weighs the candidates of one listing against each other, by stated rules, and says where each field came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crawlers.extract.candidate import Candidate
from crawlers.extract.certainty import certainty_of
from crawlers.extract.identity import id_in_url
from crawlers.extract.locale import reads_vietnamese
from crawlers.extract.picture_address import are_kin, stem_of
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

    def pictures_of(self, stated: Candidate) -> tuple[str, ...]:
        """Give the stated pictures that may show the listing: no marks of the shop, nothing that holds a place."""
        kept = (image for image in stated.images if stands_for_listing(image))
        return tuple(image for image in kept if stem_of(image) not in self.visible.placeholders)

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
        headline=evidence.visible.headline,
        marked=next((c.title for c in evidence.structured if c.source == "microdata"), None),
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
    """Choose the price: what is stated, unless the page shows another amount as today's and this one nowhere as such.

    Shops forget to update metadata in a sale, state cents for units, the price without tax or the cheapest variant's;
    what the visitor would pay is what is offered.
    """
    shown, price = evidence.visible.candidate, evidence.visible.price
    stated = next((c for c in evidence.stated if c.price is not None), None)
    if stated is None or stated.price is None:
        return shown if shown.price is not None else next((c for c in evidence.state if c.price is not None), None)
    former = {money.amount for money in price.old}
    lower = shown.price is not None and shown.price < stated.price and stated.price in former
    return shown if lower or (price.sure and stated.price not in price.rivals) else stated


def _currency(priced: Candidate | None, evidence: Evidence) -> str | None:
    """Give the currency said with the price, else by another part of the page for it, else the country's.

    Where the same amount is shown with the mark of another currency than the stated one, what is shown counts.
    """
    if priced is None:
        return None
    shown = evidence.visible.candidate
    if shown.price == priced.price and shown.currency:
        return shown.currency
    others = (c.currency for c in (*evidence.all, *evidence.state) if c.price == priced.price)
    said = (c.currency for c in (*evidence.stated, *evidence.state))
    named = priced.currency or next(filter(None, (*others, *said)), None)
    return named or currency_of_country(evidence.place.country_hint)


def _images(evidence: Evidence) -> tuple[tuple[str, ...], FieldSource | None]:
    """Put `og:image` first where it shows the listing, then structured data's pictures, then the gallery.

    A picture that is stated once and nowhere shown comes after those that are, and so does one that is stated twice
    but lies elsewhere than another that is shown; where it lies elsewhere than all of them, it is the shop's own, made
    for sharing, and comes after the gallery. Whatever else a gallery shows comes last.
    """
    visible = evidence.visible
    kept = [(image, c.source) for c in evidence.stated for image in evidence.pictures_of(c)]
    leading = sorted(kept, key=lambda pair: pair[1] != "opengraph")
    twice = Counter(stem for c in evidence.stated for stem in {stem_of(image) for image in c.images})
    agreed = next((pair for pair in leading if twice[stem_of(pair[0])] > 1), None)
    alone = agreed and all(are_kin(agreed[0], image) for image, _ in leading)
    shown = (agreed if alone else next((pair for pair in leading if stem_of(pair[0]) in visible.stems), None)) or agreed
    gallery = [(image, visible.candidate.source) for image in visible.candidate.images]
    foreign = leading and not any(are_kin(leading[0][0], image) for image in visible.candidate.images)
    lead = [shown] if shown else gallery[:1] if visible.pictured and foreign else leading[:1]
    state = [(image, c.source) for c in evidence.state for image in c.images]
    stated = {stem_of(image) for image, _ in kept}
    further = [pair for pair in gallery if stem_of(pair[0]) not in stated] if visible.pictured else []
    order = [*lead, *kept, *further] if kept else gallery or state
    return tuple(dict.fromkeys(image for image, _ in order)), order[0][1] if order else None


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
