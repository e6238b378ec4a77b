"""An offer's page. One visible body for all makes; what differs is the data it carries for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from demo.marketplace import Language, Make, Marketplace, Offer, Shop
from demo.pages.frame import cards, page, paragraphs
from demo.pages.structured import json_ld, json_ld_aggregate, json_ld_graph, microdata_attributes, opengraph
from demo.prices import casual_price_text, price_text
from demo.reviews import Review, reviews_of
from demo.traps import COPIED_OFFERS
from demo.wording import NAME, WORDS, department_name, department_path

RELATED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything a product page shows. `base` is the marketplace's origin without a slash at the end."""

    offer: Offer
    shop: Shop
    base: str
    related: tuple[Offer, ...]
    reviews: tuple[Review, ...]
    lang: Language


HEADS: Mapping[Make, Callable[[Offer, Shop, str, tuple[Review, ...]], str]] = {
    "json_ld": json_ld,
    "json_ld_graph": json_ld_graph,
    "json_ld_aggregate": json_ld_aggregate,
    "opengraph": opengraph,
}


def product_page(marketplace: Marketplace, offer: Offer, base: str, *, lang: Language | None = None) -> str:
    """Draw an offer's page; with `lang`, the copy of it in the other language of the marketplace's own words."""
    if offer.make == "scripted":
        return _shell(offer)
    sight = Sight(
        offer=offer,
        shop=marketplace.shops[offer.seller],
        base=base,
        related=_related(marketplace, offer),
        reviews=reviews_of(offer) if offer.reviewed else (),
        lang=lang or offer.lang,
    )
    return page(f"{offer.title} | {NAME}", _body(sight), lang=sight.lang, head=_head(sight))


def offer_json(marketplace: Marketplace, offer: Offer) -> bytes:
    """Give what the script of a scripted page fetches."""
    shop, word = marketplace.shops[offer.seller], WORDS[offer.lang]
    labels = {key: word[key] for key in ("about", "seller", "from", "sold", "number", "brand")}
    shown = {
        "id": offer.id, "title": offer.title, "description": offer.description, "price": price_text(offer),
        "seller": {"id": shop.id, "name": shop.name, "url": shop.path}, "brand": offer.brand,
        "category": offer.category,
        "image": f"/pictures/{offer.picture}", "sold": offer.sold, "location": offer.location, "labels": labels,
    }  # fmt: skip
    return json.dumps(shown, ensure_ascii=False).encode()


def _related(marketplace: Marketplace, offer: Offer) -> tuple[Offer, ...]:
    same = [o for o in marketplace.shown(department=offer.department) if o.id != offer.id]
    start = int(offer.id[1:]) % max(1, len(same))
    return tuple((same[start:] + same[:start])[:RELATED])


def _shell(offer: Offer) -> str:
    plea = WORDS[offer.lang]["script"]
    content = f'<div id="app" data-source="/api/listings/{offer.id}.json"></div><noscript>{plea}</noscript>'
    return page(NAME, content, lang=offer.lang, head='<script src="/static/listing.js" defer></script>\n')


def _head(sight: Sight) -> str:
    canonical = f'<link rel="canonical" href="{sight.base}{sight.offer.path}">\n'
    make_head = HEADS.get(sight.offer.make)
    return canonical + (make_head(sight.offer, sight.shop, sight.base, sight.reviews) if make_head else "")


def _body(sight: Sight) -> str:
    offer, word = sight.offer, WORDS[sight.lang]
    mark = microdata_attributes(offer, sight.shop, sight.base) if offer.make == "microdata" else {}
    return (
        f"{_trail(sight)}"
        f'<article class="product" data-listing-id="{offer.id}"{mark.get("product", "")}>{mark.get("hidden", "")}\n'
        '<div class="photo">'
        f'<img src="/pictures/{offer.picture}" alt="{escape(offer.title)}"{mark.get("image", "")}></div>\n'
        f'<div class="facts"><h1{mark.get("title", "")}>{escape(offer.title)}'
        f"</h1>\n{_price(offer, mark)}\n{_facts(sight, mark)}\n"
        f'<p class="buttons"><span class="button">{word["buy"]}</span>'
        f'<span class="button pale">{word["chat"]}</span></p></div>\n'
        f'<section class="about"><h2>{word["about"]}</h2><div class="description"{mark.get("description", "")}>\n'
        f"{paragraphs(offer.description)}\n</div></section></article>\n{_reviews(sight)}"
        f'<aside class="related"><h2>{word["related"]}</h2>{cards(sight.related)}</aside>{_other_language(sight)}'
    )


def _trail(sight: Sight) -> str:
    offer = sight.offer
    department = (
        f'<a href="{department_path(offer.department)}">{escape(department_name(offer.department, sight.lang))}</a>'
    )
    trail = f'<a href="/">{NAME}</a> › {department} › <span>{escape(offer.category)}</span>'
    return f'<nav class="breadcrumb" aria-label="breadcrumb">{trail}</nav>\n'


def _price(offer: Offer, mark: Mapping[str, str]) -> str:
    shown = casual_price_text(offer) if offer.make == "plain" else price_text(offer)
    return f'<p class="price"{mark.get("offer", "")}>{mark.get("price", "")}{shown}</p>'


def _facts(sight: Sight, mark: Mapping[str, str]) -> str:
    offer, shop, word = sight.offer, sight.shop, WORDS[sight.lang]
    brand = f"<dt>{word['brand']}</dt><dd{mark.get('brand', '')}>{escape(offer.brand)}</dd>" if offer.brand else ""
    return (
        f"<dl><dt>{word['seller']}</dt><dd>"
        f'<a class="seller" data-seller-id="{shop.id}" href="{shop.path}">{escape(shop.name)}</a></dd>'
        f'<dt>{word["from"]}</dt><dd class="location">{escape(offer.location)}</dd>'
        f'<dt>{word["sold"]}</dt><dd class="sold">{offer.sold}</dd>{brand}'
        f'<dt>{word["number"]}</dt><dd class="listing-number">{offer.id}</dd></dl>'
    )


def _reviews(sight: Sight) -> str:
    if not sight.reviews:
        return ""
    said = "".join(
        f'<li class="review"><b class="reviewer">{escape(review.name)}</b> '
        f"<span>{'★' * review.stars}</span><p>{escape(review.text)}</p></li>"
        for review in sight.reviews
    )
    return f'<section class="reviews"><h2>{WORDS[sight.lang]["reviews"]}</h2><ul>{said}</ul></section>\n'


def _other_language(sight: Sight) -> str:
    offer = sight.offer
    if offer.id not in COPIED_OFFERS:
        return ""
    href = f"/en{offer.path}" if sight.lang == offer.lang else offer.path
    other = "en" if sight.lang == "vi" else "vi"
    return f'<p class="languages"><a hreflang="{other}" href="{href}">{WORDS[sight.lang]["other"]}</a></p>'
