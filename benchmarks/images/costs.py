"""What matching costs: CPU and wall milliseconds, each beside what it may cost."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import faiss
import numpy as np

from benchmarks.images.chance import chance_of
from benchmarks.images.collection import Collection
from benchmarks.images.drawn.families import families
from benchmarks.images.drawn.goods import draw_product
from benchmarks.images.drawn.product import any_product
from benchmarks.images.methods.method import Official, Query
from benchmarks.images.methods.soi import Soi
from benchmarks.images.negatives import Negative
from benchmarks.images.pictures import as_jpeg
from detectors.images.decode import open_image
from detectors.images.hashes import Bits, hashed_form, pdq_orientations
from detectors.images.index import HashIndex
from detectors.images.matches import Picture
from detectors.images.reference_set import ReferencePicture, ReferenceSet
from detectors.images.stages.hash import HashStage

ROUNDS = 9
LARGE = 1600
STORED = 1_000_000
NEAR = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A cost measured, and what it may be."""

    name: str
    value: float
    unit: str
    target: str


def hash_stage() -> Cost:
    """Measure opening a 1600 px JPEG, hashing it and comparing it with a reference."""
    image = draw_product(any_product(chance_of("costs"))).resize((LARGE, 1200))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=85)
    content = written.getvalue()
    stage = HashStage(ReferenceSet.build([_reference(as_jpeg(image.rotate(180)))]))

    def hashed() -> None:
        stage.find(Picture.of("", open_image(content)))

    value = _median(hashed, time.process_time)
    return Cost(name=f"hash stage from a {LARGE} px JPEG", value=value, unit="CPU ms", target="10")


def scan() -> Cost:
    """Measure one picture's eight hashes against a million references, on two threads."""
    index = HashIndex(_random_hashes(STORED))
    queries = _random_hashes(8)
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(2)
    try:
        value = _median(lambda: index.search(queries, NEAR), time.perf_counter)
    finally:
        faiss.omp_set_num_threads(threads)
    return Cost(name="eight hashes against 1 M references, two threads", value=value, unit="wall ms", target="10")


def look_back() -> Cost:
    """Measure a new reference, from its file on, against a million stored hashes, their index included."""
    stored = _random_hashes(STORED)
    content = as_jpeg(draw_product(any_product(chance_of("costs"))))

    def looked_back() -> None:
        square = hashed_form(open_image(content).pixels)
        HashIndex(stored).search(pdq_orientations(square[None])[0], NEAR)

    value = _median(looked_back, time.perf_counter)
    return Cost(name="new reference against 1 M stored image hashes", value=value, unit="wall ms", target="1000")


def with_many(collection: Collection, soi: Soi, negatives: Sequence[Negative], many: int) -> list[Cost]:
    """Measure pictures that match nothing with the run's references, then with many drawn ones."""
    few = len(soi.kept)
    grown = Soi(_drawn(collection.seed, many))
    return [
        Cost(
            name=f"same pictures, {len(matcher.kept):,} references",
            value=_mean(matcher, negatives),
            unit="CPU ms",
            target=target,
        )
        for matcher, target in ((soi, ""), (grown, f"twice that at {few}"))
    ]


def _mean(soi: Soi, negatives: Sequence[Negative]) -> float:
    began = time.process_time()
    for negative in negatives:
        soi.answer(Query(negative.content))
    return 1000 * (time.process_time() - began) / len(negatives)


def _drawn(seed: int, many: int) -> Iterator[Official]:
    members = (member for family in families(seed, "many") for member in family.members)
    for picture in islice(members, many):
        yield Official(picture=picture, content=as_jpeg(picture.open()))


def _median(work: Callable[[], object], clock: Callable[[], float]) -> float:
    taken: list[float] = []
    for _ in range(ROUNDS):
        began = clock()
        work()
        taken.append(1000 * (clock() - began))
    return statistics.median(taken)


def _random_hashes(count: int) -> Bits:
    return np.random.default_rng(1).integers(0, 256, (count, 32), dtype=np.uint8)


def _reference(content: bytes) -> ReferencePicture:
    return ReferencePicture(path="one", brand=None, product=None, digest="", content=content)
