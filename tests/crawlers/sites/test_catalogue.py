from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.sites.catalogue import SITES, load_sites, site_profile
from listings.errors import InvalidInput, NotFound

MINIMAL = 'name = "{name}"\nkind = "shop"\nrights = "asked the owner"\n'


def add_site(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "profile.toml").write_text(text, encoding="utf-8")


def test_every_site_that_comes_with_soi_has_a_valid_profile() -> None:
    assert set(load_sites()) == set(SITES) >= {"generic_shop", "generic_news"}


def test_a_workspace_adds_a_site_and_its_own_goes_before_ours(tmp_path: Path) -> None:
    add_site(tmp_path, "vui_shop", MINIMAL.format(name="vui_shop"))
    add_site(tmp_path, "generic_shop", MINIMAL.format(name="generic_shop"))
    sites = load_sites(tmp_path)
    assert sites["vui_shop"].pace.delay == 1.0
    assert sites["generic_shop"].rights == "asked the owner"


def test_an_unknown_site_names_those_there_are() -> None:
    with pytest.raises(NotFound, match="generic_news, generic_shop"):
        site_profile("nowhere")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MINIMAL.format(name="other"), "its folder is"),
        (MINIMAL.format(name="bad") + "[pace]\ndelay = -1\n", "pace.delay"),
        (MINIMAL.format(name="bad") + "[pace]\ndealy = 1\n", "pace.dealy"),
        (MINIMAL.format(name="bad") + "[discovery]\nlisting = ['(']\n", "discovery.listing"),
        ('name = "bad"\nkind = "shop"\n', "rights"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_malformed_profile_is_named_with_its_setting(tmp_path: Path, text: str, named: str) -> None:
    add_site(tmp_path, "bad", text)
    with pytest.raises(InvalidInput, match=named):
        load_sites(tmp_path)
