"""The amounts a page shows, each with the role that the words beside it and the other amounts give it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from bs4.element import Tag

from crawlers.extract.cards import is_on_a_card
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.price_context import Context, around, is_struck
from crawlers.extract.price_role import Role, is_announced, is_gross, role_of
from crawlers.extract.price_sums import is_former, is_instalment, is_net_of, is_saving, percentages
from crawlers.extract.price_text import amounts_in, price_text, whole_price
from crawlers.extract.schema_org import Place
from crawlers.extract.soup import Soup
from crawlers.extract.style_sheet import is_hidden
from crawlers.extract.words import OLD_PRICE_CLASS, PRICE_CLASS
from listings.page import Money

# Prices looked at on one page; a shop's index shows some hundred.
MAX_PLACES = 400
MAX_BLOCK_TEXT, MAX_BLOCK_PIECES = 400, 60
MAX_WORDS = 25
_BLOCK_REACH = 3
# A header that holds the title is the listing's own.
_FRAME = frozenset({"header", "a"})
_FRAME_REACH = 12
TODAY = frozenset({"now", "net"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One amount on the page. `words` are those beside it; `announced` where they call it today's, reduced one.

    `gross` where they say that tax is in it; `labelled` where nothing but words before it are beside it.
    """

    tag: Tag
    words: str
    announced: bool
    gross: bool
    labelled: bool
    low: Money
    high: Money
    role: Role
    after_title: bool
    hidden: bool
    marked: bool


def read_shown(places: Iterator[Tag], soup: Soup, start: int, place: Place) -> Iterator[Shown]:
    """Read the amounts in the given places, each place once; those on other listings' cards are left out."""
    done: set[int] = set()
    for named in islice(places, MAX_PLACES):
        tag = whole_price(named, place)
        if id(tag) in done:
            continue
        done.add(id(tag))
        text = price_text(tag, place)
        read = amounts_in(text, place)
        after_title = soup.place_of(tag) >= start
        if read and (after_title or not _is_framed(tag, soup, start)) and not is_on_a_card(tag, place.base, soup):
            hidden = is_hidden(tag)
            for number, found in enumerate(read):
                first, last = number == 0, number == len(read) - 1
                shown = _shown(found, tag, soup, hidden=hidden, after_title=after_title, first=first, last=last)
                yield replace(shown, marked=MONEY_MARK.search(text) is not None)


def _is_framed(tag: Tag, soup: Soup, title: int) -> bool:
    """Say whether an amount above the title stands in the site's head or leads on: a basket's sum, another's price."""
    around = (part for part in islice(tag.parents, _FRAME_REACH) if part.name in _FRAME)
    return any(soup.place_of(part) + soup.inside(part).tags < title for part in around)


def _shown(
    found: tuple[Money, Money, str, str],
    tag: Tag,
    soup: Soup,
    *,
    hidden: bool,
    after_title: bool,
    first: bool,
    last: bool,
) -> Shown:
    low, high, before, after = found
    context = around(tag, before, after, first=first, last=last)
    role = _role(tag, context, soup)
    words, announced = f"{context.before} {context.after}", is_announced(context.before)
    return Shown(
        tag=tag,
        words=words,
        announced=announced,
        gross=is_gross(context.before, context.after),
        labelled=bool(context.before) and not context.after,
        low=low,
        high=high,
        role=role,
        after_title=after_title,
        hidden=hidden,
        marked=False,
    )


def _role(tag: Tag, context: Context, soup: Soup) -> Role:
    if is_struck(tag, None):
        return "struck"
    if tag.name == "meta":
        return "aside"
    role = role_of(context.before, context.after)
    return "old" if role not in {"old", "other"} and _is_named_old(tag, soup) else role


def _is_named_old(tag: Tag, soup: Soup) -> bool:
    if OLD_PRICE_CLASS.search(soup.name_of(tag)):
        return True
    holder = soup.name_of(tag.parent) if tag.parent is not None else ""
    return bool(PRICE_CLASS.search(holder) and OLD_PRICE_CLASS.search(holder))


def reckoned(seen: Sequence[Shown]) -> list[Shown]:
    """Take out of today's prices what sums show to be an instalment, a saving, a former price or another's net."""
    now = {shown.low.amount for shown in seen if shown.role == "now"}
    bare = {shown.low.amount for shown in seen if shown.role == "now" and len(shown.words.strip()) <= MAX_WORDS}
    former = {shown.low.amount for shown in seen if shown.role in {"old", "struck"}}
    judged = [
        replace(shown, role=_by_sums(shown, now, bare, former)) if shown.role == "now" else shown for shown in seen
    ]
    return [replace(shown, role="aside") if _is_net(place, judged) else shown for place, shown in enumerate(judged)]


def _is_net(place: int, seen: Sequence[Shown]) -> bool:
    """Say whether the same price with tax is shown, too, which is what a buyer pays.

    Not where the net one comes first behind a label of its own, dressed the same: two labelled real pages ask that one.
    """
    shown = seen[place]
    if shown.gross or shown.role not in TODAY:
        return False
    said = shown.role == "net"
    dress = shown.tag.get("class") if said and shown.labelled else None
    rivals = (other for other in seen if other.role == "now" and (other.gross or said))
    apart = (other for other in rivals if not (dress and other.labelled and other.tag.get("class") == dress))
    return any(is_net_of(shown.low.amount, other.low.amount, said=said and other.gross) for other in apart)


def _by_sums(shown: Shown, now: Collection[Decimal], bare: Collection[Decimal], former: Collection[Decimal]) -> Role:
    """Give the role; a price reduced on a condition, which takes words to say, makes none the former one."""
    amount = shown.low.amount
    if is_instalment(amount, shown.words, now) or (former and is_saving(amount, {*now, *former})):
        return "other"
    around = (" ".join(islice(part.strings, MAX_BLOCK_PIECES)) for part in islice(shown.tag.parents, _BLOCK_REACH))
    named = percentages(text for text in around if len(text) <= MAX_BLOCK_TEXT)
    reduced = any(is_former(before, (amount,), named) for before in former if before > amount)
    return "old" if not reduced and is_former(amount, bare, named) else "now"
