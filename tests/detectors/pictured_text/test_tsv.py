from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.pictured_text.passages import Box, PicturedLine, PicturedWord
from detectors.pictured_text.tsv import LEAST_CONFIDENCE, MOST_WORDS, lines_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

boxes = st.tuples(*[st.integers(0, 5000)] * 2, *[st.integers(1, 5000)] * 2)
words = st.builds(
    PicturedWord,
    # Letters, and what must not be taken for the end of a row or a cell.
    text=st.text(st.characters(categories=("L", "N")) | st.sampled_from("“,.!%"), min_size=1).filter(
        lambda text: any(character.isalnum() for character in text)
    ),
    box=boxes,
    confidence=st.floats(LEAST_CONFIDENCE, 100),
)
line_lists = st.lists(st.lists(words, min_size=1, max_size=6).map(tuple).map(PicturedLine), max_size=8)


def row(text: str, *, box: Box = (1, 2, 3, 4), confidence: object = 90.0, line: int = 1, level: int = 5) -> str:
    return "\t".join(str(cell) for cell in (level, 1, 1, 1, line, 1, *box, confidence, text)) + "\n"


@settings(deadline=None)
@given(line_lists)
def test_what_is_written_as_tsv_is_read_back(lines: list[PicturedLine]) -> None:
    written = HEAD + "".join(
        row(word.text, box=word.box, confidence=word.confidence, line=number)
        for number, line in enumerate(lines)
        for word in line.words
    )
    assert lines_of(written) == lines


cells = st.one_of(st.integers().map(str), st.floats().map(str), st.text(max_size=5), st.just("5"))


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.lists(cells, max_size=14).map("\t".join)).map("\n".join)))
def test_no_tsv_breaks_it(tsv: str) -> None:
    for line in lines_of(tsv):
        assert line.words
        for word in line.words:
            assert word.confidence >= LEAST_CONFIDENCE
            assert word.text.split() == [word.text]
            assert min(word.box) >= 0


def test_rows_above_the_words_hold_no_text() -> None:
    assert lines_of(HEAD + row("khối", level=2) + row("dòng", level=4)) == []


def test_words_of_low_confidence_are_dropped_and_the_rest_of_the_line_stays() -> None:
    (line,) = lines_of(HEAD + row("Chữa") + row("nhoè", confidence=59.9) + row("khỏi", confidence=60))
    assert [word.text for word in line.words] == ["Chữa", "khỏi"]


def test_signs_that_stand_alone_are_dropped_but_for_the_percent() -> None:
    (line,) = lines_of(HEAD + row("|") + row("100") + row("%") + row("~~") + row("“Hết,"))
    assert [word.text for word in line.words] == ["100", "%", "“Hết,"]


def test_an_endless_list_of_words_is_cut() -> None:
    assert sum(len(line.words) for line in lines_of(row("chữ") * (MOST_WORDS + 5))) == MOST_WORDS
    assert len(lines_of("".join(row("chữ", line=n) for n in range(MOST_WORDS + 5)))) == MOST_WORDS


def test_windows_line_ends_are_no_part_of_a_word() -> None:
    (line,) = lines_of(row("khỏi").replace("\n", "\r\n"))
    assert line.words[0].text == "khỏi"


def test_a_word_without_size_or_with_a_strange_number_is_passed_over() -> None:
    rows = (
        row("a", box=(1, 1, 0, 5)),
        row("b", box=(-1, 1, 5, 5)),
        row("c", confidence="nan"),
        row("d", confidence="inf"),
        row("e", confidence="sure"),
    )
    assert lines_of("".join(rows)) == []
