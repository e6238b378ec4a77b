from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.pictured_text.grouping import passages_of
from detectors.pictured_text.passages import PicturedLine, PicturedWord


def line(text: str, x: int, y: int, *, height: int = 20, confidence: float = 92.0) -> PicturedLine:
    """Lay out words of 0.6 heights a letter with blanks of 0.4."""
    placed = []
    for each in text.split():
        width = int(len(each) * height * 0.6)
        placed.append(PicturedWord(text=each, box=(x, y, width, height), confidence=confidence))
        x += width + int(height * 0.4)
    return PicturedLine(tuple(placed))


def texts(*lines: PicturedLine) -> list[str]:
    return [passage.text for passage in passages_of(lines)]


def test_a_statement_over_two_lines_is_one_passage() -> None:
    assert texts(line("chỉ sau bảy ngày", 40, 38), line("Chữa khỏi bệnh", 10, 10)) == [
        "Chữa khỏi bệnh chỉ sau bảy ngày"
    ]


def test_lines_far_apart_are_two_passages_top_to_bottom() -> None:
    assert texts(line("Miễn phí giao hàng", 10, 300), line("Chữa khỏi bệnh", 10, 10)) == [
        "Chữa khỏi bệnh",
        "Miễn phí giao hàng",
    ]


def test_headline_and_small_print_are_two_passages() -> None:
    assert len(texts(line("GIẢM CÂN NHANH", 10, 10, height=60), line("không phải là thuốc", 10, 75, height=16))) == 2


def test_columns_are_two_passages() -> None:
    left = [line("Chữa khỏi", 10, 10), line("đau khớp", 10, 38)]
    right = [line("Miễn phí", 400, 10), line("giao hàng", 400, 38)]
    assert texts(left[0], right[0], left[1], right[1]) == ["Chữa khỏi đau khớp", "Miễn phí giao hàng"]


def test_pieces_of_a_line_are_joined_left_to_right() -> None:
    left = line("Chữa khỏi", 10, 10)
    right = line("ung thư", left.box[0] + left.box[2] + 16, 12)
    assert texts(right, left) == ["Chữa khỏi ung thư"]


def test_a_slanting_line_goes_on_in_the_next() -> None:
    words = [line(text, 10 + 90 * n, 60 - 6 * n).words[0] for n, text in enumerate(("Thần", "dược", "trị"))]
    below = [line(text, 12 + 90 * n, 90 - 6 * n).words[0] for n, text in enumerate(("viêm", "xoang", "mũi"))]
    assert texts(PicturedLine(tuple(words)), PicturedLine(tuple(below))) == ["Thần dược trị viêm xoang mũi"]


def test_hardly_any_text_gives_nothing() -> None:
    assert texts() == []
    assert texts(line("SALE", 10, 10)) == []
    assert texts(line("X 2 L 5", 10, 10)) == []
    assert texts(line("K ho", 10, 10)) == []


def test_words_that_were_hardly_read_give_nothing() -> None:
    assert texts(line("về Sa tu", 10, 10, confidence=66)) == []


words = st.builds(
    PicturedWord,
    text=st.text(st.characters(categories=["L"]), min_size=2, max_size=6),
    box=st.tuples(*[st.integers(0, 400)] * 2, *[st.integers(1, 80)] * 2),
    confidence=st.just(90.0),
)


@settings(deadline=None)
@given(st.lists(st.lists(words, min_size=2, max_size=4).map(tuple).map(PicturedLine), max_size=12))
def test_every_word_comes_out_once(lines: list[PicturedLine]) -> None:
    given_words = sorted(word.text for each in lines for word in each.words)
    assert sorted(word.text for passage in passages_of(lines) for word in passage.words) == given_words
