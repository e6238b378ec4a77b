"""Structured data of a page: JSON-LD, microdata and OpenGraph, and no other syntax (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element as Element

from crawlers.extract.document import Document
from crawlers.extract.json_text import read_json
from crawlers.extract.microdata import microdata_of

MAX_BLOCKS = 200
MAX_NODES = 2000
# How deep `{"@id": ...}` is followed: a product to its offer, the offer to its seller.
_REFERENCE_DEPTH = 3

# Where a page's own subject may stand below a node. `isRelatedTo`, `review` and the like are never followed.
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage", "itemOffered")
_REFERRING = ("offers", "image", "brand", "seller", "hasVariant", "priceSpecification")

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
        json_ld=_joined(tuple(walk(_json_ld(document.scripts)))),
        microdata=tuple(walk(list(microdata_of(document)))) if document.has_items else (),
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


def _json_ld(scripts: tuple[Element, ...]) -> list[Any]:
    """Read each block by itself: a broken one must not hide the others."""
    stated = (script for script in scripts if "ld+json" in (script.get("type") or "").lower())
    return [read_json(script.text) for _, script in zip(range(MAX_BLOCKS), stated, strict=False) if script.text]


def _joined(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Put what nodes refer to by `@id` in the place of the reference."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return tuple(_with_referred(node, known, _REFERENCE_DEPTH) for node in nodes) if known else nodes


def _with_referred(node: Node, known: Mapping[str, Node], depth: int) -> Node:
    parts = {key: _referred(node[key], known, depth - 1) for key in _REFERRING if key in node} if depth else {}
    return {**node, **parts} if parts else node


def _referred(value: Any, known: Mapping[str, Node], depth: int) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_referred(part, known, depth) if isinstance(part, Mapping) else part for part in value[:200]]
    if not isinstance(value, Mapping):
        return value
    named = value.get("@id")
    meant = known.get(named) if isinstance(named, str) and len(value) == 1 else None
    return _with_referred(meant if meant is not None else value, known, depth)


def _opengraph(tree: Element) -> Mapping[str, tuple[str, ...]]:
    """Read OpenGraph wherever it stands, and by `name=` for `property=` where `property=` does not say."""
    found: dict[str, list[str]] = {}
    named: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        value = (meta.get("content") or "").strip()
        for attribute, place in (("property", found), ("name", named)):
            names = (meta.get(attribute) or "").lower().split() if value else ()
            for name in names[:3]:
                if name.startswith(("og:", "product:", "article:", "twitter:")):
                    place.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in (named | found).items()}
