"""Data for machines in a product page: JSON-LD of three shapes, microdata, OpenGraph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from demo.marketplace import Article, Offer, Shop
from demo.reviews import Review
from demo.wording import NAME

TEASER = 160
"""Letters of an og:description: as on real shops it ends early, and what matters may come later."""


def json_ld(offer: Offer, shop: Shop, base: str, reviews: tuple[Review, ...]) -> str:
    """Give one Product with one Offer."""
    return _script({"@context": "https://schema.org", **_product(offer, base, _single(offer, shop, base), reviews)})


def json_ld_graph(offer: Offer, shop: Shop, base: str, reviews: tuple[Review, ...]) -> str:
    """Give the Product among other things in a graph, its type and its offers as lists."""
    product = _product(offer, base, [_single(offer, shop, base)], reviews)
    site = {"@type": "WebSite", "@id": f"{base}/#site", "name": NAME, "url": f"{base}/"}
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": offer.category, "item": f"{base}/"}],
    }
    return _script(
        {"@context": "https://schema.org", "@graph": [site, crumbs, {**product, "@type": ["Product", "Thing"]}]}
    )


def json_ld_aggregate(offer: Offer, shop: Shop, base: str, reviews: tuple[Review, ...]) -> str:
    """Give a Product sold in several sizes, from a lowest to a highest price."""
    price = {
        "@type": "AggregateOffer", "lowPrice": offer.price, "highPrice": offer.price_max, "offerCount": 3,
        "priceCurrency": offer.currency, "seller": _seller(shop, base),
    }  # fmt: skip
    return _script({"@context": "https://schema.org/", **_product(offer, base, price, reviews)})


def opengraph(offer: Offer, shop: Shop, base: str, reviews: tuple[Review, ...]) -> str:  # noqa: ARG001 (one signature for all makes)
    """Give OpenGraph only, its description cut short."""
    teaser = offer.description if len(offer.description) <= TEASER else offer.description[:TEASER].rstrip() + "…"
    values = {
        "og:type": "product", "og:site_name": NAME, "og:url": base + offer.path, "og:title": offer.title,
        "og:description": teaser, "og:image": _picture(offer, base), "product:price:amount": offer.price,
        "product:price:currency": offer.currency, "product:retailer_item_id": offer.id,
    }  # fmt: skip
    return "".join(f'<meta property="{key}" content="{escape(value)}">\n' for key, value in values.items())


def microdata_attributes(offer: Offer, shop: Shop, base: str) -> Mapping[str, str]:
    """Give the attributes that turn the visible body into microdata, by the part they go on."""
    values = {"sku": offer.id, "productID": offer.id, "category": offer.category}
    hidden = "".join(f'<meta itemprop="{name}" content="{escape(value)}">' for name, value in values.items())
    price = (
        f'<meta itemprop="price" content="{offer.price}"><meta itemprop="priceCurrency" content="{offer.currency}">'
        '<span itemprop="seller" itemscope itemtype="https://schema.org/Organization">'
        f'<meta itemprop="name" content="{escape(shop.name)}">'
        f'<meta itemprop="identifier" content="{shop.id}"><link itemprop="url" href="{base}{shop.path}"></span>'
    )
    return {
        "product": ' itemscope itemtype="https://schema.org/Product"',
        "hidden": hidden,
        "title": ' itemprop="name"',
        "image": ' itemprop="image"',
        "description": ' itemprop="description"',
        "brand": ' itemprop="brand"',
        "offer": ' itemprop="offers" itemscope itemtype="https://schema.org/Offer"',
        "price": price,
    }


def news_json_ld(article: Article, base: str) -> str:
    """Give an article with its publisher, and with who paid for it."""
    paid = {"sponsor": {"@type": "Organization", "name": article.sponsor}} if article.sponsor else {}
    shown = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": article.title,
        "articleBody": article.body,
        "url": base + article.path, "datePublished": article.published, "articleSection": article.section,
        "image": f"{base}/pictures/{article.picture}", "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": "Phố Sông Nhật Báo", "url": f"{base}/news/"}, **paid,
    }  # fmt: skip
    return _script(shown)


def _product(offer: Offer, base: str, price: object, reviews: tuple[Review, ...]) -> dict[str, Any]:
    product: dict[str, Any] = {
        "@type": "Product", "@id": f"{base}{offer.path}#product", "name": offer.title,
        "description": offer.description, "sku": offer.id,
        "category": offer.category, "image": [_picture(offer, base)], "offers": price,
    }  # fmt: skip
    if offer.brand:
        product["brand"] = {"@type": "Brand", "name": offer.brand}
    if reviews:
        product["review"] = [
            {"@type": "Review", "author": {"@type": "Person", "name": review.name}, "reviewBody": review.text}
            for review in reviews
        ]
    return product


def _single(offer: Offer, shop: Shop, base: str) -> dict[str, Any]:
    return {
        "@type": "Offer", "price": offer.price, "priceCurrency": offer.currency, "url": base + offer.path,
        "availability": "https://schema.org/InStock", "seller": _seller(shop, base),
    }  # fmt: skip


def _seller(shop: Shop, base: str) -> dict[str, str]:
    return {"@type": "Organization", "identifier": shop.id, "name": shop.name, "url": base + shop.path}


def _picture(offer: Offer, base: str) -> str:
    return f"{base}/pictures/{offer.picture}"


def _script(data: Mapping[str, object]) -> str:
    """Write data into a script element so that no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
