"""What a listing sells takes categories away, per clause, and never claims about people."""

from __future__ import annotations

import pytest

from detectors.claims.kinds import beyond_indication, is_exempt, product_kinds
from detectors.rules.load import load_rules
from detectors.rules.phrases import words_of
from tests.detectors.fakes import subject

_CURE = frozenset(load_rules().by_category["disease_cure"].exempt_kinds)


@pytest.mark.parametrize(
    ("title", "description", "kind"),
    [
        ("Thuốc trừ nấm cho cây hồng", "", "pesticide"),
        ("Rose fungicide 500 ml", "", "pesticide"),
        ("Dầu tắm cho chó", "", "veterinary"),
        ("Nước lau sàn", "", "cleaner"),
        ("Sách: sống chung với tiểu đường", "", "book"),
        ("Gel giảm đau", "SĐK VD-12345-21", "drug"),
        ("TPBVSK kẽm", "", "supplement"),
        ("Antivirus 1 year", "", "software"),
    ],
)
def test_kinds_are_told_from_the_listing(title: str, description: str, kind: str) -> None:
    assert kind in product_kinds(subject(title, description).listing)


def test_a_supplement_with_a_number_is_no_medicine() -> None:
    kinds = product_kinds(subject("Viên uống bổ sung", "SĐK VD-12345-21").listing)
    assert "supplement" in kinds
    assert "drug" not in kinds


@pytest.mark.parametrize(
    ("kinds", "clause", "exempt"),
    [
        ({"pesticide"}, "trị bệnh đốm lá", True),
        ({"pesticide"}, "người uống vào khỏi bệnh", False),
        ({"veterinary"}, "trị nấm da", True),
        ({"book"}, "người bệnh khỏi ung thư", True),
        ({"supplement"}, "chữa khỏi bệnh", False),
        (set(), "chữa khỏi bệnh", False),
    ],
)
def test_exemptions_are_per_clause(kinds: set[str], clause: str, exempt: bool) -> None:
    assert is_exempt(frozenset(kinds), _CURE, words_of(clause)) is exempt


def test_beyond_the_indication() -> None:
    assert beyond_indication(words_of("hết ung thư"))
    assert not beyond_indication(words_of("giảm ho, long đờm"))


@pytest.mark.parametrize(
    "title",
    [
        "Sua rua mat sach da",
        "Cao gia truyen tri xoang",
        "Kem trị mụn",
        "Kem loai bo sach mun, nam, tan nhang",
        "Combo bo sach nam",
        "Kem cat con dau nhuc",
        "Siro cắt cơn ho",
        "Kem duong cho lan da nam",
        "Kem dưỡng cho làn da nám",
        "Serum cho râu rậm",
        "Sua cho lua tuoi tren 50",
        "Thuoc co truyen tri khop",
        "Siro tri ho ca dem",
        "Tra tri tao bon la het",
        "Kem tru nam tan nhang",
        "Sua cho bo bau",
        "Sua cho lon tuoi",
        "Viên nén bao phim trị đau khớp",
        "Thuoc lam phan mem, de di ngoai",
        "Cao dan cho co the bai liet",
        "Dung cu tap tho cho phoi",
        "Tra giam can cuon sach mo bung",
        "Nước tẩy trang trị mụn",
        "Chai xit phong ngoai da",
        "Kem đánh trừ sâu răng",
        "Chia seeds for diabetes",
        "Horse chestnut vein cream",
        "Nước thần chai nhựa PET",
    ],
)
def test_words_alike_only_without_marks_take_no_category_away(title: str) -> None:
    assert not product_kinds(subject(title).listing)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Sách dạy nấu ăn", "book"),
        ("Bộ phim hoạt hình", "book"),
        ("Pate cho mèo", "veterinary"),
        ("Cat food, salmon", "veterinary"),
        ("Thuốc cho bò sữa", "veterinary"),
        ("Thuốc cỏ cho lúa", "pesticide"),
        ("Phân bón cho phong lan", "pesticide"),
        ("Tomato F1 hybrid, 15 seeds", "pesticide"),
        ("Xịt khử mùi cát mèo", "veterinary"),
        ("Phần mềm diệt virus", "software"),
        ("phan mem diet virus", "software"),
        ("Nước tẩy rửa đa năng", "cleaner"),
    ],
)
def test_goods_are_still_told_where_the_word_is_plain(title: str, kind: str) -> None:
    assert kind in product_kinds(subject(title).listing)
