"""Brings together what a run needs: official pictures, pictures of other goods, and what resembles the former."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count, islice
from pathlib import Path

from PIL import Image

from benchmarks.images.chance import chance_of
from benchmarks.images.drawn.families import BLANK, Family, blanks, families
from benchmarks.images.methods.method import Official
from benchmarks.images.pictures import Others, Picture, as_jpeg, as_png
from benchmarks.images.pool import Pool, read_pool

# Pictures of other goods that stand around copies; few, so that they stay in memory.
SURROUNDING = 60
LEAST_SIDE = 640
REFERENCE_QUALITY = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One run's pictures. `references` and `others` share no group; `resembling` is told apart on purpose, by kind."""

    seed: int
    references: Sequence[Picture]
    pooled: Sequence[Picture]
    resembling: Mapping[str, Sequence[Picture]]

    def officials(self) -> Iterator[Official]:
        """Give the references with their files: logos without loss, photos as JPEG of quality 95."""
        for picture in self.references:
            image = picture.open()
            content = as_png(image) if picture.kind == "logo" else as_jpeg(image, REFERENCE_QUALITY)
            yield Official(picture=picture, content=content)

    def others(self) -> Iterator[Picture]:
        """Give pictures of other goods without end: the pool's and drawn ones in turn, the pool's again and again."""
        drawn = (member for family in families(self.seed, "others") for member in family.members)
        if not self.pooled:
            return drawn
        return chain.from_iterable(zip(drawn, _again(self.pooled, self.seed), strict=False))

    def surroundings(self) -> Others:
        """Give what draws one of a few photos of other goods, at least 640 pixels long."""
        shelf = list(islice((picture for picture in self.others() if picture.kind == "photo"), SURROUNDING))

        @lru_cache(maxsize=SURROUNDING)
        def opened(place: int) -> Image.Image:
            image = shelf[place].open()
            factor = max(1.0, LEAST_SIDE / max(image.size))
            return image.resize((round(image.width * factor), round(image.height * factor)))

        def other(chance: random.Random) -> Image.Image:
            return opened(chance.randrange(len(shelf)))

        return other


def gather(seed: int, references: int, resembling: int, folder: Path | None) -> Collection:
    """Choose the references, the pool's first and drawn ones for the rest, and up to `resembling` pictures of a kind.

    Raises:
        NotFound: The folder holds no pictures.
    """
    pool = Pool() if folder is None else read_pool(folder, seed)
    pooled = chance_of(seed, "references").sample(pool.references, min(len(pool.references), references))
    drawn = _drawn(seed, max(references - len(pooled), min(references, resembling)))
    members = [member for family in drawn for member in family.members]
    return Collection(
        seed=seed,
        references=[*pooled, *members],
        pooled=pool.others,
        resembling={**_resembling(drawn, resembling), BLANK: list(islice(blanks(seed), resembling))},
    )


def _drawn(seed: int, wanted: int) -> list[Family]:
    chosen: list[Family] = []
    for family in families(seed, "references"):
        if sum(len(known.members) for known in chosen) >= wanted:
            break
        chosen.append(family)
    return chosen


def _resembling(drawn: Sequence[Family], most: int) -> dict[str, list[Picture]]:
    kinds: dict[str, list[Picture]] = {}
    for family in drawn:
        for kind, picture in family.resembling.items():
            of_kind = kinds.setdefault(kind, [])
            if len(of_kind) < most:
                of_kind.append(picture)
    return kinds


def _again(pictures: Sequence[Picture], seed: int) -> Iterator[Picture]:
    for number in count():
        yield from chance_of(seed, "again", number).sample(pictures, len(pictures))
