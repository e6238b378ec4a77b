"""Command lines as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from listings.errors import InvalidInput
from monitor.arguments import named, normal_arguments


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (["hits", "list", "--workspace", "w"], ["--workspace", "w", "hits", "list"]),
        (["hits", "--workspace=w", "list"], ["--workspace", "w", "hits", "list"]),
        (["--workspace", "w", "hits"], ["--workspace", "w", "hits"]),
        (["hits", "--", "--workspace", "w"], ["hits", "--", "--workspace", "w"]),
        (["hits", "--workspace"], ["hits", "--workspace"]),
        ([], []),
    ],
)
def test_the_workspace_may_stand_anywhere(typed: list[str], taken: list[str]) -> None:
    assert normal_arguments(typed) == taken


def test_several_addresses_behind_one_name() -> None:
    typed = ["crawl", "--url", "http://a/", "http://b/", "market", "--limit", "3"]
    assert normal_arguments(typed) == ["crawl", "--url", "http://a/", "--url", "http://b/", "market", "--limit", "3"]


def test_several_pictures_behind_one_name_and_the_brand_after_them(tmp_path: Path) -> None:
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    first.touch()
    second.touch()
    typed = ["brand", "add", "--image", str(first), str(second), "Ombrelis", "--word", "ombrelis"]
    repeated = ["--image", str(first), "--image", str(second)]
    assert normal_arguments(typed) == ["brand", "add", *repeated, "Ombrelis", "--word", "ombrelis"]


def test_a_name_is_given_back() -> None:
    assert named("Thảo Vĩ An") == "Thảo Vĩ An"


@pytest.mark.parametrize("given", ["", "  ", "a\nb", "\x1b[31m", "\ud800"])
def test_what_nobody_can_type_is_no_name(given: str) -> None:
    with pytest.raises(InvalidInput, match="is no name"):
        named(given)
