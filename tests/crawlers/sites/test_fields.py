from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crawlers.sites.answers import at, next_in_header, origin_of, values_of, with_values
from crawlers.sites.fields import amount, count, items, moment, part, parts, text, text_of_markup, web_address
from tests.crawlers.sites.service import answer_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.text(alphabet="\ud800\x00<>&;/'\""),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.text(alphabet="abcdefgh_", min_size=1, max_size=8)


@given(JSON)
def test_no_value_of_json_is_too_odd(value: object) -> None:
    for read in (text(value), text_of_markup(value), web_address(value)):
        assert read is None or (read and "\x00" not in read and read.encode("utf-8"))
    price, whole = amount(value), count(value)
    assert price is None or (price.is_finite() and price >= 0)
    assert whole is None or whole >= 0
    assert moment(value) is None or str(moment(value)).endswith("+00:00")
    assert isinstance(items(value), list)
    assert isinstance(part(value), dict)
    assert all(isinstance(each, dict) for each in parts(value))


@given(
    st.dictionaries(NAMES, st.text(max_size=20), max_size=5), st.dictionaries(NAMES, st.text(max_size=20), max_size=5)
)
def test_values_go_into_an_address_and_come_out_again(one: dict[str, str], other: dict[str, str]) -> None:
    address = with_values(with_values("https://x.example/a#currency=VND", one), other)
    assert values_of(address) == {**one, **other}
    assert origin_of(address) == "https://x.example"
    assert address.endswith("#currency=VND")
    assert values_of(at(address, "/b", {**one, "page": "1"})) == {"page": "1", **one, **other}


def test_prices_and_counts_as_services_write_them() -> None:
    assert [amount(value) for value in ("275000.00", 99000, "1e3", "24,99", "-1", "NaN", "9" * 50, True)] == [
        Decimal("275000.00"), Decimal(99000), Decimal(1000), None, None, None, None, None,
    ]  # fmt: skip
    assert [count(value) for value in ("12", 12.0, "1.5", None)] == [12, 12, None, None]


def test_markup_becomes_lines_and_scripts_are_nothing() -> None:
    markup = "<p>Kem &amp; son</p><script>alert(1)</script><ul><li>Một<li>Hai</ul>"
    assert text_of_markup(markup) == "Kem & son\nMột\nHai"
    assert text_of_markup("x < y") == "x < y"
    assert text_of_markup("<b></b>") is None


def test_the_link_field_names_the_next_page() -> None:
    field = '<https://x.example/a?min_id=3>; rel="prev", <https://x.example/a?max_id=1&limit=2>; rel="next"'
    assert next_in_header(answer_of([], link=field)) == "https://x.example/a?max_id=1&limit=2"
    assert next_in_header(answer_of([], link="<" * 9_000)) is None
    assert json.loads(answer_of([]).body) == []
