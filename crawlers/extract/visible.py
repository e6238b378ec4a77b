"""What a visitor sees: title, price near it, gallery, seller, labels. Rules for every page, none for one site.

Text that matters whatever the structured data say (description, labels, seller, contacts) is read from the parsed page.
Title, price and pictures, which only their surroundings tell, are read from its BeautifulSoup form where asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial

from crawlers.extract.candidate import Candidate
from crawlers.extract.card_list import is_list
from crawlers.extract.element_text import clean
from crawlers.extract.order_form import can_be_ordered, presses
from crawlers.extract.region import Region
from crawlers.extract.resolve_title import Heading, is_shop
from crawlers.extract.schema_org import Place
from crawlers.extract.shown_price import ShownPrice
from crawlers.extract.shown_stems import placeholders_of, stems_of
from crawlers.extract.under_heading import described
from crawlers.extract.visible_labels import labels_of
from crawlers.extract.visible_seller import contacts_of, listing_id_of, seller_of
from crawlers.extract.visible_text import description_of, headings_of, trail_of
from crawlers.extract.words import ASK_PRICE, BUY, SOLD
from listings.money import read_money

# Elements between a title and the price it heads: rating, picture, maker, code.
_CLOSE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class VisiblePage:
    """The visible candidate, with what only the weighing needs: headings, old prices, whether one can buy here."""

    candidate: Candidate
    headings: tuple[Heading, ...]
    headline: str | None = None
    """What looks most like the title where nothing else says which text is."""
    read_stems: Callable[[], frozenset[str]] = field(default=frozenset, compare=False, repr=False)
    """Gives `stems`. Where what is stated of the picture agrees with itself nobody asks."""
    read_placeholders: Callable[[], frozenset[str]] = field(default=frozenset, compare=False, repr=False)
    """Gives `placeholders`."""
    pictured: bool = False
    """Whether something says that the candidate's pictures are the listing's."""
    price: ShownPrice = field(default_factory=ShownPrice)
    asks: bool = False
    """Whether a price is shown, or whom to ask for it, or that there is none any more."""
    named: bool = False
    """Whether what the page calls itself is shown, too."""
    tagged: bool = False
    """Whether a price is shown and a title it belongs to."""
    heads: bool = False
    """Whether the price stands close below that title."""
    buys: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    """Says whether there is something to press to buy it. For a page that states its product nobody asks."""
    presses: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    """Says whether a button or a form says so, not the running text alone."""
    lists: Callable[[], bool] = field(default=lambda: False, compare=False, repr=False)
    """Says whether the page shows other listings' cards and sells nothing beside them."""

    @property
    def stems(self) -> frozenset[str]:
        """Give what the addresses of all pictures on the page have in common with other forms of them."""
        return self.read_stems()

    @property
    def placeholders(self) -> frozenset[str]:
        """Give the stems of the pictures that only stand in for others until those are loaded."""
        return self.read_placeholders()

    @property
    def offers(self) -> bool:
        """Say whether it offers something: at a price, under its name, reduced, or to be bought.

        An amount that a sentence tells ("a fine of up to £5,000") is a price only where there is something to press.
        """
        if not self.asks or (self.price.told and not self.presses()):
            return False
        return (self.named or self.price.reduced or self.buys()) and not self.lists()

    @property
    def sells(self) -> bool:
        """Say whether there is something to press to buy it, and a title it belongs to."""
        return self.tagged and self.buys() and not self.lists()

    @property
    def sells_first(self) -> bool:
        """Say whether it sells before it tells: a price close below the title and something to press."""
        return self.heads and self.price.sure and not self.price.told and self.presses() and not self.lists()


def read_text(region: Region, place: Place, site: str) -> VisiblePage:
    """Read what the page says in words; title, price and pictures are left for `with_offer`."""
    labels = labels_of(region)
    headings = headings_of(region)
    own = tuple(heading for heading in headings if not is_shop(" ".join(heading), site))
    candidate = Candidate(
        source="visible",
        id=listing_id_of(region),
        description=described(region, description_of(region)),
        seller=seller_of(region, place.base, labels.seller),
        brand=labels.brand,
        category=trail_of(region),
        location=labels.place,
        contacts=contacts_of(region),
        sold=_sold(region.text, labels.sold),
        attributes=labels.attributes,
    )
    return VisiblePage(
        candidate=candidate,
        headings=own or headings,
        read_stems=cache(lambda: stems_of(region)),
        read_placeholders=cache(lambda: placeholders_of(region)),
    )


def with_offer(
    page: VisiblePage,
    region: Region,
    place: Place,
    *,
    titles: tuple[str, ...],
    site: str,
    known: Collection[Decimal],
    styles: tuple[str, ...],
) -> VisiblePage:
    """Add title, price and pictures as they are shown.

    Args:
        page: what the page says in words.
        region: the listing's own part of the page.
        place: base address and country.
        titles: what the page calls itself, `og:title` and the document's title.
        site: the site's name, which is no title.
        known: amounts that the page's own data give for this listing.
        styles: the page's own style sheets.
    """
    from crawlers.extract.headline import headline
    from crawlers.extract.sold_out import is_sold_out
    from crawlers.extract.soup import soup_of
    from crawlers.extract.style_sheet import dress
    from crawlers.extract.title_tag import title_tag
    from crawlers.extract.visible_media import gallery
    from crawlers.extract.visible_price import shown_price

    soup = soup_of(region)
    dress(soup, styles)
    named = title_tag(soup, titles, site)
    shown = named is not None and named.name == "h1"
    anchor, sure_title = (named, True) if shown else headline(soup, site, place, titles, named)
    named = named if anchor is named else None
    title = clean(anchor.get_text(" "), 500) if anchor else None
    start = soup.place_of(anchor) if anchor is not None else -1
    price = shown_price(soup, anchor, place, known)
    images, sure = gallery(soup, anchor, place.base)
    headings = page.headings if anchor is None or anchor.name == "h1" else ((title or "",),)
    return replace(
        page,
        headings=headings,
        headline=title if named is None else None,
        pictured=sure,
        price=price,
        asks=bool(price.now or ASK_PRICE.search(region.text) or (sure and is_sold_out(soup, anchor))),
        named=named is not None or (sure_title and price.sure),
        tagged=bool(price.now and anchor),
        buys=cache(lambda: BUY.search(region.text) is not None or can_be_ordered(region)),
        presses=cache(lambda: next(presses(region), None) is not None),
        heads=bool(price.now and 0 <= start < price.place <= start + _CLOSE),
        lists=cache(
            partial(is_list, region, place.base, title, (start, price.place), pictured=sure, reduced=price.reduced)
        ),
        candidate=replace(
            page.candidate,
            title=title,
            price=price.now.amount if price.now else None,
            price_max=price.highest.amount if price.highest else None,
            currency=price.now.currency if price.now else None,
            images=images,
        ),
    )


def _sold(text: str, labelled: str | None) -> int | None:
    found = SOLD.search(text)
    given = labelled or ((found["after"] or found["before"]) if found else None)
    myriads = 10_000 if given and given[-1:] in {"万", "萬"} else 1
    count = read_money(given.rstrip("万萬").replace("rb", "k")) if given else None
    return int(count.amount * myriads) if count else None
