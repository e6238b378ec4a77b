"""How listings become windows: every clause once, exact offsets, bounded length, disguises undone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.claims.clauses import listing_clauses
from detectors.claims.packing import PlacedClause
from detectors.claims.reading import Reader, plain
from listings.listing import Listing
from tests.detectors.fakes import Words

_READER = Reader(Words())


def listing(title: str = "", description: str = "") -> Listing:
    return Listing(id="1", title=title, description=description)


def placed(given_: Listing) -> list[PlacedClause]:
    return [clause for window in _READER.windows(given_) for clause in window.clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gi4m", "Giam"),
        ("t.h.u.ố.c", "thuốc"),
        ("V3lor@", "V3lor@"),
        ("th\u200buốc", "thuốc"),
        ("500mg", "500mg"),
        ("ﬁsh", "fish"),
        ("", ""),
    ],
)
def test_known_words_are_written_out_and_names_left(text: str, expected: str) -> None:
    assert plain(text, {"giam", "thuoc"}) == expected


def test_spaced_letters_are_one_word() -> None:
    (clause,) = placed(listing(description="bán t h u ố c này"))
    assert [clause.clause.text[word.start : word.end] for word in clause.words] == ["bán", "t h u ố c", "này"]


def test_shouting_is_read_as_speech_and_sizes_are_not_shouted() -> None:
    loud, plainly = (_READER.windows(listing(description=text))[0].ids for text in ("KHỎI BỆNH NGAY", "khỏi bệnh ngay"))
    assert loud == plainly


def test_the_end_of_a_clause_is_read_with_it() -> None:
    class Marks(Words):
        def pieces(self, word: str) -> tuple[int, ...]:
            return (5,) if word == "?" else super().pieces(word)

    (window,) = Reader(Marks()).windows(listing(description="có khỏi không ? có"))
    assert 5 in window.ids


def test_title_and_description_stand_apart() -> None:
    (window,) = _READER.windows(listing("Trà xanh", "Thơm ngon"))
    assert Words.bar[0] in window.ids
    assert [clause.clause.field for clause in window.clauses] == ["title", "description"]


def test_later_windows_repeat_the_title() -> None:
    long = listing("Trà đinh lăng", ". ".join(f"câu thứ {number} nói về trà" for number in range(200)))
    first, second, *_ = _READER.windows(long)
    title = Words().pieces("đinh")[0]
    assert title in first.ids
    assert title in second.ids


def test_a_claim_said_again_and_again_is_read_alone_each_time() -> None:
    """Ten times the same claim in one window reads as none to the model."""
    once, *again = _READER.windows(listing("Trà", "".join(f"Uống {number} tuần là khỏi. " for number in range(1, 6))))
    assert [clause.clause.field for clause in once.clauses] == ["title", "description"]
    assert [len(window.clauses) for window in again] == [1] * 4
    khoi = Words().pieces("khỏi")[0]
    assert {window.ids.count(khoi) for window in (once, *again)} == {1}


def test_what_differs_shares_a_window() -> None:
    (window,) = _READER.windows(listing("Trà xanh", "Trà xanh. Uống là khỏi. Uống là khoẻ."))
    assert len(window.clauses) == 4


def test_nothing_readable_gives_no_window() -> None:
    assert _READER.windows(listing("...", "12 34 !!!")) == []


texts = st.text(max_size=400) | st.lists(
    st.sampled_from(["chữa", "khỏi.", "Giá", "rẻ!", "\n", "🔥", "t", "h", "o"])
).map(" ".join)


@settings(deadline=None)
@given(texts, texts)
def test_every_clause_is_read_once_where_it_stands(title: str, description: str) -> None:
    given_ = listing(title, description)
    read = placed(given_)
    assert [clause.clause for clause in read] == [c for c in listing_clauses(given_) if _tokens(c.text)]
    for clause in read:
        starts = [word.start for word in clause.words]
        assert starts == sorted(starts)
        assert clause.clause.start <= starts[0]
        assert clause.words[-1].end <= clause.clause.end
        assert given_.text_of(clause.clause.field)[clause.clause.start : clause.clause.end] == clause.clause.text


def _tokens(text: str) -> bool:
    return any(Words().pieces(plain(word)) for word in text.split())


def test_a_word_of_a_whole_clause_is_read_to_its_end_in_parts() -> None:
    text = "giao/hàng/tận/nơi/" * 6 + "chữa/khỏi/ung/thư"
    (clause,) = placed(listing(description=text))
    assert "".join(text[word.start : word.end] for word in clause.words) == text
    assert max(word.end - word.start for word in clause.words) <= 28


class Letters(Words):
    """Cuts every letter into a token: the most that any tokenizer makes of a text."""

    def pieces(self, word: str) -> tuple[int, ...]:
        return tuple(ord(letter) for letter in word)


class Growing(Words):
    """Cuts every letter into four tokens, as some do with rare ones."""

    def pieces(self, word: str) -> tuple[int, ...]:
        return tuple(ord(letter) for letter in word for _ in range(4))


def test_what_has_too_many_tokens_is_read_in_parts() -> None:
    text = " ".join(["abcdefgh"] * 18)
    windows = Reader(Growing()).windows(listing(description=text))
    assert max(len(window.ids) for window in windows) <= 512
    read = [clause.clause for window in windows for clause in window.clauses]
    assert " ".join(clause.text for clause in read) == text
    assert all(text[clause.start : clause.end] == clause.text for clause in read)


@pytest.mark.parametrize("unit", ["a", "ab ", "ﷺ", "ﷺﷺ ", "ﬃ ", "a/", "½ ", "x. "])
def test_no_window_outgrows_what_the_model_reads(unit: str) -> None:
    for window in Reader(Letters()).windows(listing(unit * 80, unit * 600)):
        assert len(window.ids) <= 512
        for clause in window.clauses:
            first, last = clause.tokens
            assert 0 < first < last < len(window.ids)
            assert [word.first for word in clause.words[1:]] == [word.last for word in clause.words[:-1]]
