"""One run: gathers pictures, asks every method, works the figures out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.images.abreast import Part, abreast
from benchmarks.images.collection import Collection, gather
from benchmarks.images.costs import Cost, hash_stage, look_back, scan, with_many
from benchmarks.images.figures import MethodFigures, attack_figures, bounds, false_positives, resembling_figures
from benchmarks.images.measure import Clock, Copy, Other, look_up_copies, look_up_others
from benchmarks.images.methods.catalogue import COMPARED, SLOW
from benchmarks.images.methods.method import Maker, Method
from benchmarks.images.methods.soi import Soi
from benchmarks.images.negatives import ordinary, resembling
from benchmarks.images.pictures import Others, Picture
from benchmarks.images.report import Report
from benchmarks.images.sheet import Nearest

COST_SAMPLE = 200
TOLD_EVERY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured: references, copies an attack, pictures of other goods and of each resembling kind.

    `slow_copies` an attack and `slow_negatives` are what slow methods see; without, they are left out. With `many`
    references, costs are measured again.
    """

    references: int
    copies: int
    negatives: int
    resembling: int
    slow_copies: int = 0
    slow_negatives: int = 0
    many: int = 0


FULL = Extent(references=450, copies=150, negatives=30_000, resembling=100, slow_copies=40, slow_negatives=1000)
QUICK = Extent(references=60, copies=10, negatives=1000, resembling=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run: its figures, and what a person may want to look at."""

    report: Report
    copies: Sequence[Copy]
    nearest: Nearest
    references: Sequence[Picture]
    others: Others


def measured(extent: Extent, seed: int, pool: Path | None, workers: int = 1) -> Run:
    """Measure every method on the same pictures; `workers` processes look at the pictures of other goods.

    Raises:
        NotFound: The pool holds no pictures.
    """
    began = time.perf_counter()
    gathered = gather(seed, extent.references, extent.resembling, pool)
    collection, methods = _made(gathered, COMPARED + SLOW if extent.slow_copies else COMPARED)
    others = collection.surroundings()
    copies = _copies(methods, collection, others, extent)
    seen, clock, nearest = _others(methods, collection, extent, others=others, workers=workers)
    alike = [other for _, other in look_up_others(methods, resembling(collection), Clock())]
    costs = _costs(methods, collection, others, clock, extent.many)
    chosen = bounds(seen, [method.name for method in methods])
    report = Report(
        seed=seed,
        references=len(collection.references),
        from_pool=sum(picture.source == "pool" for picture in collection.references),
        left_out=len(gathered.references) - len(collection.references),
        negatives=len(seen),
        methods=[_figures(method, chosen[method.name], seen, clock) for method in methods],
        shipped=false_positives(seen, Soi.name, 0.0),
        attacks=attack_figures(copies, chosen),
        resembling=resembling_figures(alike, chosen),
        costs=costs,
        load=round(os.getloadavg()[0], 1),
        seconds=round(time.perf_counter() - began),
    )
    return Run(report=report, copies=copies, nearest=nearest, references=collection.references, others=others)


def _made(gathered: Collection, makers: Sequence[Maker]) -> tuple[Collection, list[Method]]:
    """Make the methods, Soi first, of the references that Soi neither refuses nor merges with another."""
    officials = list(gathered.officials())
    soi = Soi(officials)
    by_name = {official.picture.name: official for official in officials}
    kept = [by_name[name] for name in soi.kept]
    collection = replace(gathered, references=[official.picture for official in kept])
    _tell(f"{len(kept)} references; the methods read them")
    return collection, [soi, *(make(kept) for make in makers)]


def _copies(methods: Sequence[Method], collection: Collection, others: Others, extent: Extent) -> list[Copy]:
    found: list[Copy] = []
    for copy in look_up_copies(
        methods, collection.references, others, wanted=extent.copies, slowly=extent.slow_copies, seed=collection.seed
    ):
        if not found or found[-1].attack is not copy.attack:
            _tell(f"attack: {copy.attack.name}")
        found.append(copy)
    return found


def _others(
    methods: Sequence[Method], collection: Collection, extent: Extent, *, others: Others, workers: int
) -> tuple[list[Other], Clock, Nearest]:
    def some(part: Part) -> tuple[list[Other], Clock, Nearest]:
        seen, clock, nearest = list[Other](), Clock(), Nearest()
        negatives = islice(ordinary(collection, others, part), extent.negatives // workers)
        for negative, other in look_up_others(methods, negatives, clock, slowly=extent.slow_negatives // workers):
            nearest.add(negative, other)
            seen.append(other)
            if len(seen) % TOLD_EVERY == 0:
                _tell(f"{len(seen)} pictures of other goods, {sum(o.scores[Soi.name] > 0 for o in seen)} matched")
        return seen, clock, nearest

    parts = abreast(some, workers)
    seen, clock, nearest = parts[0]
    for more, time_taken, near in parts[1:]:
        seen += more
        clock.join(time_taken)
        nearest.join(near)
    return seen, clock, nearest


def _costs(methods: Sequence[Method], collection: Collection, others: Others, clock: Clock, many: int) -> list[Cost]:
    _tell("measuring costs")
    soi = methods[0]
    name = f"picture that matches nothing, {len(collection.references)} references"
    costs = [
        Cost(name=name, value=clock.milliseconds(Soi.name), unit="CPU ms", target="60"),
        hash_stage(),
        scan(),
        look_back(),
    ]
    if many and isinstance(soi, Soi):
        sample = list(islice(ordinary(collection, others), COST_SAMPLE))
        costs += with_many(collection, soi, sample, many)
    return costs


def _figures(method: Method, above: float, seen: Sequence[Other], clock: Clock) -> MethodFigures:
    decoding = 0.0 if method.name == Soi.name else clock.milliseconds("decode")
    return MethodFigures(
        name=method.name,
        about=method.about,
        milliseconds=clock.milliseconds(method.name) + decoding,
        bound=above,
        false_positives=false_positives(seen, method.name, above),
    )


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
