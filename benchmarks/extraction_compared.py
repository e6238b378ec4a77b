"""What the reading of pages is compared with, and how CPU time is taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar
from unittest.mock import patch

from crawlers.extract import read_page, soup
from listings.listing import Listing

T = TypeVar("T")
ROUNDS = 3
SYNTAXES = ["json-ld", "microdata", "opengraph"]


def best_time(work: Callable[[], T]) -> tuple[T, float]:
    """Do the work three times; give its result and the fewest milliseconds of CPU it took."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        result = work()
        taken.append((time.process_time() - began) * 1000)
    return result, min(taken)


def is_settled_by_data(body: bytes, url: str) -> bool:
    """Say whether a page is read without its BeautifulSoup form, which only the visible reading builds."""
    with patch("crawlers.extract.soup.soup_of", wraps=soup.soup_of) as built:
        read_page(body, url=url)
    return not built.called


def read_by_extruct(body: bytes, url: str) -> Listing:
    """Read a page as one would with extruct and price-parser: the first product, OpenGraph for title and image."""
    import extruct

    data = extruct.extract(body.decode("utf-8", "replace"), base_url=url, syntaxes=SYNTAXES, errors="log", uniform=True)
    nodes = [node for syntax in ("json-ld", "microdata") for node in _nodes(data[syntax])]
    product = next((node for node in nodes if node.get("@type") == "Product"), {})
    opengraph = data["opengraph"][0] if data["opengraph"] else {}
    offer = _first(product.get("offers"))
    price = _first(offer.get("price") or offer.get("lowPrice")) if isinstance(offer, Mapping) else None
    image = _first(product.get("image")) or _first(opengraph.get("og:image"))
    image = image.get("url") if isinstance(image, Mapping) else image
    return Listing(
        id="",
        title=str(_first(product.get("name")) or opengraph.get("og:title") or ""),
        price=_amount(price),
        currency=str(offer.get("priceCurrency")) if isinstance(offer, Mapping) else None,
        images=(str(image),) if image else (),
    )


def read_by_selectolax(body: bytes) -> tuple[str | None, str | None]:
    """Parse a page with selectolax and take its title and description: the least any reader must do."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body)
    title, described = tree.css_first("title"), tree.css_first("meta[property='og:description']")
    return title.text() if title else None, described.attributes.get("content") if described else None


def _nodes(given: list[Any]) -> list[Mapping[str, Any]]:
    flat = [inner for node in given for inner in (node.get("@graph") or [node])]
    return [node for node in flat if isinstance(node, Mapping)]


def _first(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    return (value[0] if value else None) if isinstance(value, list) else value


def _amount(price: object) -> Decimal | None:
    from price_parser.parser import Price

    return Price.fromstring(str(price)).amount if price is not None else None
