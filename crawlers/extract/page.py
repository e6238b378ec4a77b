"""The whole reading of a page, step by step."""

from __future__ import annotations

from dataclasses import replace

from crawlers.extract.article import is_article, read_article
from crawlers.extract.candidate import Candidate
from crawlers.extract.document import Document, open_document
from crawlers.extract.links import leads_to_index, links_of
from crawlers.extract.locale import country_of, language_of
from crawlers.extract.opengraph import opengraph_candidate
from crawlers.extract.reading import PageReading
from crawlers.extract.region import Region, walked
from crawlers.extract.regions import own_region
from crawlers.extract.resolve import Evidence, resolve
from crawlers.extract.schema_org import Place, listed_addresses
from crawlers.extract.shell import is_shell
from crawlers.extract.structured import StructuredData, read_structured
from crawlers.extract.subjects import Subjects, own_products, subjects_of
from crawlers.extract.visible import read_visible
from crawlers.extract.walls import wall_of
from listings.currencies import currency_of_country
from listings.errors import Unreadable
from listings.page import ReadListing
from listings.urls import site_of


def read_page(body: bytes, *, url: str, media_type: str | None = None) -> PageReading:
    """Read the listings and links of one page.

    Args:
        body: the page as received, transfer decoding done; at most 5 MB are accepted.
        url: where it was found (absolute, http or https).
        media_type: the server's Content-Type with its charset, where known.

    Returns:
        Listings with the source of each field, links, or the reason why there is nothing to judge. Hostile input gives
        a reason, never an exception.
    """
    try:
        document = open_document(body, url=url, media_type=media_type)
    except Unreadable as refused:
        return PageReading(unreadable=refused.reason)
    structured = read_structured(document)
    place = _place(document, structured)
    subjects = subjects_of(structured, place)
    priced = any(product.price is not None for product in subjects.products)
    wall = wall_of(document, offers_structured=priced)
    if wall:
        return PageReading(unreadable=wall)
    listed = list(listed_addresses((*structured.json_ld, *structured.microdata), document.base))
    listings = _listings(document, structured, subjects, place)
    shell = is_shell(document) and not subjects.any and not any(read.listing.price is not None for read in listings)
    return PageReading(
        listings=() if shell else listings,
        links=links_of(document, listed),
        unreadable=None if listings and not shell else "no_listing",
        needs_rendering=shell,
        canonical=document.canonical,
    )


def _place(document: Document, structured: StructuredData) -> Place:
    country = country_of(document.tree, structured.opengraph, document.url)
    return Place(base=document.base, country_hint=country, currency_hint=None)


def _listings(
    document: Document, structured: StructuredData, subjects: Subjects, place: Place
) -> tuple[ReadListing, ...]:
    region = walked(own_region(document.tree))
    evidence = _evidence(document, structured, place, region)
    own = own_products(subjects.products, evidence)
    if len(own) > 1:
        return tuple(resolve("offer", _for_itself(group, evidence)) for group in own)
    if own:
        return (resolve("offer", replace(evidence, structured=own[0])),)
    if subjects.posts:
        return (resolve("post", replace(evidence, structured=subjects.posts[:1])),)
    return _unmarked(evidence, subjects, region)


def _for_itself(group: list[Candidate], evidence: Evidence) -> Evidence:
    """Give the evidence for one of several products on a page: its own data only, as the rest speaks of all."""
    visible = replace(evidence.visible, candidate=Candidate(source="visible"), headings=())
    return replace(
        evidence,
        structured=group,
        opengraph=Candidate(source="opengraph"),
        visible=visible,
        page_title=group[0].title or "",
    )


def _unmarked(evidence: Evidence, subjects: Subjects, region: Region) -> tuple[ReadListing, ...]:
    """Read a page without product data: an offer where a price stands at a title, an article where there is text."""
    article = read_article(region)
    if subjects.articles or (evidence.opengraph.kind == "article" and is_article(article)):
        return (_article(evidence, subjects.articles, article),)
    marked = evidence.opengraph.kind == "offer" or evidence.opengraph.price is not None
    shown = evidence.visible.offers and not leads_to_index(evidence.url)
    if (marked or shown) and not subjects.products:
        return (resolve("offer", evidence),)
    if (
        is_article(article)
        and evidence.visible.headings
        and next(region.of("article"), None) is not None
        and not subjects.products
    ):
        return (_article(evidence, [], article),)
    return ()


def _article(evidence: Evidence, stated: list[Candidate], shown: Candidate) -> ReadListing:
    visible = evidence.visible.candidate
    merged = replace(
        visible,
        id=None,
        price=None,
        price_max=None,
        sold=None,
        description=shown.description or visible.description,
        advertiser=shown.advertiser,
        attributes=shown.attributes,
    )
    publisher = replace(evidence.opengraph, price=None)
    return resolve(
        "article",
        replace(
            evidence, structured=stated[:1], opengraph=publisher, visible=replace(evidence.visible, candidate=merged)
        ),
    )


def _evidence(document: Document, structured: StructuredData, place: Place, region: Region) -> Evidence:
    return Evidence(
        structured=(),
        opengraph=opengraph_candidate(structured.opengraph, place),
        visible=read_visible(region, place, document.title),
        page_title=document.title,
        url=document.canonical,
        site=site_of(document.url),
        lang=language_of(document.tree, structured.opengraph),
        currency_hint=currency_of_country(place.country_hint),
    )
