from __future__ import annotations

import numpy as np
import pytest

from detectors.images import feature_index
from detectors.images.feature_index import NEAREST, FeatureIndex
from detectors.images.features import Features


def drawn(count: int, seed: int) -> Features:
    chance = np.random.default_rng(seed)
    return Features(
        frame=(400, 300),
        points=chance.uniform(0, 400, (count, 2)).astype(np.float32),
        sizes=chance.uniform(2, 30, count).astype(np.float32),
        angles=chance.uniform(0, 6, count).astype(np.float32),
        descriptors=chance.integers(0, 120, (count, 128), dtype=np.uint8),
    )


def test_each_feature_finds_itself_first() -> None:
    references = [drawn(count, count) for count in (40, 1, 0, 300, 120)]
    index = FeatureIndex(references)
    for number, reference in enumerate(references):
        found = index.nearest(reference.descriptors)
        first = found.distance == 0
        assert (found.row[first] == index.starts[number] + np.arange(len(reference))).all()
        assert (index.owner[found.row[first]] == number).all()


def test_a_references_features_come_back_as_they_were() -> None:
    references = [drawn(30, 1), drawn(50, 2)]
    back = FeatureIndex(references).features(1)
    assert back.frame == references[1].frame
    for name in ("points", "sizes", "angles", "descriptors"):
        assert (getattr(back, name) == getattr(references[1], name)).all()


def test_where_the_lists_form_a_graph_a_changed_copy_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # A real graph begins at 1,024 lists, which take half a minute to learn.
    monkeypatch.setattr(feature_index, "GRAPH_FROM", 8)
    references = [drawn(100, seed) for seed in range(20)]
    index = FeatureIndex(references)
    asked = references[7].descriptors
    changed = np.clip(asked + np.random.default_rng(5).integers(-9, 10, asked.shape), 0, 255).astype(np.uint8)
    found = index.nearest(changed)
    first = found.row[np.unique(found.query, return_index=True)[1]]
    assert (first == index.starts[7] + np.arange(100)).mean() > 0.9


@pytest.mark.parametrize("references", [[], [drawn(0, 1)]])
def test_without_features_nothing_is_near(references: list[Features]) -> None:
    index = FeatureIndex(references)
    assert len(index.nearest(drawn(5, 1).descriptors).row) == 0
    assert len(index) == 0


def test_fewer_features_than_neighbours_are_given_once() -> None:
    few = drawn(3, 1)
    found = FeatureIndex([few]).nearest(few.descriptors[:1])
    assert sorted(found.row) == [0, 1, 2]
    assert NEAREST > 3
