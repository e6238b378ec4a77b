"""A folder of one's own pictures: groups stay together, on one side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from benchmarks.images.pool import group_of, opened, read_pool
from listings.errors import NotFound
from tests.benchmarks.images.scenes import mottled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(30):
        for name in (
            f"logos/mark{chr(97 + number % 26)}-{number}.png",
            f"photos/shop{chr(97 + number % 10)}_{number}.jpg",
        ):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            mottled((80, 60), number).save(path)
    shelf = tmp_path / "natural" / "Shopa-Milk"
    shelf.mkdir(parents=True)
    mottled((80, 60), 99).save(shelf / "one.jpg")
    return tmp_path


@pytest.mark.parametrize("seed", range(5))
def test_no_group_is_on_both_sides(folder: Path, seed: int) -> None:
    pool = read_pool(folder, seed)
    ours, theirs = ({picture.group for picture in side} for side in (pool.references, pool.others))
    assert ours
    assert theirs
    assert ours.isdisjoint(theirs)


@pytest.mark.parametrize("seed", range(5))
def test_a_shelf_is_never_a_reference_and_is_left_out_where_its_goods_are(folder: Path, seed: int) -> None:
    pool = read_pool(folder, seed)
    names = {picture.name for picture in pool.others}
    assert not any("natural" in picture.name for picture in pool.references)
    shelf = "pool/natural/Shopa-Milk/one.jpg" in names
    assert shelf == ("pool-shopa" not in {picture.group for picture in pool.references})


def test_groups_are_first_words() -> None:
    assert group_of(Path("logos/acme-cloud.png")) == "acme"
    assert group_of(Path("photos/shop_02_2x.jpg")) == "shop"
    assert group_of(Path("natural/God-Morning-Juice/img_3.jpg")) == "god"
    assert group_of(Path("12.jpg")) == "12"


def test_logos_are_told_by_their_folder(folder: Path) -> None:
    pool = read_pool(folder, 1)
    assert {(picture.kind, "logos/" in picture.name) for picture in (*pool.references, *pool.others)} == {
        ("logo", True),
        ("photo", False),
    }


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert opened(tmp_path / "clear.png").getpixel((3, 3)) == (255, 255, 255)


def test_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    mottled((2000, 1000)).save(tmp_path / "large.png")
    assert opened(tmp_path / "large.png").size == (800, 400)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no pictures"):
        read_pool(tmp_path, 1)
