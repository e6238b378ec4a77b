"""Pages that lead to others: home, departments, sellers, the list of sellers and the sales calendar."""

from __future__ import annotations

from html import escape
from math import ceil

from demo.marketplace import Marketplace, Offer, Shop
from demo.pages.frame import cards, page
from demo.traps import traps_of
from demo.wording import DEPARTMENTS, NAME, WORDS, department_name, department_path

PAGE_SIZE = 20
WORD = WORDS["vi"]


def home_page(marketplace: Marketplace) -> str:
    """Draw the front page. Its picks carry tracking parameters, as such links do."""
    tiles = "".join(
        f'<a class="tile" href="{department_path(key)}"><b>{escape(department_name(key, "vi"))}</b>'
        f"<span>{len(marketplace.shown(department=key))} tin</span></a>"
        for key in DEPARTMENTS
    )
    picks = marketplace.shown()[::21]
    content = (
        f'<section class="hero"><h1>{NAME}</h1>'
        "<p>Hàng nhà, hàng xưởng, hàng chợ: hơn hai trăm tin đăng mỗi ngày.</p></section>"
        f'<section><div class="tiles">{tiles}</div></section>'
        f"<section><h2>{WORD['featured']}</h2>{cards(picks, query='?utm_source=home&utm_medium=picks')}</section>"
    )
    return page(f"{NAME} – mua bán quanh bến", content, lang="vi")


def department_page(marketplace: Marketplace, key: str, number: int) -> str | None:
    """Draw one page of a department, or give None past the last."""
    offers = marketplace.shown(department=key)
    listed = _paged(offers, department_path(key), number)
    if listed is None:
        return None
    name = department_name(key, "vi")
    others = "".join(f'<li><a href="{trap.path}">{escape(trap.title)}</a></li>' for trap in traps_of(key))
    more = (
        f'<section><h2>{WORD["more"]}</h2><ul class="links">{others}</ul></section>' if others and number == 1 else ""
    )
    return page(
        f"{name} | {NAME}",
        f'<h1>{escape(name)}</h1><p class="count">{len(offers)} tin đăng</p>{listed}{more}',
        lang="vi",
    )


def seller_page(marketplace: Marketplace, shop: Shop, number: int) -> str | None:
    """Draw one page of a seller's goods, or give None past the last."""
    listed = _paged(marketplace.shown(seller=shop.id), shop.path, number)
    if listed is None:
        return None
    about = (
        f'<section class="shop" data-seller-id="{shop.id}"><h1>{escape(shop.name)}</h1>'
        f"<p>{escape(shop.city)} · {WORD['joined']} {shop.joined}</p><p>{escape(shop.about)}</p></section>"
    )
    return page(f"{shop.name} | {NAME}", about + listed, lang="vi")


def shops_page(marketplace: Marketplace) -> str:
    """List the sellers."""
    rows = "".join(
        f'<li><a href="{shop.path}">{escape(shop.name)}</a> <span>{escape(shop.city)}</span></li>'
        for shop in marketplace.shops.values()
    )
    return page(f"{WORD['shops']} | {NAME}", f'<h1>{WORD["shops"]}</h1><ul class="links wide">{rows}</ul>', lang="vi")


def calendar_page(year: int, month: int) -> str:
    """Draw a month of the sales calendar; its links never end."""
    before, after = year * 12 + month - 2, year * 12 + month
    links = "".join(
        f'<a href="/lich/{m // 12:04d}-{m % 12 + 1:02d}">{m % 12 + 1:02d}/{m // 12}</a> ' for m in (before, after)
    )
    days = "".join(f"<td>{day}</td>" + ("</tr><tr>" if day % 7 == 0 else "") for day in range(1, 29))
    title = f"{WORD['calendar']} {month:02d}/{year}"
    table = f'<table class="calendar"><tr>{days}</tr></table>'
    content = f'<h1>{title}</h1>{table}<p class="pager">{links}</p>'
    return page(f"{title} | {NAME}", content, lang="vi")


def _paged(offers: tuple[Offer, ...], path: str, number: int) -> str | None:
    last = max(1, ceil(len(offers) / PAGE_SIZE))
    if not 1 <= number <= last:
        return None
    steps = ((number - 1, "prev", WORD["previous"]), (number + 1, "next", WORD["next"]))
    links = "".join(f'<a rel="{rel}" href="{path}?page={to}">{word}</a> ' for to, rel, word in steps if 1 <= to <= last)
    shown = offers[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return f'{cards(shown)}<p class="pager">{links}<span>{number} / {last}</span></p>'
