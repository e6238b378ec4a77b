from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from detectors.images.decode import open_image
from detectors.pictured_text.reader import READ_SIDE, PictureReader
from detectors.pictured_text.tesseract import Installation
from listings.errors import Unreadable
from tests.detectors.pictured_text.banners import (
    CLAIM,
    banner,
    character_error,
    encoded,
    needs_tesseract,
    noisy,
    packshot,
    read,
    sunset,
)
from tests.detectors.pictured_text.programs import install

WANTED = " ".join(CLAIM)

# What the fakes print: one word over the whole width of what they are given.
_ECHO_SIZE = """\
read -r kind width height depth
cat >/dev/null
printf '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t%d\\t%d\\t95\\tChữa\\n' "$((width / 2))" "$height"
printf '5\\t1\\t1\\t1\\t1\\t2\\t%d\\t0\\t%d\\t%d\\t95\\tkhỏi\\n' "$((width / 2))" "$((width / 2))" "$height"
"""


@needs_tesseract
@pytest.mark.parametrize(
    ("image", "most"),
    [
        pytest.param(lambda: banner(*CLAIM), 0.02, id="plain"),
        pytest.param(lambda: banner(*CLAIM, ground="#102040", ink="#ffe060"), 0.1, id="dark ground"),
        pytest.param(lambda: banner(*CLAIM, ground=sunset(), ink="#401010"), 0.1, id="gradient"),
        pytest.param(lambda: banner(*CLAIM).rotate(3, Image.Resampling.BICUBIC, fillcolor="white"), 0.25, id="slant"),
        pytest.param(lambda: noisy(banner(*CLAIM), 22), 0.25, id="noise"),
        pytest.param(lambda: banner(*CLAIM, size=(320, 240), points=16, at=(20, 80)), 0.1, id="tiny"),
        pytest.param(lambda: banner(*CLAIM, size=(4000, 3000), points=180, at=(200, 900)), 0.05, id="huge"),
    ],
)  # fmt: skip
def test_a_banner_is_read_as_one_passage(image: object, most: float) -> None:
    assert callable(image)
    passages = read(image())
    assert len(passages) == 1
    assert character_error(WANTED, passages[0].text) <= most


@needs_tesseract
def test_a_quoted_claim_is_found_where_it_stands() -> None:
    # Read in 1024 pixels, decoded to 512, given in the 1800 of the original.
    image = banner("Giao hàng nhanh", *CLAIM, size=(1800, 1000), points=80, at=(300, 400))
    (passage,) = read(image)
    start = passage.text.index("tiểu đường")
    x, y, width, height = passage.region_of(start, start + len("tiểu đường"))
    # The second line's capitals begin at 520, its g ends at 615.
    ink = np.argwhere(np.asarray(image.convert("L"))[520:615] < 128)
    assert 490 < y < y + height < 640
    assert ink[:, 1].min() < x < x + width < ink[:, 1].max()


@needs_tesseract
def test_two_statements_far_apart_are_two_passages() -> None:
    image = banner("Chữa khỏi đau khớp", size=(900, 900), at=(60, 60))
    image.paste(banner("Miễn phí giao hàng", size=(900, 300), at=(60, 60)), (0, 600))
    assert [passage.text for passage in read(image)] == ["Chữa khỏi đau khớp", "Miễn phí giao hàng"]


@needs_tesseract
def test_goods_without_lettering_give_nothing() -> None:
    assert read(packshot()) == []


@needs_tesseract
def test_texture_gives_nothing_to_speak_of() -> None:
    grain = np.random.default_rng(3).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    assert len(read(Image.fromarray(grain).resize((600, 600), Image.Resampling.BICUBIC))) <= 1


def test_goods_without_lettering_never_reach_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, reading="exit 1")
    assert PictureReader(Installation.look()).passages(np.asarray(packshot())) == []


@pytest.mark.parametrize("size", [(512, 300), (100, 60), (3000, 1000)])
def test_pictures_are_enlarged_twice_at_most_and_never_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    install(tmp_path, monkeypatch, reading=f"head -c 15 >{tmp_path}/seen; cat >/dev/null")
    image = banner("Trị ho", size=size, points=size[1] // 3, at=(4, 4))
    assert PictureReader(Installation.look()).passages(np.asarray(image)) == []
    _, width, height, *_ = (tmp_path / "seen").read_bytes().split()
    scale = min(2, READ_SIDE / max(size))
    assert (int(width), int(height)) == (round(size[0] * scale), round(size[1] * scale))


@pytest.mark.parametrize("size", [None, (900, 500), (4500, 2500)])
def test_boxes_are_in_pixels_of_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int] | None
) -> None:
    install(tmp_path, monkeypatch, reading=_ECHO_SIZE)
    decoded = open_image(encoded(banner(*CLAIM)))
    (passage,) = PictureReader(Installation.look()).passages(decoded.pixels, size)
    whole = size or (decoded.pixels.shape[1], decoded.pixels.shape[0])
    assert passage.region_of(0, 9) == (0, 0, *whole)


def test_a_reading_that_takes_too_long_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, reading="exec sleep 60")
    with pytest.raises(Unreadable) as raised:
        PictureReader(Installation.look(), seconds=0.5).passages(np.asarray(banner(*CLAIM)))
    assert raised.value.reason == "timed_out"
