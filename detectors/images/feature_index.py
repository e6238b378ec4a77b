"""Finds the references' features that look most like a picture's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from detectors.images.features import DIMENSIONS, Bytes, Features, Floats

# Waking a second thread costs more than it saves, as in index.py; workers run abreast.
faiss.omp_set_num_threads(1)

Numbers = npt.NDArray[np.int64]

# How many lists the features are parted into: 450 references (65,000 features) are searched with 300 in 5 ms, 10,000
# references in 18.
LISTS_PER_ROOT = 4
MOST_LISTS = 8192
PROBED = 4
# From here on even choosing the lists by scanning them costs more than walking a graph: 17 ms against 5 for 4,096.
GRAPH_FROM = 1024
GRAPH_NEIGHBOURS = 32
TRAINED_PER_LIST = 40
TRAINING_ROUNDS = 6
ADDED_AT_ONCE = 65_536
NEAREST = 8


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """Features that look alike, one in a row: the picture's, the indexed one's row, and the squared distance."""

    query: Numbers
    row: Numbers
    distance: Floats


class FeatureIndex:
    """All references' features: 144 bytes of descriptor and 20 of place and owner each.

    Rows are numbered through; those of reference i run from `starts[i]` to `starts[i + 1]`.
    """

    def __init__(self, references: Sequence[Features]) -> None:
        self.starts = np.cumsum([0, *(len(each) for each in references)])
        self._frames = [each.frame for each in references]
        self.points = _joined([each.points for each in references], (0, 2))
        self.sizes = _joined([each.sizes for each in references], (0,))
        self.angles = _joined([each.angles for each in references], (0,))
        self.owner = np.repeat(np.arange(len(references), dtype=np.int32), np.diff(self.starts))
        self._index = _lists([each.descriptors for each in references], len(self))

    def __len__(self) -> int:
        return int(self.starts[-1])

    def nearest(self, descriptors: Bytes) -> Resemblance:
        """Give for each descriptor (uint8 [n, 128]) the few nearest of all references, nearest first."""
        if not len(self) or not len(descriptors):
            return Resemblance(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
        distances, rows = self._index.search(descriptors.astype(np.float32), NEAREST)
        query = np.repeat(np.arange(len(descriptors)), NEAREST)
        found = rows.ravel() >= 0
        return Resemblance(query[found], rows.ravel()[found], distances.ravel()[found])

    def features(self, reference: int) -> Features:
        """Give the features of a reference by its number."""
        rows = slice(int(self.starts[reference]), int(self.starts[reference + 1]))
        described = self._index.reconstruct_batch(np.arange(rows.start, rows.stop))
        return Features(
            frame=self._frames[reference],
            points=self.points[rows],
            sizes=self.sizes[rows],
            angles=self.angles[rows],
            descriptors=described.astype(np.uint8),
        )


def _joined(parts: Sequence[Floats], empty: tuple[int, ...]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(empty, dtype=np.float32)


def _lists(described: Sequence[Bytes], count: int) -> faiss.IndexIVFScalarQuantizer:
    lists = max(1, min(MOST_LISTS, round(LISTS_PER_ROOT * math.sqrt(count)), count // TRAINED_PER_LIST))
    quantizer = (
        faiss.IndexFlatL2(DIMENSIONS) if lists < GRAPH_FROM else faiss.IndexHNSWFlat(DIMENSIONS, GRAPH_NEIGHBOURS)
    )
    if count:
        quantizer.add(_centres(np.concatenate(described), lists))
    # The bytes are kept as they are and compared exactly: a product quantiser would save memory and lose neighbours.
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, DIMENSIONS, lists, faiss.ScalarQuantizer.QT_8bit_direct, faiss.METRIC_L2, False
    )
    index.is_trained = True
    for part in _parts(described):
        index.add(part)
    index.make_direct_map()
    index.nprobe = PROBED
    return index


def _centres(described: Bytes, lists: int) -> Floats:
    rows = np.random.default_rng(1).permutation(len(described))[: lists * TRAINED_PER_LIST]
    clusters = faiss.Kmeans(
        DIMENSIONS, lists, niter=TRAINING_ROUNDS, max_points_per_centroid=TRAINED_PER_LIST, min_points_per_centroid=1
    )
    clusters.train(described[np.sort(rows)].astype(np.float32))
    return np.asarray(clusters.centroids, dtype=np.float32)


def _parts(described: Sequence[Bytes]) -> Iterator[Floats]:
    """Give the descriptors as faiss takes them, not all at once: as floats they are four times as large."""
    waiting: list[Bytes] = []
    for each in described:
        waiting.append(each)
        if sum(map(len, waiting)) >= ADDED_AT_ONCE:
            yield np.concatenate(waiting).astype(np.float32)
            waiting = []
    if waiting:
        yield np.concatenate(waiting).astype(np.float32)
