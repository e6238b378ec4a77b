from __future__ import annotations

from pathlib import Path

import pytest

from detectors.pictured_text.detector import read_pictures
from detectors.pictured_text.reader import PictureReader
from detectors.pictured_text.tesseract import Installation
from listings.page import UNREADABLE_REASONS
from tests.detectors.pictured_text.banners import CLAIM, banner, encoded, needs_tesseract, packshot, subject_of
from tests.detectors.pictured_text.programs import install

BANNER = encoded(banner(*CLAIM))
_ROWS = (r"5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\tChữa\n", r"5\t1\t1\t1\t1\t2\t12\t0\t9\t9\t95\tkhỏi\n")
_TSV = f"cat >/dev/null; printf '{''.join(_ROWS)}'"


@needs_tesseract
def test_every_picture_is_read_and_named() -> None:
    reader = PictureReader.open()
    assert reader is not None
    subject = subject_of(encoded(packshot()), BANNER)
    found = read_pictures(subject, reader)
    assert [(text.image, text.passage.text) for text in found.texts] == [(subject.images[1].digest, " ".join(CLAIM))]
    assert found.notes == ()
    assert found.unreadable == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BANNER[: len(BANNER) // 2], "image_broken"),
        (b"no picture", "image_format"),
        (encoded(banner(size=(5000, 100))), "image_too_large"),
    ],
    ids=["truncated", "no picture", "too long"],
)
def test_a_picture_that_cannot_be_opened_is_noted_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, reason: str
) -> None:
    install(tmp_path, monkeypatch, reading=_TSV)
    found = read_pictures(subject_of(content, BANNER), PictureReader(Installation.look()))
    assert [text.passage.text for text in found.texts] == ["Chữa khỏi"]
    assert [image.reason for image in found.unreadable] == [reason]
    assert len(found.notes) == 1
    assert found.notes[0].startswith("Ảnh 1: ")
    assert " / Image 1: " in found.notes[0]


@pytest.mark.parametrize(("reading", "reason"), [("exec sleep 60", "timed_out"), ("exit 1", "image_broken")])
def test_a_picture_that_cannot_be_read_is_not_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: str, reason: str
) -> None:
    install(tmp_path, monkeypatch, reading=reading)
    subject = subject_of(BANNER)
    found = read_pictures(subject, PictureReader(Installation.look(), seconds=0.5))
    assert found.texts == ()
    assert [(image.digest, image.reason) for image in found.unreadable] == [(subject.images[0].digest, reason)]
    assert reason in UNREADABLE_REASONS
    assert len(found.notes) == 1


def test_what_an_animation_repeats_is_given_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = tmp_path / "count"
    install(tmp_path, monkeypatch, reading=f"echo >>{count}; {_TSV}")
    frames = [banner(*CLAIM), banner(*CLAIM, ground="#ffeecc"), banner(*CLAIM, ground="#cceeff")]
    animation = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    found = read_pictures(subject_of(animation), PictureReader(Installation.look()))
    assert [text.passage.text for text in found.texts] == ["Chữa khỏi"]
    assert len(count.read_text()) == 3


def test_what_an_animation_said_before_it_failed_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, reading=f"[ -e {tmp_path}/once ] && exit 1; : >{tmp_path}/once; {_TSV}")
    frames = [banner(*CLAIM), banner(*CLAIM, ground="#ffeecc")]
    animation = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    found = read_pictures(subject_of(animation), PictureReader(Installation.look()))
    assert [text.passage.text for text in found.texts] == ["Chữa khỏi"]
    assert [image.reason for image in found.unreadable] == ["image_broken"]


def test_a_listing_without_pictures_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    found = read_pictures(subject_of(), PictureReader(Installation.look()))
    assert (found.texts, found.notes, found.unreadable) == ((), (), ())
