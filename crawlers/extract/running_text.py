"""What a page says in sentences: the description of a listing whose page calls no part of itself so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.etree

from crawlers.extract.element_text import clean
from crawlers.extract.money_mark import MONEY_MARK
from crawlers.extract.region import Region
from crawlers.extract.values import MAX_DESCRIPTION

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub",
    "sup", "time", "u", "wbr"}
)  # fmt: skip
_PRESSED = frozenset({"a", "button", "label"})
_MOST_NODES = 20_000
_MOST_LETTERS = MAX_DESCRIPTION * 4
# A sentence has so many words, or letters where a script parts no words.
_WORDS, _LETTERS = 7, 25
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MOST_LINKED = 0.3
# How a shop sends, takes back and is paid, and who made the page: said on every page, of no listing.
_OF_THE_SHOP = re.compile(
    r"[^\w]*(?:\w+\W+){0,3}?(?:chính sách|giao hàng|vận chuyển|đổi trả|thanh toán|phí ship|freeship|miễn phí|đổi size|"
    r"shipping|ships|delivery|deliver|returns?|refunds?|payments?|cookies?|privacy|terms|copyright|©|bản quyền|"
    r"all rights|versand|lieferung|rückgabe|livraison|retours?|envíos?|devoluci|frete|envio|entrega|spedizion|"
    r"доставка|оплата|возврат|dostawa|wysyłka|zwrot|kargo|iade|ongkir|pengiriman|配送|送料|发货|運費|배송|"
    r"משלוח|الشحن|التوصيل)",
    re.IGNORECASE,
)


# Who is quoted, at a quotation's end: whose words they are is nobody's business (law 7).
_SIGNED = re.compile(r"(?<=[.!?…\"”»'])\s*[—–-]{1,2}\s*[^\W\d_][^.!?:;\d]{1,60}\.?$")
# Below this a line that names an amount is a gift, a fee or an instalment.
_SHORT = 80


@dataclass(slots=True)
class _Line:
    """A line as a visitor sees it; `linked` are its letters that lead elsewhere or are pressed."""

    text: str = ""
    linked: int = 0
    below_title: bool = False


def running_text(region: Region) -> str | None:
    """Give the sentences that stand below the title, a line each.

    Menus and cards are links, labels and choices are no sentences; the shop's terms and fees are left out, and whom
    it quotes.
    """
    lines = list(_lines(region))
    if any(line.below_title for line in lines):
        lines = [line for line in lines if line.below_title]
    said = (_SIGNED.sub("", clean(line.text, MAX_DESCRIPTION)) for line in lines if _is_said(line))
    told = (text for text in said if _is_sentence(text) and not _is_of_the_shop(text))
    return "\n".join(dict.fromkeys(told))[:MAX_DESCRIPTION] or None


def _is_said(line: _Line) -> bool:
    return line.linked <= len(line.text) * _MOST_LINKED


def _is_of_the_shop(text: str) -> bool:
    return bool(_OF_THE_SHOP.match(text)) or (len(text) < _SHORT and MONEY_MARK.search(text) is not None)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _WORDS or len(_UNPARTED.findall(text)) >= _LETTERS


def _lines(region: Region) -> Iterator[_Line]:
    line, pressed, below, letters = _Line(), 0, False, 0
    body = region.tree.find("body")
    walk = lxml.etree.iterwalk(region.tree if body is None else body, events=("start", "end"))
    for number, (event, node) in enumerate(walk):
        if number > _MOST_NODES or letters > _MOST_LETTERS:
            break
        starts = event == "start"
        if node.tag in _PRESSED:
            pressed += 1 if starts else -1
        if node.tag not in _INLINE:
            yield line
            below = below or (node.tag == "h1" and not starts)
            line = _Line(below_title=below)
        text = (node.text if starts else node.tail) or ""
        line.text += text.replace("\n", " ")
        line.linked += len(text) if pressed else 0
        letters += len(text)
    yield line
