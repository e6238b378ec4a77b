"""What every page of the marketplace has around its content."""

from __future__ import annotations

from html import escape

from demo.marketplace import Language, Offer
from demo.prices import price_text
from demo.traps import PRIVATE_AREA
from demo.wording import DEPARTMENTS, NAME, WORDS, department_name, department_path


def page(title: str, content: str, *, lang: Language, head: str = "") -> str:
    """Set content between the header and the footer. `title` is plain text, `head` and `content` are HTML."""
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        '<link rel="stylesheet" href="/static/shop.css">\n'
        f'<link rel="icon" href="/static/mark.svg" type="image/svg+xml">\n{head}</head>\n'
        f"<body>\n{_header(lang)}<main>\n{content}\n</main>\n{_footer(lang)}</body>\n</html>\n"
    )


def _header(lang: Language) -> str:
    word = WORDS[lang]
    links = "".join(f'<a href="{department_path(key)}">{escape(department_name(key, lang))}</a>' for key in DEPARTMENTS)
    return (
        f'<header class="top"><div class="bar"><a class="name" href="/"><img src="/static/mark.svg" alt="">{NAME}</a>'
        f'<span class="search" role="presentation">{word["search"]}</span>'
        f'<a href="/cua-hang">{word["shops"]}</a><a href="/lich/2026-11">{word["calendar"]}</a></div>'
        f'<nav class="departments">{links}</nav></header>\n'
    )


def _footer(lang: Language) -> str:
    word = WORDS[lang]
    return (
        f'<footer><p>{word["note"]}</p><p><a href="/">{word["home"]}</a> · <a href="/cua-hang">{word["shops"]}</a> · '
        f'<a href="{PRIVATE_AREA}bao-cao.html">{word["staff"]}</a></p></footer>\n'
    )


def card(offer: Offer, *, query: str = "") -> str:
    """Draw an offer small, as index pages and the related goods show it."""
    return (
        f'<a class="card" href="{offer.path}{escape(query)}">'
        f'<img src="/pictures/{offer.picture}" alt="" loading="lazy">'
        f'<span class="card-title">{escape(offer.title)}</span><span class="card-price">{price_text(offer)}</span>'
        f'<span class="card-foot">{WORDS[offer.lang]["sold"]} {offer.sold} · {escape(offer.location)}</span></a>'
    )


def cards(offers: tuple[Offer, ...], *, query: str = "") -> str:
    """Draw a grid of offers."""
    return f'<div class="grid">{"".join(card(offer, query=query) for offer in offers)}</div>'


def paragraphs(text: str) -> str:
    """Turn plain text into paragraphs, single line breaks kept."""
    blocks = (escape(block).replace("\n", "<br>\n") for block in text.split("\n\n"))
    return "\n".join(f"<p>{block}</p>" for block in blocks)
