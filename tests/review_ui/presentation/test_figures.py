from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_ui.presentation.addresses import local_path, safe_link
from review_ui.presentation.figures import show_money, show_number, show_time
from review_ui.presentation.pictures import picture_extension, picture_type


def test_figures_in_both_languages() -> None:
    assert show_money(Decimal("1299000.00"), "VND", "vi") == "1.299.000 VND"
    assert show_money(Decimal("1299.5"), "USD", "en") == "1,299.5 USD"
    assert show_money(None, "USD", "en") is None
    assert show_money(Decimal("NaN"), "USD", "en") is None
    assert show_number(1234567, "vi") == "1.234.567"
    assert show_time(datetime(2026, 1, 1, 20, 30, tzinfo=UTC)) == "02/01/2026 03:30"


@given(st.decimals(allow_nan=True))
def test_no_amount_fills_the_screen(amount: Decimal) -> None:
    assert len(show_money(amount, "VND", "vi") or "") < 90


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "HTTP://a.example"])
def test_web_addresses_are_links(address: str) -> None:
    assert safe_link(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "//a.example",     "https:", "http://[", "\x01https://a.example", "vbscript:x", "file:///etc/passwd"],
)  # fmt: skip
def test_other_addresses_are_text(address: str | None) -> None:
    assert safe_link(address) is None


@given(st.text())
def test_local_paths_stay_here(address: str) -> None:
    path = local_path(address, "/")
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"<svg/>", None),
        (b" \x89PNG\r\n\x1a\n", None),
        (b"", None),
    ],
)
def test_pictures_by_their_first_bytes(content: bytes, media_type: str | None) -> None:
    assert picture_type(content) == media_type
    assert media_type is None or picture_extension(media_type)
