"""What a site's profile says of a run's bounds reaches the rule that raises alarms."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.sites.profile import SiteProfile, read_profile
from listings.errors import InvalidInput
from monitor.drift import ProfileBounds
from monitor.steps.crawling import profile_bounds

HEAD = 'name = "cho_mau"\nkind = "shop"\nrights = "our own"\n'


def profile(folder: Path, more: str) -> SiteProfile:
    file = folder / "profile.toml"
    file.write_text(HEAD + more, encoding="utf-8")
    return read_profile(file)


def test_bounds_of_a_profile(tmp_path: Path) -> None:
    more = "[bounds]\nfewest_listings = 10\nmost_listings = 900\n[fields]\ntitle = 0.98\nprice = 0.9\n"
    expected = ProfileBounds(fewest_listings=10, most_listings=900, fill={"title": 0.98, "price": 0.9})
    assert profile_bounds(profile(tmp_path, more)) == expected
    assert profile_bounds(profile(tmp_path, "")) == ProfileBounds()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("[bounds]\nfewest_listings = 10\nmost_listings = 9\n", "fewest_listings is more than most_listings"),
        ("[bounds]\nfewest_listings = -1\n", "bounds.fewest_listings"),
        ("[fields]\ntitle = 98\n", "fields.title"),
        ("[fields]\ntitel = 0.9\n", "fields.titel"),
    ],
)
def test_bounds_that_cannot_be_are_named(tmp_path: Path, more: str, named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        profile(tmp_path, more)
