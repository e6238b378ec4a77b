"""Structured data of a page, as extruct finds it: JSON-LD, microdata and OpenGraph, and no other syntax.

The three cost 8 ms of CPU on a real page; extruct with all its syntaxes costs 188.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawlers.extract.document import Document

# One block of real JSON-LD seldom passes 100 kB. The repair of broken JSON works letter by letter.
MAX_BLOCK = 500_000
MAX_REPAIRED_BLOCK = 50_000
MAX_NODES = 2000
# extruct evaluates each item's whole subtree, so nesting multiplies the work.
MAX_ITEM_NESTING = 25
MAX_ITEM_PROPERTIES = 5000
MAX_ITEM_REFERENCES = 200

# Where a page's own subject may stand below a node. `isRelatedTo`, `review` and the like are never followed.
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage", "itemOffered")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredData:
    """Nodes in the order of the page, microdata in JSON-LD's shape; OpenGraph properties by name, in order."""

    json_ld: tuple[Node, ...]
    microdata: tuple[Node, ...]
    opengraph: Mapping[str, tuple[str, ...]]


def read_structured(document: Document) -> StructuredData:
    """Collect a page's structured data; what is broken or beyond the bounds is left out."""
    return StructuredData(
        json_ld=tuple(walk(list(_json_ld(document.tree)))),
        microdata=tuple(walk([_as_json_ld(item) for item in _microdata(document)])),
        opengraph=_opengraph(document.tree),
    )


def types_of(node: Node) -> frozenset[str]:
    """Give a node's types without their vocabulary's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(str(name).rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in names if name)


def walk(roots: list[Any]) -> Iterator[Node]:
    """Yield nodes and the nodes they hold as the page's own subject, each once, in order."""
    waiting = list(reversed(roots))
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, Mapping):
            yield node
            waiting.extend(node[key] for key in reversed(_FOLLOWED) if isinstance(node.get(key), (list, Mapping)))


def _json_ld(tree: HtmlElement) -> Iterator[Any]:
    """Read each block by itself: a broken one must not hide the others."""
    from extruct.jsonld import JsonLdExtractor

    extractor = JsonLdExtractor()
    for script in tree.iter("script"):
        if not script.get("type", "").strip().lower().startswith("application/ld+json"):
            continue
        script.set("type", "application/ld+json")
        if len(script.text or "") <= (MAX_BLOCK if _is_json(script.text or "") else MAX_REPAIRED_BLOCK):
            yield from _items(extractor, script)


def _is_json(text: str) -> bool:
    """Guess from both ends, without parsing twice, whether a block is plain JSON."""
    stripped = text.strip()
    return stripped[:1] in {"{", "["} and stripped[-1:] in {"}", "]"}


def _items(extractor: Any, script: HtmlElement) -> list[Any]:  # noqa: ANN401 - extruct is untyped
    try:
        return list(extractor.extract_items(script))
    except (ValueError, RecursionError):
        return []


def _microdata(document: Document) -> list[dict[str, Any]]:
    if not _affordable(document.tree):
        return []
    from extruct.w3cmicrodata import MicrodataExtractor

    try:
        return list(MicrodataExtractor().extract_items(document.tree, base_url=document.base))
    except (ValueError, RecursionError):
        return []


def _affordable(tree: HtmlElement) -> bool:
    """Say whether there is microdata, and not so deep or much of it that reading would take minutes."""
    deepest = tree.xpath(f"boolean(//*[@itemprop or @itemscope][count(ancestor::*) > {MAX_ITEM_NESTING * 4}])")
    count = tree.xpath("count(//*[@itemprop])")
    references = tree.xpath("count(//*[@itemref])")
    return bool(0 < count <= MAX_ITEM_PROPERTIES and references <= MAX_ITEM_REFERENCES and not deepest)


def _as_json_ld(item: Any) -> Any:  # noqa: ANN401 - microdata values are text, items or lists of them
    if isinstance(item, list):
        return [_as_json_ld(part) for part in item]
    if not isinstance(item, Mapping) or not ("type" in item or "properties" in item):
        return item
    properties = item.get("properties")
    inner = {key: _as_json_ld(value) for key, value in properties.items()} if isinstance(properties, Mapping) else {}
    return {"@type": item.get("type"), "@id": item.get("id"), **inner}


def _opengraph(tree: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    """Read OpenGraph by extruct, then what it passes over: `name=` for `property=`, metas outside a broken head."""
    from extruct.opengraph import OpenGraphExtractor

    found: dict[str, list[str]] = {}
    for item in OpenGraphExtractor().extract_items(tree) if tree.find("head") is not None else []:
        for name, value in item["properties"]:
            found.setdefault(name.lower(), []).append(value)
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if meta.get("content") and name not in found and name.startswith(("og:", "product:", "article:", "twitter:")):
            found[name] = [meta.get("content")]
    return {name: tuple(value for value in values if value.strip()) for name, values in found.items()}
