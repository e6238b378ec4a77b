"""The whole reading of a page, step by step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from crawlers.extract.article import is_article, read_article
from crawlers.extract.candidate import Candidate
from crawlers.extract.document import Document, open_document
from crawlers.extract.links import leads_to_index, links_of
from crawlers.extract.locale import alternates_of, country_of, currency_told, language_of, written_in
from crawlers.extract.opengraph import opengraph_candidate
from crawlers.extract.order_form import presses
from crawlers.extract.reading import PageReading
from crawlers.extract.region import Region
from crawlers.extract.regions import own_region
from crawlers.extract.resolve import Evidence, resolve
from crawlers.extract.resolve_title import without_name, without_site
from crawlers.extract.schema_org import Place, listed_addresses
from crawlers.extract.settled import is_settled
from crawlers.extract.shell import awaits_price, is_shell
from crawlers.extract.state import amounts_of, currency_in, own_state, state_candidates
from crawlers.extract.structured import StructuredData, read_structured
from crawlers.extract.subjects import Subjects, is_named_by_page, own_products, sells_another, subjects_of
from crawlers.extract.visible import read_text, with_offer
from crawlers.extract.walls import wall_of
from crawlers.extract.words import BASKET_TITLE
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
    alternates = alternates_of(document.anchors, document.base)
    country = country_of(document.tree, structured.opengraph, document.canonical, alternates, document.text)
    place = Place(base=document.base, page=document.url, country_hint=country)
    subjects = subjects_of(structured, place)
    priced = any(product.price is not None for product in subjects.products)
    wall = wall_of(document, offers_structured=priced)
    if wall:
        return PageReading(unreadable=wall)
    empty = is_shell(document) and not subjects.any
    evidence, region = _evidence(document, structured, place)
    listings = _listings(document, subjects, evidence, region)
    shell = empty and not any(read.listing.price is not None for read in listings)
    awaited = not priced and evidence.opengraph.price is None and awaits_price(region.text)
    listed = tuple(listed_addresses((*structured.json_ld, *structured.microdata), document.base))
    return PageReading(
        listings=() if shell else listings,
        unreadable=None if listings and not shell else "no_listing",
        needs_rendering=shell or awaited,
        canonical=document.canonical,
        lang=evidence.lang,
        alternates=alternates,
        read_links=partial(links_of, document, listed),
    )


def _evidence(document: Document, structured: StructuredData, place: Place) -> tuple[Evidence, Region]:
    region = own_region(document.tree)
    site = site_of(document.url)
    names = structured.opengraph.get("og:site_name", ())
    shared = opengraph_candidate(structured.opengraph, place)
    evidence = Evidence(
        structured=(),
        opengraph=replace(shared, title=without_name(shared.title or "", names) or None),
        visible=read_text(region, place, site),
        page_title=without_name(document.title, names),
        url=document.canonical,
        site=site,
        place=place,
        lang=language_of(document.tree, structured.opengraph) or written_in(document.text) or None,
    )
    return evidence, region


def _listings(document: Document, subjects: Subjects, evidence: Evidence, region: Region) -> tuple[ReadListing, ...]:
    own = own_products(subjects.products, evidence)
    if own and not any(is_named_by_page(group[0], evidence) for group in own):
        looked = _looked_at(evidence, document, region)
        if sells_another(own, looked):
            return (resolve("offer", looked),)
    if len(own) > 1:
        return tuple(resolve("offer", _for_itself(group, evidence)) for group in own)
    if own:
        stated = replace(evidence, structured=own[0])
        evident = stated if is_settled(stated, region) else _looked_at(stated, document, region)
        return (resolve("offer", evident),)
    if subjects.posts:
        return (resolve("post", _looked_at(replace(evidence, structured=subjects.posts[:1]), document, region)),)
    return _unmarked(evidence, subjects, document, region)


def _looked_at(evidence: Evidence, document: Document, region: Region) -> Evidence:
    """Add what the page shows, and what its programs' state says of the same listing."""
    stated = any(candidate.price is not None for candidate in evidence.stated)
    titles = tuple(filter(None, (evidence.opengraph.title, evidence.page_title)))
    state = () if stated else state_candidates(document, evidence.place)
    own = own_state(state, (*titles, *map(" ".join, evidence.visible.headings)), evidence.site)
    named = next((candidate.currency for candidate in (*evidence.stated, *own) if candidate.currency), None)
    hint = named or evidence.place.currency_hint or currency_in(document) or currency_told(document.markup)
    visible = with_offer(
        evidence.visible,
        region,
        replace(evidence.place, currency_hint=hint),
        titles=titles,
        site=evidence.site,
        known=amounts_of(own),
        styles=document.styles,
    )
    return replace(evidence, visible=visible, state=own)


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


def _unmarked(evidence: Evidence, subjects: Subjects, document: Document, region: Region) -> tuple[ReadListing, ...]:
    """Read a page without product data: an offer where a price stands at a title, an article where there is text.

    Programs for news call every page an article, and shops are kept in them, too.
    """
    article = read_article(region)
    if subjects.articles or (evidence.opengraph.kind == "article" and is_article(article)):
        if next(presses(region), None) is not None:
            looked = _looked_at(evidence, document, region)
            if looked.visible.sells_first:
                return (resolve("offer", looked),)
        return (_article(evidence, subjects.articles, article),)
    if not (subjects.products and leads_to_index(evidence.url)):
        looked = evidence if is_settled(evidence, region) else _looked_at(evidence, document, region)
        if _is_offer(looked, among_others=bool(subjects.products)):
            return (resolve("offer", looked),)
        headed = evidence.visible.headings and next(region.of("article"), None) is not None
        if is_article(article) and headed and not subjects.products:
            return (_article(evidence, [], article),)
    return ()


def _is_offer(evidence: Evidence, *, among_others: bool) -> bool:
    """Say whether an unmarked page offers one thing.

    Below an index's address, and where the data name other listings only, nothing less than a button to buy tells.
    """
    titles = (evidence.page_title, evidence.visible.candidate.title)
    if any(BASKET_TITLE.fullmatch(without_site(title or "", evidence.site)) for title in titles):
        return False
    if among_others:
        return evidence.visible.sells and evidence.visible.price.sure
    if evidence.opengraph.kind == "offer" or evidence.opengraph.price is not None:
        return True
    visible = evidence.visible
    if leads_to_index(evidence.url):
        return visible.sells
    return visible.offers or any(candidate.price is not None for candidate in evidence.state)


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
