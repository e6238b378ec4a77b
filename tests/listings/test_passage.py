from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.errors import InvalidInput
from listings.listing import Listing
from listings.passage import LONGEST_PASSAGE, quote

TEA = Listing(id="1", title="Trà khỏi ho, khỏi ho thật", description="Uống là khỏi ho.\r\nKhỏi ho sau 3 ngày\nnhé")


def test_the_first_occurrence_is_quoted() -> None:
    span = quote(TEA, "khỏi ho")
    assert (span.field, span.start, span.end, span.text) == ("title", 4, 11, "khỏi ho")


def test_where_it_was_pointed_at_counts() -> None:
    assert quote(TEA, "khỏi ho", "title", 13).start == 13
    assert quote(TEA, "khỏi ho", "description").field == "description"


@pytest.mark.parametrize("start", [-7, 2, 999])
def test_a_wrong_place_is_looked_up(start: int) -> None:
    assert quote(TEA, "khỏi ho", "title", start).start == 4


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ho.\nKhỏi", "ho.\r\nKhỏi"), ("ngày\r\nnhé", "ngày\nnhé"), ("ho.\r\nKhỏi", "ho.\r\nKhỏi")],
)
def test_line_ends_may_differ(typed: str, kept: str) -> None:
    assert quote(TEA, typed).text == kept


@pytest.mark.parametrize("text", ["", "  \n", "khỏi  ho", "Khoi ho", "x" * (LONGEST_PASSAGE + 1)])
def test_what_does_not_stand_there_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        quote(TEA, text)


@pytest.mark.parametrize("field", ["price", "url", "extra", "__class__"])
def test_other_fields_are_not_quoted(field: str) -> None:
    with pytest.raises(InvalidInput):
        quote(TEA, "khỏi ho", field)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 80))
def test_every_stretch_is_found_as_it_stands(text: str, start: int, length: int) -> None:
    listing = Listing(id="1", description=text)
    wanted = text[start : start + length]
    if not wanted.strip():
        return
    span = quote(listing, wanted, "description", start)
    assert (span.start, span.text) == (start, wanted)
    assert listing.text_of(span.field)[span.start : span.end] == span.text
