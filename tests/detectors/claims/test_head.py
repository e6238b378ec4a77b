"""The head: what is saved comes back, probabilities are probabilities, broken files say what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detectors.claims.examples import output_names
from detectors.claims.head import HEAD_FILE, load_head
from detectors.claims.model.adapter import adapter_digest
from detectors.claims.model.prepared import CUTS, encoder_name
from detectors.claims.reading import Reader
from listings.errors import InvalidInput
from listings.listing import Listing
from tests.detectors.fakes import WordEncoder, Words, screened, word_head


def test_a_saved_head_scores_as_before(tmp_path: Path) -> None:
    head = word_head({"replica": ["rep"], "fake_proof": ["tem"]}, words=["tem", "rep"])
    head.save(tmp_path / "head.npz")
    again = load_head(tmp_path / "head.npz")
    assert (again.outputs, again.words, again.encoder) == (head.outputs, head.words, head.encoder)
    assert len(again.digest) == 12
    (window,) = Reader(Words()).windows(Listing(id="1", title="Bán tem", description="Giày rep. Áo."))
    ((_, states),) = WordEncoder().states([window.ids])
    for one, other in zip(head.score(window, states), again.score(window, states), strict=True):
        np.testing.assert_array_equal(one.probabilities, other.probabilities)
        assert one.odds.shape == (len(one.placed.words), len(output_names()))
        assert ((one.probabilities >= 0) & (one.probabilities <= 1)).all()


def test_a_clause_is_told_by_its_own_words() -> None:
    head = word_head({"replica": ["rep"]})
    (window,) = Reader(Words()).windows(Listing(id="1", description="Giày rep. Áo thun."))
    ((_, states),) = WordEncoder().states([window.ids])
    shoe, shirt = head.score(window, states)
    assert shoe.probabilities[0] > 0.9
    assert shirt.probabilities[0] < 0.1


def test_what_claims_nothing_in_particular_is_less_of_a_claim() -> None:
    head = word_head({"replica": ["rep"]})
    (window,) = Reader(Words()).windows(Listing(id="1", description="Giày rep"))
    ((_, states),) = WordEncoder().states([window.ids])
    alone, both, neither = (
        replace(head, joint=np.array(joint, np.float32)).score(window, states)[0].probabilities
        for joint in ([1, 0, 0], [0, 1, 0], [0, 0, -2])
    )
    assert both[0] == pytest.approx(alone[head.outputs.index("replica")], abs=1e-6)
    assert neither[0] == pytest.approx(1 / (1 + np.exp(2)), abs=1e-6)
    assert (both[1:] == alone[1:]).all()


def test_a_screen_lets_through_what_one_clause_may_claim() -> None:
    head = screened(word_head({"replica": ["rep"]}))
    honest, doubtful = (
        Reader(Words()).windows(Listing(id="1", description=text))[0]
        for text in ("Áo thun. Mũ len.", "Áo thun. Giày rep.")
    )
    for window, out in ((honest, True), (doubtful, False)):
        ((_, states),) = WordEncoder().states([window.ids])
        assert head.is_screened_out(window, 0, states) is out
        assert not head.is_screened_out(window, 1, states)
        if out:
            unsaid = head.unsaid(window, 0, states)
            assert all(not one.probabilities.any() for one in unsaid)
            assert all(0 < one.screened < 0.5 for one in unsaid)


def test_the_shipped_head_belongs_to_the_shipped_adapter_and_code() -> None:
    head = load_head(HEAD_FILE)
    assert head.outputs == output_names()
    assert head.encoder == encoder_name(adapter_digest())
    assert len(head.screen_from) == len(CUTS)
    assert (head.calibration[0] > 0).all()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_broken_head_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "head.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"claims\.training"):
        load_head(path)
