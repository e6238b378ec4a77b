"""Tells a page whose listing can be had no more: it shows no price, and is a listing all the same."""

from __future__ import annotations

from itertools import islice

from bs4.element import NavigableString, Tag

from crawlers.extract.soup import Soup
from crawlers.extract.words import words

# A notice is a line; a longer text tells of others' stocks.
MAX_NOTICE = 80
MAX_NODES = 5000
# Elements between a title and the notice below it: code, maker, rating.
_CLOSE = 40
_SOLD_OUT = words(
    "out of stock", "sold out", "no longer available", "discontinued", "currently unavailable", "hết hàng",
    "tạm hết hàng", "sản phẩm đã hết", "ngừng kinh doanh", "ngừng bán", "ausverkauft", "nicht mehr verfügbar",
    "nicht mehr lieferbar", "épuisé", "rupture de stock", "plus disponible", "agotado", "descatalogado", "esaurito",
    "non disponibile", "esgotado", "indisponível", "wyprzedan", "niedostępny", "vyprodáno", "vypredané", "elfogyott",
    "kifutott", "nem rendelhető", "stoc epuizat", "indisponibil", "нет в наличии", "снят с производства",
    "немає в наявності", "няма наличност", "изчерпан", "tükendi", "stokta yok", "stok habis", "売り切れ", "在庫切れ",
    "販売終了", "生産終了", "售罄", "缺货", "已下架", "已售完", "품절", "판매종료", "نفد", "غير متوفر", "אזל",
    "สินค้าหมด",
    "uitverkocht", "slutsåld", "udsolgt", "utsolgt", "loppuunmyyty", "εξαντλήθηκε", "rasprodano", "razprodano",
    "išparduota", "izpārdots",
)  # fmt: skip


def is_sold_out(soup: Soup, title: Tag | None) -> bool:
    """Say whether one notice says so, close below the title; several are those of a list."""
    notices = islice((node for node in soup.nodes[:MAX_NODES] if _is_notice(node)), 2)
    places = [soup.place_of(node.parent) for node in notices if node.parent is not None]
    start = soup.place_of(title) if title is not None else -1
    return start >= 0 and len(places) == 1 and start < places[0] <= start + _CLOSE


def _is_notice(node: object) -> bool:
    return type(node) is NavigableString and len(node) <= MAX_NOTICE and _SOLD_OUT.search(node) is not None
