"""The network on the tiny weights: it computes what the graph does, learns, and hands on what it learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `models` (torch) is not installed")

from detectors.claims.examples import output_names  # noqa: E402
from detectors.claims.head import load_head  # noqa: E402
from detectors.claims.model.adapter import adapted, load_adapter  # noqa: E402
from detectors.claims.model.e5s1 import WeightFile, read_weights  # noqa: E402
from detectors.claims.model.pieces import WordPieces  # noqa: E402
from detectors.claims.reading import Reader  # noqa: E402
from detectors.claims.training.calibrate import calibrated, logistic, platt, screen_thresholds  # noqa: E402
from detectors.claims.training.learn import learn  # noqa: E402
from detectors.claims.training.network import Network  # noqa: E402
from detectors.claims.training.produce import head_of  # noqa: E402
from detectors.claims.training.targets import Marked  # noqa: E402
from tests.detectors.claims.model.bert import states  # noqa: E402
from tests.detectors.claims.model.tiny import tiny_file  # noqa: E402

_IDS = [0, 7, 8, 9, 10, 2]


def text(description: str, *, claims: bool) -> Marked:
    passages = (("cure_all", "description", 0, len(description)),) if claims else ()
    return Marked(title="", description=description, passages=passages, also=(), lang="en", family="A-1", exact=True)  # type: ignore[arg-type]


_TEXTS = [text("cures all", claims=True), text("genuine hàng", claims=False), text("chính hãng", claims=False)] * 8


@pytest.fixture(scope="module")
def tiny() -> WeightFile:
    return read_weights(tiny_file())


@pytest.fixture
def network(tiny: WeightFile) -> Network:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    return Network(tiny, len(output_names()))


def test_untrained_it_computes_bert(network: Network, tiny: WeightFile) -> None:
    with torch.no_grad():
        given = network.states(torch.tensor([_IDS]))[-1][0].numpy()
    assert np.abs(given - states(tiny, _IDS)).max() < 0.1


def test_what_it_learned_goes_into_adapter_and_head(network: Network, tiny: WeightFile, tmp_path: Path) -> None:
    reader = Reader(WordPieces(tiny))
    learn(network, _TEXTS, reader, epochs=60)
    network.adapter().save(tmp_path / "a.npz")
    merged = adapted(tiny, load_adapter(tmp_path / "a.npz"))
    with torch.no_grad():
        given = network.states(torch.tensor([_IDS]))[-1][0].numpy()
    assert np.abs(given - states(merged, _IDS)).max() < 0.15
    assert np.abs(states(merged, _IDS) - states(tiny, _IDS)).max() > 0.01
    head = calibrated(head_of(network, ["cures"], "tiny"), network, _TEXTS, reader)
    head.save(tmp_path / "h.npz")
    probabilities = {}
    for marked in _TEXTS[:3]:
        (window,) = reader.windows(marked.listing())
        (scored,) = load_head(tmp_path / "h.npz").score(window, states(merged, list(window.ids)).astype(np.float32))
        probabilities[marked.description] = scored.probabilities[0]
    assert probabilities["cures all"] > 0.5 > max(probabilities["genuine hàng"], probabilities["chính hãng"])


def test_scores_become_probabilities() -> None:
    random = np.random.default_rng(1)
    odds = random.normal(0, 2, 20_000)
    hit = random.random(20_000) < 1 / (1 + np.exp(-(2 * odds - 1)))
    slope, offset = platt(odds.astype(np.float32), hit, np.ones(20_000, np.float32))
    assert slope == pytest.approx(2, abs=0.1)
    assert offset == pytest.approx(-1, abs=0.1)


def test_two_scores_are_weighed_by_what_each_says() -> None:
    random = np.random.default_rng(1)
    scores = random.normal(0, 2, (20_000, 2)).astype(np.float32)
    hit = random.random(20_000) < 1 / (1 + np.exp(-(0.2 * scores[:, 0] + 1.5 * scores[:, 1] + 0.5)))
    fitted = logistic(scores, hit, np.ones(20_000, np.float32), np.array([0.5, 0.5, 0.0]))
    assert fitted == pytest.approx([0.2, 1.5, 0.5], abs=0.1)


def test_a_category_without_examples_stays_finite() -> None:
    slope, offset = platt(np.zeros(5, np.float32), np.zeros(5, bool), np.ones(5, np.float32))
    assert np.isfinite([slope, offset]).all()


def test_a_screen_lets_all_but_the_oddest_through() -> None:
    scores = np.random.default_rng(1).normal([2, 5], [1, 2], (4000, 2)).astype(np.float32)
    least = screen_thresholds(scores)
    assert np.abs(least - [0, 1]).max() < 0.2
    assert (scores >= least).mean() > 0.97
    assert (screen_thresholds(scores[:0]) == -np.inf).all()
