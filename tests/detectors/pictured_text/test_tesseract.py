from __future__ import annotations

import resource
from pathlib import Path

import pytest

from detectors.pictured_text import tesseract
from detectors.pictured_text.reader import PictureReader
from detectors.pictured_text.tesseract import Installation, read_tsv
from listings.errors import Unreadable
from tests.detectors.pictured_text.banners import needs_tesseract
from tests.detectors.pictured_text.programs import install

# A megapixel fills every pipe on the way, so that a program which does not listen would hold us up.
MEGAPIXEL = b"P5 1024 1024 255\n" + b"\xff" * 1024 * 1024


def test_no_program_is_a_plain_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = Installation.look()
    assert found.missing == ("tesseract-ocr", "tesseract-ocr-vie")
    assert found.notice is not None
    for said in (found.notice.vi, found.notice.en):
        assert "apt-get install tesseract-ocr tesseract-ocr-vie" in said
    assert PictureReader.open() is None


def test_no_vietnamese_is_a_plain_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, languages="eng\\nosd\\n")
    found = Installation.look()
    assert found.missing == ("tesseract-ocr-vie",)
    assert found.notice is not None
    assert "apt-get install tesseract-ocr-vie" in found.notice.en
    assert PictureReader.open() is None


def test_a_program_that_cannot_start_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "tesseract"
    broken.write_bytes(b"\x7fELF no program")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Installation.look().missing == ("tesseract-ocr-vie",)


def test_what_is_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    found = Installation.look()
    assert found.release == "5.0.0"
    assert found.languages == frozenset({"eng", "vie"})
    assert found.missing == ()
    assert found.notice is None
    reader = PictureReader.open()
    assert reader is not None
    assert reader.version.endswith("tesseract-5.0.0-vie+eng")


@pytest.mark.parametrize("reading", ["exec sleep 60", "sleep 60", "cat >/dev/null; sleep 60"])
def test_a_slow_program_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: str) -> None:
    install(tmp_path, monkeypatch, reading=reading)
    with pytest.raises(Unreadable) as raised:
        read_tsv(Installation.look(), MEGAPIXEL, 0.5)
    assert raised.value.reason == "timed_out"


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux bounds another program's processor time")
def test_a_busy_program_is_given_up_by_its_processor_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, reading="while :; do :; done")
    monkeypatch.setattr(tesseract, "MOST_PROCESSOR_SECONDS", 1)
    with pytest.raises(Unreadable, match="processor time") as raised:
        read_tsv(Installation.look(), MEGAPIXEL, 300)
    assert raised.value.reason == "timed_out"


@pytest.mark.parametrize("reading", ["exit 1", "kill -SEGV $$", "cat >/dev/null; exit 3"])
def test_a_program_that_fails_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: str) -> None:
    install(tmp_path, monkeypatch, reading=reading)
    with pytest.raises(Unreadable) as raised:
        read_tsv(Installation.look(), MEGAPIXEL, 30)
    assert raised.value.reason == "image_broken"


def test_a_program_that_went_away_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    found = Installation.look()
    (tmp_path / "tesseract").unlink()
    with pytest.raises(Unreadable, match="cannot be run"):
        read_tsv(found, MEGAPIXEL, 30)


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, reading=r"cat >/dev/null; printf '\377ch'")
    assert read_tsv(Installation.look(), MEGAPIXEL, 30) == "\ufffdch"


def test_the_program_is_told_to_use_one_thread_and_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, reading='cat >/dev/null; echo "$OMP_THREAD_LIMIT $*"')
    told = read_tsv(Installation.look(), MEGAPIXEL, 30).split()
    assert told[0] == "1"
    assert told[told.index("-l") + 1] == "vie+eng"
    assert told[told.index("--psm") + 1] == "11"


@needs_tesseract
def test_a_blank_picture_gives_the_heading_and_no_words() -> None:
    rows = read_tsv(Installation.look(), MEGAPIXEL, 60).strip().split("\n")
    assert rows[0].split("\t")[-1] == "text"
    assert not [row for row in rows if row.startswith("5\t") and row.split("\t")[-1].strip()]
