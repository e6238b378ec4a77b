"""Respelled texts keep every offset."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from detectors.claims.training.spellings import bare, respelled
from detectors.claims.training.targets import Marked


@given(st.text(), st.text(), st.integers(0, 10_000), st.sampled_from(["vi", "en"]))
def test_a_respelled_text_is_as_long_as_it_was(title: str, description: str, seed: int, lang: str) -> None:
    marked = Marked(
        title=title, description=description, passages=(("replica", "title", 0, 1),), also=(), lang=lang,  # type: ignore[arg-type]
        family="A-1", exact=True,
    )  # fmt: skip
    changed = respelled(marked, Random(seed))
    assert (len(changed.title), len(changed.description)) == (len(title), len(description))
    assert changed.passages == marked.passages


def test_diacritics_go_and_letters_stay() -> None:
    assert bare("Đặc trị tiểu đường") == "Dac tri tieu duong"


def test_most_texts_stay_as_they_are_and_some_change() -> None:
    marked = Marked(title="", description="Khỏi tiểu đường", passages=(), also=(), lang="vi", family="A-1", exact=True)
    seen = [respelled(marked, Random(seed)).description for seed in range(300)]
    assert 0.4 < seen.count(marked.description) / len(seen) < 0.75
    assert {"Khoi tieu duong", "KHỎI TIỂU ĐƯỜNG", "khỏi tiểu đường"} <= set(seen)
