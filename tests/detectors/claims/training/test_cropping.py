"""Cropped texts keep their passages word for word, and a violating one keeps at least one."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.claims.labelled_listings import read_labelled_listings
from detectors.claims.training.cropping import cropped
from detectors.claims.training.targets import marked_listing

_LISTINGS = [marked_listing(listing) for listing in read_labelled_listings()[::25]]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(_LISTINGS), st.integers(0, 10_000))
def test_what_is_kept_is_what_was_there(marked: object, seed: int) -> None:
    whole = _LISTINGS[_LISTINGS.index(marked)]  # type: ignore[arg-type]
    short = cropped(whole, Random(seed))
    assert short.description in whole.description
    assert short.title in {"", whole.title}
    assert bool(short.passages) == bool(whole.passages)
    texts = {"title": whole.title, "description": whole.description}
    originals = {(category, texts[field][start:end]) for category, field, start, end in whole.passages}
    for category, field, start, end in short.passages:
        text = (short.title if field == "title" else short.description)[start:end]
        assert text
        assert any(category == name and text in original for name, original in originals)


def test_some_are_cropped_and_most_are_not() -> None:
    long = max(_LISTINGS, key=lambda marked: len(marked.description))
    kept = [cropped(long, Random(seed)) == long for seed in range(200)]
    assert 0.6 < sum(kept) / len(kept) < 0.9
