"""Disguised brand names are found, names written out and ordinary words are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.claims.clauses import listing_clauses
from detectors.rules.disguise import DisguiseDetector, skeleton
from detectors.rules.load import load_rules
from listings.brand import Brand
from listings.listing import Listing

_BRANDS = (Brand(name="Velora", words=("Lunardo",)), Brand(name="Marnique"))
_DETECTOR = DisguiseDetector(_BRANDS, load_rules().by_category["obfuscated_brand"])
_DAY = date(2026, 6, 1)


def _found(text: str) -> list[str]:
    clauses = list(listing_clauses(Listing(id="1", title=text)))
    return [finding.spans[0].text for finding in _DETECTOR.find(clauses, _DAY)]


@pytest.mark.parametrize(
    "name", ["V3lor@", "V.e.l.o.r.a", "Vеlоrа", "VELLORA", "Velorra", "L.u.n.a.r.d.0", "Marniqeu", "M@rnique", "𝐕𝐞𝐥𝐨𝐫𝐚"]
)
def test_disguised_names_are_quoted(name: str) -> None:
    assert _found(f"Túi {name} da thật") == [name]


@pytest.mark.parametrize("name", ["Velora", "VELORA", "lunardo", "Marnique.", '"Velora"', "valor", "vela", "x" * 500])
def test_names_written_out_and_ordinary_words_are_not(name: str) -> None:
    assert _found(f"Túi {name} da thật") == []


@given(st.text(max_size=80))
def test_a_skeleton_is_its_own_skeleton(name: str) -> None:
    assert skeleton(skeleton(name)) == skeleton(name)


def test_offsets_are_those_of_the_field() -> None:
    listing = Listing(id="1", description="Hàng đẹp. Túi V3lor@ mới")
    span = _DETECTOR.find(list(listing_clauses(listing)), _DAY)[0].spans[0]
    assert listing.text_of(span.field)[span.start : span.end] == span.text == "V3lor@"


@pytest.mark.parametrize("word", ["Z3fira", "Z.e.f.i.r.a", "Zefirа", "Zef@ra", "Z*fira"])
def test_names_nobody_watches_are_suspected_by_their_writing(word: str) -> None:
    assert _found(f"Túi {word} mới về") == [word]


@pytest.mark.parametrize(
    "word",
    [
        "VN0A5HY",
        "Cat5e",
        "Wifi4g",
        "G.R.A.S.",
        "α-olefin",
        "a@b.vn",
        "https://a.vn/V3lo",
        "#L0ve",
        "B2B",
        "500mg",
        "Привет",
    ],
)
def test_codes_addresses_and_other_alphabets_are_no_disguise(word: str) -> None:
    assert _found(f"Túi {word} mới về") == []


def test_disguised_ordinary_words_are_no_names() -> None:
    rule = load_rules().by_category["obfuscated_brand"]
    detector = DisguiseDetector((), rule, {"giam"})
    assert not detector.find(list(listing_clauses(Listing(id="1", title="Gi4m cân"))), _DAY)


def test_a_possessive_is_no_disguise() -> None:
    listing = Listing(id="1", title="Velora's own wallet, not Velora’s copy")
    detector = DisguiseDetector([Brand(name="Velora")], load_rules().by_category["obfuscated_brand"])
    assert detector.find(list(listing_clauses(listing)), _DAY) == []


@pytest.mark.parametrize(
    ("brand", "found"), [("Zef@ra", []), ("ZEF@RA Beauty", []), ("Zefira", ["Zef@ra"]), (None, ["Zef@ra"])]
)
def test_an_odd_name_that_is_the_listings_own_brand_hides_no_other(brand: str | None, found: list[str]) -> None:
    clauses = list(listing_clauses(Listing(id="1", title="Son Zef@ra mới về")))
    assert [finding.spans[0].text for finding in _DETECTOR.find(clauses, _DAY, brand)] == found


@pytest.mark.parametrize("name", ["V3lor@", "Zefirа"])
def test_a_brand_field_clears_no_watched_name_and_no_mixed_alphabets(name: str) -> None:
    clauses = list(listing_clauses(Listing(id="1", title=f"Túi {name}")))
    assert [finding.spans[0].text for finding in _DETECTOR.find(clauses, _DAY, name)] == [name]
