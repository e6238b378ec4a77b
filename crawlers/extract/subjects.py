"""What a page's structured data is about, and which of the products named there are the page's own."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.extract.candidate import Candidate
from crawlers.extract.resolve import Evidence
from crawlers.extract.resolve_title import agreement
from crawlers.extract.schema_org import Place, articles_in, posts_in, products_in
from crawlers.extract.structured import StructuredData


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What the structured data says the page is about, in order of trust."""

    products: list[Candidate]
    articles: list[Candidate]
    posts: list[Candidate]

    @property
    def any(self) -> bool:
        """Say whether there is any."""
        return bool(self.products or self.articles or self.posts)


def subjects_of(structured: StructuredData, place: Place) -> Subjects:
    """Collect products, articles and posts of both syntaxes."""
    return Subjects(
        products=products_in(structured.json_ld, "json_ld", place)
        + products_in(structured.microdata, "microdata", place),
        articles=articles_in(structured.json_ld, "json_ld", place)
        + articles_in(structured.microdata, "microdata", place),
        posts=posts_in(structured.json_ld, "json_ld", place) + posts_in(structured.microdata, "microdata", place),
    )


def own_products(products: list[Candidate], evidence: Evidence) -> list[list[Candidate]]:
    """Group the products that are this page's own: those with an address of their own elsewhere are other listings.

    JSON-LD and microdata often describe one product twice; they are one listing with two witnesses.
    """
    own = [product for product in products if product.url in {None, evidence.url}]
    if not own:
        own = [product for product in products if is_named_by_page(product, evidence)][:1] or products[
            : len(products) == 1
        ]
    groups: dict[str, list[Candidate]] = {}
    for product in own:
        key = next((k for k in groups if _same(k, product.title or "")), product.title or "")
        groups.setdefault(key, []).append(product)
    if len(groups) > 1:
        named = [group for group in groups.values() if is_named_by_page(group[0], evidence)]
        return named[:1] if named else [group for group in groups.values() if group[0].id]
    return list(groups.values())


def is_named_by_page(product: Candidate, evidence: Evidence) -> bool:
    """Say whether one of the page's titles is the product's."""
    titles = (evidence.page_title, evidence.opengraph.title or "", *map(" ".join, evidence.visible.headings))
    return bool(product.title) and any(_same(product.title or "", title) for title in titles if title)


def sells_another(own: list[list[Candidate]], looked: Evidence) -> bool:
    """Say whether a page shows one thing for sale and its data speak of others: no word, no amount in common.

    What is marked where it is shown speaks of what is shown.
    """
    visible = looked.visible
    title = visible.candidate.title
    if any(group[0].source == "microdata" for group in own) or not (visible.sells and visible.price.sure and title):
        return False
    products = [product for group in own for product in group]
    alike = any(agreement(product.title or "", title) for product in products)
    return not alike and not any(product.price in visible.price.rivals for product in products)


def _same(one: str, other: str) -> bool:
    return one == other or agreement(one, other) >= 0.8  # noqa: PLR2004 - share of words in common
