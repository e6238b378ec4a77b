"""Products, articles and posts in schema.org's vocabulary to candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawlers.extract.candidate import Candidate
from crawlers.extract.document import resolve_url
from crawlers.extract.offers import Terms, terms_of
from crawlers.extract.structured import Node, types_of
from crawlers.extract.values import each, images_of, plain_text, text_of, time_of
from crawlers.extract.variants import addressed
from listings.listing import FieldSource, Seller

# A shop page names its related products, some dozens; weighing each against each must stay cheap.
MAX_PRODUCTS = 100
PRODUCT_TYPES = frozenset({
    "Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle", "Car", "Book",
    "Drug", "DietarySupplement", "SoftwareApplication", "MobileApplication", "Course", "Hotel", "Apartment",
    "House", "SingleFamilyResidence", "RealEstateListing",
})  # fmt: skip
OFFER_TYPES = frozenset({"Offer", "AggregateOffer"})
ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AdvertiserContentArticle", "AnalysisNewsArticle",
    "BlogPosting", "Report", "TechArticle", "OpinionNewsArticle", "ReviewNewsArticle", "BackgroundNewsArticle",
})  # fmt: skip
POST_TYPES = frozenset({"SocialMediaPosting", "DiscussionForumPosting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What values are read against: the base of relative addresses and the currency to expect."""

    base: str
    page: str = ""
    """The page's address as it was asked for, which may name a variant."""
    currency_hint: str | None = None
    country_hint: str | None = None


def products_in(nodes: tuple[Node, ...], source: FieldSource, place: Place) -> list[Candidate]:
    """Give a candidate per product; where a page has only an offer, that offer."""
    stated = [node for node in nodes if types_of(node) & PRODUCT_TYPES and _sold(node)]
    chosen = stated or [node for node in nodes if _is_whole_offer(node)]
    return [_product(node, source, place) for node in chosen[:MAX_PRODUCTS]]


def articles_in(nodes: tuple[Node, ...], source: FieldSource, place: Place) -> list[Candidate]:
    """Give a candidate per article. Its writer is a person and is not read; its publisher and sponsor are."""
    return [_article(node, source, place) for node in nodes if types_of(node) & ARTICLE_TYPES]


def posts_in(nodes: tuple[Node, ...], source: FieldSource, place: Place) -> list[Candidate]:
    """Give a candidate per post; its author is the account that offers. Comments on it are not read."""
    return [_post(node, source, place) for node in nodes if types_of(node) & POST_TYPES]


def listed_addresses(nodes: tuple[Node, ...], base: str) -> Iterator[str]:
    """Yield the addresses of an ItemList's entries: the listings an index page shows."""
    for node in nodes:
        for entry in each(node.get("itemListElement")) if types_of(node) & {"ItemList", "OfferCatalog"} else ():
            item = entry.get("item", entry) if isinstance(entry, dict) else entry
            address = resolve_url(text_of(item, "url", "@id") or "", base)
            if address:
                yield address


def _sold(node: Node) -> bool:
    """Say whether a product is there for itself; microdata of a rating block repeats the type with a name only."""
    return any(node.get(key) for key in ("offers", "image", "description", "sku", "productID", "hasVariant", "price"))


def _is_whole_offer(node: Node) -> bool:
    return bool(types_of(node) & OFFER_TYPES and (node.get("name") or node.get("itemOffered")))


def _product(node: Node, source: FieldSource, place: Place) -> Candidate:
    terms = _terms(node, place)
    return Candidate(
        source=source,
        kind="offer",
        id=text_of(node.get("productID")) or text_of(node.get("sku")) or text_of(node.get("identifier"), "value"),
        url=resolve_url(text_of(node.get("url")) or terms.url or "", place.base),
        title=text_of(node.get("name")),
        description=_long(node.get("description")),
        price=terms.price,
        price_max=terms.price_max,
        currency=terms.currency,
        seller=terms.seller,
        brand=text_of(node.get("brand")) or text_of(node.get("manufacturer")),
        category=text_of(node.get("category")),
        images=images_of([variant.get("image") for variant in _chosen(node, place)], place.base)
        or images_of(node.get("image"), place.base),
    )


def _terms(node: Node, place: Place) -> Terms:
    own = terms_of(node.get("offers") or node, place)
    if own.price is not None:
        return own
    return terms_of([part.get("offers") for part in _chosen(node, place) or _variants(node)], place)


def _chosen(node: Node, place: Place) -> Sequence[Node]:
    """Give the variants that the page's address names; none where it names no one or all."""
    variants = _variants(node)
    named = addressed(variants, place.page)
    return named if len(named) < len(variants) else ()


def _variants(node: Node) -> Sequence[Node]:
    return [part for part in each(node.get("hasVariant")) if isinstance(part, dict)]


def _article(node: Node, source: FieldSource, place: Place) -> Candidate:
    return Candidate(
        source=source,
        kind="article",
        url=resolve_url(text_of(node.get("url")) or "", place.base),
        title=text_of(node.get("headline")) or text_of(node.get("name")),
        description=_long(node.get("articleBody")) or _long(node.get("description")),
        publisher=text_of(node.get("publisher")),
        advertiser=text_of(node.get("sponsor")) or text_of(node.get("funder")),
        category=text_of(node.get("articleSection")),
        images=images_of(node.get("image"), place.base),
        published_at=time_of(node.get("datePublished")),
    )


def _post(node: Node, source: FieldSource, place: Place) -> Candidate:
    author = next((part for part in each(node.get("author")) if isinstance(part, dict)), {})
    return Candidate(
        source=source,
        kind="post",
        id=text_of(node.get("identifier"), "value"),
        url=resolve_url(text_of(node.get("url")) or "", place.base),
        title=text_of(node.get("headline")),
        description=_long(node.get("articleBody")) or _long(node.get("text")) or _long(node.get("description")),
        seller=Seller(
            id=text_of(author.get("identifier"), "value"),
            name=text_of(author),
            url=resolve_url(text_of(author.get("url")) or "", place.base),
        ),
        advertiser=text_of(node.get("sponsor")),
        images=images_of(node.get("image"), place.base),
        published_at=time_of(node.get("datePublished")),
    )


def _long(value: object) -> str | None:
    return next((plain_text(part) for part in each(value) if isinstance(part, str)), None)
