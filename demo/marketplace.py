"""What the sample marketplace sells, who sells it, and what its newspaper prints."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

CATALOGUE = Path(__file__).parent / "catalogue"

Language = Literal["vi", "en"]
Make = Literal["json_ld", "json_ld_graph", "json_ld_aggregate", "microdata", "opengraph", "plain", "scripted"]
"""How a page carries its listing: structured data of several kinds, visible text only, or drawn by a script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One listing of the marketplace. Prices are decimal strings in major units."""

    id: str
    lang: Language
    title: str
    description: str
    price: str
    price_max: str | None
    currency: str
    seller: str
    brand: str | None
    category: str
    department: str
    picture: str
    sold: int
    location: str
    make: Make
    in_index: bool
    in_sitemap: bool
    reviewed: bool

    @property
    def path(self) -> str:
        """The page's address. A page drawn by a script says nothing of its content there either."""
        folder = "san-pham" if self.lang == "vi" else "product"
        name = self.id if self.make == "scripted" else f"{slug(self.title)}-{self.id}"
        return f"/{folder}/{name}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A seller's account."""

    id: str
    name: str
    city: str
    joined: int
    about: str

    @property
    def path(self) -> str:
        """The seller's page."""
        return f"/seller/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of the marketplace's newspaper; `sponsor` paid for it."""

    slug: str
    title: str
    author: str
    published: str
    section: str
    picture: str
    sponsor: str | None
    body: str

    @property
    def path(self) -> str:
        """The article's address, which is its id in the truth as well."""
        return f"/news/{self.slug}"


@dataclass(frozen=True)
class Marketplace:
    """The whole stock, in the order in which it is shown."""

    offers: Mapping[str, Offer]
    shops: Mapping[str, Shop]
    articles: tuple[Article, ...]

    @cached_property
    def by_path(self) -> Mapping[str, Offer]:
        """Give the offer of each address."""
        return {offer.path: offer for offer in self.offers.values()}

    def shown(self, *, department: str | None = None, seller: str | None = None) -> tuple[Offer, ...]:
        """Give the offers that index pages list; a few are only in the sitemap."""
        chosen = (o for o in self.offers.values() if o.in_index)
        return tuple(o for o in chosen if department in {None, o.department} and seller in {None, o.seller})


def slug(text: str) -> str:
    """Turn a title into the plain letters of an address, at most 48 long."""
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-")


def open_marketplace(folder: Path = CATALOGUE) -> Marketplace:
    """Read the catalogue. The truth about it lies elsewhere and is never read here."""
    offers = [Offer(**row) for row in read_lines(folder / "listings.jsonl")]
    shops = [Shop(**row) for row in read_lines(folder / "sellers.jsonl")]
    articles = tuple(Article(**row) for row in read_lines(folder / "articles.jsonl"))
    return Marketplace({o.id: o for o in offers}, {s.id: s for s in shops}, articles)


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Give the objects of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
