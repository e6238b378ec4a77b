from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from detectors.images.decode import MOST_BYTES, MOST_SCANS, WORKING_SIDE, open_image
from listings.errors import Unreadable
from listings.page import UNREADABLE_REASONS
from tests.detectors.images.pictures import encoded, packshot

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


def reason(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        open_image(content)
    assert caught.value.reason in UNREADABLE_REASONS
    return caught.value.reason


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_picture(form: str) -> None:
    image = packshot(1, size=(1200, 900))
    opened = open_image(encoded(image, form))
    assert (opened.width, opened.height) == (1200, 900)
    assert opened.pixels.shape == (384, WORKING_SIDE, 3)
    expected = np.asarray(image.resize((512, 384)), dtype=np.int16)
    assert np.abs(opened.pixels.astype(np.int16) - expected).mean() < 6


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kept", [0.35, 0.7, 0.97])
def test_truncated_is_broken(form: str, kept: float) -> None:
    content = encoded(packshot(1, size=(900, 700)), form)
    assert reason(content[: int(len(content) * kept)]) in {"image_broken", "image_format"}


def test_empty_text_and_svg_are_no_pictures() -> None:
    assert reason(b"") == "image_format"
    assert reason("Đây không phải là ảnh".encode()) == "image_format"
    assert reason(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>') == "image_format"


def test_formats_outside_the_list_are_not_opened() -> None:
    assert reason(encoded(packshot(1), "TIFF")) == "image_format"
    assert reason(encoded(packshot(1), "BMP")) == "image_format"


def test_huge_file_is_refused_unopened() -> None:
    assert reason(encoded(packshot(1)) + bytes(MOST_BYTES)) == "image_too_large"


def test_bombs_are_refused_before_decoding() -> None:
    # 89 and 900 million pixels of zeros in a few kilobytes; Pillow opens the first without an error.
    assert reason(png(9_400, 9_500, zlib.compress(bytes(1176 * 9_500)))) == "image_too_large"
    assert reason(png(30_000, 30_000)) == "image_too_large"


def test_extreme_shapes_are_refused() -> None:
    assert reason(encoded(Image.new("L", (30_000, 2)))) == "image_too_large"
    assert reason(encoded(Image.new("L", (1, 1)))) == "image_flat"


def test_thousands_of_scans_are_refused() -> None:
    content = encoded(packshot(1), "JPEG", progressive=True)
    head = content.index(b"\xff\xda")
    assert reason(content[:head] + b"\xff\xda\x00\x02" * (MOST_SCANS + 1) + content[head:]) == "image_broken"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_one_colour_is_flat_not_clean(form: str) -> None:
    assert reason(encoded(Image.new("RGB", (300, 300), "salmon"), form)) == "image_flat"


def test_cmyk_and_palette_and_grey_show_the_same_drawing() -> None:
    image = packshot(2)
    plain = open_image(encoded(image)).pixels.astype(np.int16)
    cmyk = open_image(encoded(image.convert("CMYK"), "JPEG", quality=95)).pixels
    palette = open_image(encoded(image.quantize(64))).pixels
    assert np.abs(cmyk.astype(np.int16) - plain).mean() < 6
    assert np.abs(palette.astype(np.int16) - plain).mean() < 6
    grey = open_image(encoded(image.convert("L"))).pixels
    assert grey.shape == plain.shape


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    light = np.asarray(packshot(3).convert("L"))
    deep = Image.fromarray(light.astype(np.uint16) * 257)
    assert np.array_equal(open_image(encoded(deep)).pixels[..., 0], light)


def test_transparency_lies_on_white() -> None:
    image = packshot(4).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 90, 360))
    opened = open_image(encoded(image)).pixels
    assert (opened[:, :80] == 255).all()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_the_picture_and_its_size(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_image(encoded(packshot(5, size=(480, 320)), "JPEG", exif=exif))
    expected = (320, 480) if orientation >= 5 else (480, 320)
    assert (opened.width, opened.height) == expected
    assert opened.pixels.shape[:2] == expected[::-1]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_hide_the_picture() -> None:
    opened = open_image(encoded(packshot(5), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff"))
    assert (opened.width, opened.height) == (480, 360)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_animations_are_sampled_within_bounds(form: str) -> None:
    frames = [packshot(seed, size=(120, 90)) for seed in range(40)]
    opened = open_image(encoded(frames[0], form, save_all=True, append_images=frames[1:]))
    assert len(opened.frames) == 7


def test_a_flat_first_frame_does_not_hide_the_second() -> None:
    frames = [Image.new("RGB", (480, 360), "white"), packshot(6)]
    opened = open_image(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert len(opened.frames) == 1
    assert opened.pixels.std() > 20


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(FORMATS), st.integers(0, 10**6), st.binary(min_size=1, max_size=24))
def test_damaged_bytes_are_read_or_named_unreadable(form: str, place: int, noise: bytes) -> None:
    content = DAMAGED[form]
    at = place % len(content)
    assert read_or_reason(content[:at] + noise + content[at + len(noise) :]) in {"read", *UNREADABLE_REASONS}


def read_or_reason(content: bytes) -> str:
    try:
        open_image(content)
    except Unreadable as error:
        return error.reason
    return "read"


DAMAGED = {form: encoded(packshot(7, size=(160, 120)), form) for form in FORMATS}
