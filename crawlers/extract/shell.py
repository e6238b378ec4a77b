"""Recognises application shells: pages that hold nothing until their scripts have run."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawlers.extract.document import Document, clean
from crawlers.extract.words import words

# What a shell shows by itself: a name, a menu, "loading".
MAX_SHELL_TEXT = 600
MAX_BARE_TEXT = 100
_ROOTS = re.compile(
    r"^(?:root|app|__next|__nuxt|main-app|app-root|react-root|application|svelte|gatsby-focus-wrapper)$", re.IGNORECASE
)
_ASKS_FOR_SCRIPTS = words(
    "enable javascript", "javascript is required", "requires javascript", "need to enable javascript",
    "javascript is disabled",
    "bật javascript", "cần javascript", "hãy bật javascript", "javascript aktivieren", "activer javascript",
)  # fmt: skip


def is_shell(document: Document) -> bool:
    """Say whether only scripts would fill the page: little text, scripts, an empty root or a plea for JavaScript."""
    tree = document.tree
    if document.text_length > MAX_SHELL_TEXT or not any(map(_runs, tree.iter("script"))):
        return False
    pleas = (clean(element.text_content(), 500) for element in tree.iter("noscript"))
    return (
        document.text_length <= MAX_BARE_TEXT or _has_empty_root(document) or any(map(_ASKS_FOR_SCRIPTS.search, pleas))
    )


def _runs(script: HtmlElement) -> bool:
    """Say whether a script is a program rather than data."""
    return "json" not in (script.get("type") or "")


def _has_empty_root(document: Document) -> bool:
    for element in document.tree.iter("div", "main", "section", "app-root"):
        if _ROOTS.match(element.get("id") or element.tag):
            own = "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"))
            if len(clean(own)) <= MAX_BARE_TEXT:
                return True
    return False
