"""A page to look at: copies found and missed under each attack, and the nearest pictures of other goods."""

from __future__ import annotations

import base64
import heapq
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PIL import Image

from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.measure import Copy, Other, changed
from benchmarks.images.methods.soi import Soi
from benchmarks.images.negatives import Negative
from benchmarks.images.pictures import Others, Picture, as_jpeg

SMALL = 180
HITS = 3
MISSES = 8
NEAREST = 40
LOOKED_AT_BESIDE = "PDQ"
_STYLE = (
    "body{font:14px sans-serif}figcaption{font-size:11px}"
    "figure{display:inline-block;margin:6px;vertical-align:top;width:190px}"
)


@dataclass(slots=True)
class Nearest:
    """Keeps the pictures of other goods that came nearest to a match: Soi's own score first, PDQ's after that."""

    kept: list[tuple[float, float, str, bytes, int | None]] = field(default_factory=list)

    def add(self, negative: Negative, other: Other) -> None:
        """Look at one picture; only the nearest forty are kept."""
        scores = other.scores[Soi.name], other.scores.get(LOOKED_AT_BESIDE, 0.0)
        self._keep((*scores, negative.name, negative.content, other.nearest))

    def join(self, other: Nearest) -> None:
        """Look at what another has kept."""
        for rank in other.kept:
            self._keep(rank)

    def _keep(self, rank: tuple[float, float, str, bytes, int | None]) -> None:
        if len(self.kept) < NEAREST:
            heapq.heappush(self.kept, rank)
        else:
            heapq.heappushpop(self.kept, rank)


def sheet(copies: Sequence[Copy], nearest: Nearest, references: Sequence[Picture], seed: int, others: Others) -> str:
    """Give the page as HTML with the pictures inside it; `references` in the order of the scores."""
    head = f"<!doctype html><meta charset=utf-8><title>soi bench images</title><style>{_STYLE}</style>"
    return "\n".join([head, *_nearest(nearest, references), *_copies(copies, seed, others)])


def _nearest(nearest: Nearest, references: Sequence[Picture]) -> Iterator[str]:
    yield "<h2>other goods, nearest first</h2>"
    for ours, theirs, name, content, place in sorted(nearest.kept, key=lambda kept: kept[:3], reverse=True):
        caption = f"{name}: Soi {ours:.3f}, {LOOKED_AT_BESIDE} {theirs:.3f}"
        yield _figure(Image.open(io.BytesIO(content)).convert("RGB"), caption)
        if place is not None:
            yield _figure(references[place].open(), f"taken for {references[place].name}")


def _copies(copies: Sequence[Copy], seed: int, others: Others) -> Iterator[str]:
    for attack in ATTACKS:
        of_attack = [copy for copy in copies if copy.attack.name == attack.name]
        missed = [copy for copy in of_attack if copy.scores[Soi.name] <= 0]
        found = [copy for copy in of_attack if copy.scores[Soi.name] > 0]
        for title, all_of_them, most in (("missed", missed, MISSES), ("found", found, HITS)):
            shown = all_of_them[:most]
            if shown:
                yield f"<h2>{html.escape(attack.name)}: {title}, {len(shown)} of {len(all_of_them)}</h2>"
            for copy in shown:
                yield _figure(copy.picture.open(), copy.picture.name)
                scores = ", ".join(f"{name} {score:.3f}" for name, score in copy.scores.items())
                yield _figure(changed(copy.picture, attack, seed, others), scores)


def _figure(image: Image.Image, caption: str) -> str:
    small = image.copy()
    small.thumbnail((SMALL, SMALL))
    inlined = base64.b64encode(as_jpeg(small, 80)).decode()
    return (
        f'<figure><img src="data:image/jpeg;base64,{inlined}"><figcaption>{html.escape(caption)}</figcaption></figure>'
    )
