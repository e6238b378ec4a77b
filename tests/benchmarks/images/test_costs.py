"""Costs: what is measured is what it says, with the run's references and with many."""

from __future__ import annotations

from itertools import islice

import faiss

from benchmarks.images.collection import gather
from benchmarks.images.costs import scan, with_many
from benchmarks.images.methods.soi import Soi
from benchmarks.images.negatives import ordinary


def test_many_references_are_measured_on_the_same_pictures() -> None:
    collection = gather(2, 3, 1, None)
    soi = Soi(collection.officials())
    negatives = list(islice(ordinary(collection, collection.surroundings()), 3))
    few, many = with_many(collection, soi, negatives, 6)
    assert f"{len(soi.kept):,} references" in few.name
    assert "6 references" in many.name
    assert few.value > 0
    assert many.value > 0


def test_the_scan_gives_back_the_threads_it_takes() -> None:
    before = faiss.omp_get_max_threads()
    assert scan().value > 0
    assert faiss.omp_get_max_threads() == before
