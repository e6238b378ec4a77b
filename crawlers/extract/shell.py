"""Recognises application shells: pages that hold nothing until their scripts have run."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from crawlers.extract.document import Document
from crawlers.extract.element_text import clean
from crawlers.extract.words import words

# What a shell shows by itself: a name, a menu, "loading".
MAX_SHELL_TEXT = 600
MAX_BARE_TEXT = 100
_ROOTS = re.compile(
    r"^(?:root|app|__next|__nuxt|main-app|app-root|react-root|application|svelte|gatsby-focus-wrapper)$", re.IGNORECASE
)
# A pattern that a program has yet to fill: "{{ sku.price }}" in Vue, Angular and Handlebars.
_PRICE_TO_COME = re.compile(r"\{\{[^{}]{0,80}(?:price|amount|cost)[^{}]{0,80}\}\}", re.IGNORECASE)
_ASKS_FOR_SCRIPTS = words(
    "enable javascript", "javascript is required", "requires javascript", "need to enable javascript",
    "javascript is disabled",
    "bật javascript", "cần javascript", "hãy bật javascript", "javascript aktivieren", "activer javascript",
)  # fmt: skip


def is_shell(document: Document) -> bool:
    """Say whether only scripts would fill the page: little text, scripts, an empty root or a plea for JavaScript."""
    length = len(document.text)
    if length > MAX_SHELL_TEXT or not any(map(_runs, document.scripts)):
        return False
    pleads = any(map(_ASKS_FOR_SCRIPTS.search, document.pleas))
    return length <= MAX_BARE_TEXT or pleads or _has_empty_root(document)


def awaits_price(text: str) -> bool:
    """Say whether a page shows the place of a price that only a script fills."""
    return "{{" in text and _PRICE_TO_COME.search(text) is not None


def _runs(script: Element) -> bool:
    """Say whether a script is a program rather than data."""
    return "json" not in (script.get("type") or "")


def _has_empty_root(document: Document) -> bool:
    places = document.tree.iter("div", "main", "section", "app-root")
    roots = (element for element in places if _ROOTS.match(element.get("id") or element.tag))
    return any(len(clean("".join(root.itertext()))) <= MAX_BARE_TEXT for root in roots)
