"""Claims inside pictures are judged like text and quoted as image regions; where nothing reads them, that is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detectors.check import verdict_to_json
from detectors.images.match import ImageMatcher
from detectors.images.reference_set import ReferencePicture, ReferenceSet
from detectors.judge import Judge
from detectors.pictured_text.reading import PictureReading
from detectors.rules.load import load_rules
from listings.brand import Brand
from listings.flood import SetAside
from listings.subject import Subject
from tests.detectors.fakes import WordEncoder, subject, word_head
from tests.detectors.pictured_text.banners import CLAIM, banner, encoded, needs_tesseract, packshot, subject_of
from tests.detectors.pictured_text.programs import install

_RULES = load_rules()
_HARMLESS = ("Giao hàng toàn quốc", "đổi trả trong tuần")
_TITLE = "Trà lá sen"
_BROKEN = encoded(banner(*CLAIM))[:2000]


def _judge(*brands: Brand, matcher: ImageMatcher | None = None, reading: PictureReading | None = None) -> Judge:
    head = word_head({"disease_cure": ["Chữa", "khỏi"]})
    return Judge(WordEncoder(), head, _RULES, brands, matcher, reading=reading or PictureReading())


def _matcher() -> ImageMatcher:
    content = encoded(packshot())
    picture = ReferencePicture(path="a.jpg", brand="Velora", product=None, digest="0" * 64, content=content)
    return ImageMatcher(ReferenceSet.build([picture]))


def _pictured(*contents: bytes, title: str = _TITLE, description: str = "") -> Subject:
    return replace(subject(title, description), images=subject_of(*contents).images)


@needs_tesseract
def test_a_claim_in_a_picture_is_a_label_with_its_place_and_words() -> None:
    judged = _pictured(encoded(packshot()), encoded(banner(*CLAIM)))
    verdict = _judge().judge([judged])[0]
    (label,) = verdict.labels
    assert (label.category, label.spans) == ("disease_cure", ())
    (region,) = label.regions
    assert region.image == judged.images[1].digest
    assert region.text is not None
    assert "Chữa khỏi" in region.text
    assert region.text in " ".join(CLAIM)
    assert (region.reference, region.brand, region.verdict, region.stage) == (None, None, None, None)
    x, y, width, height = region.box
    assert 50 <= x < x + width <= 860
    assert 140 <= y < y + height <= 290
    assert verdict.notes == ()


@needs_tesseract
def test_a_picture_with_harmless_words_gives_nothing() -> None:
    verdict = _judge().judge([_pictured(encoded(banner(*_HARMLESS)))])[0]
    assert (verdict.labels, verdict.notes, verdict.unreadable) == ((), (), ())


@needs_tesseract
def test_words_in_the_text_stay_spans_and_each_picture_answers_for_its_own_listing() -> None:
    said = subject(_TITLE, "Chữa khỏi tiểu đường.")
    subjects = [subject(_TITLE), _pictured(encoded(banner(*CLAIM))), said]
    plain, pictured, written = _judge().judge(subjects)
    assert not plain.violating
    assert pictured.labels[0].regions
    assert [span.field for span in written.labels[0].spans] == ["description"]


@needs_tesseract
def test_a_few_words_on_plain_ground_are_read_though_too_little_to_be_compared() -> None:
    sparse = encoded(banner("Chữa khỏi", size=(900, 900), points=20))
    compared = _judge(matcher=_matcher()).judge([_pictured(sparse)])[0]
    assert [image.reason for image in compared.unreadable] == ["image_flat"]
    assert compared.unread == ()
    read = _judge().judge([_pictured(sparse)])[0]
    assert read.unreadable == ()
    for verdict in (compared, read):
        assert [region.text for region in verdict.labels[0].regions] == ["Chữa khỏi"]


@needs_tesseract
def test_a_disguised_name_is_found_in_a_picture() -> None:
    named = encoded(banner("Túi V3lora mới về", "hàng có sẵn"))
    verdict = _judge(Brand(name="Velora")).judge([_pictured(named)])[0]
    assert [(finding.detector, finding.quotes, finding.spans) for finding in verdict.labels] == [
        ("disguise", ("V3lora",), ())
    ]


@pytest.mark.parametrize("misread", ["VEL0RA", "Velorá", "`VELORA", "VELOKA"])
def test_a_name_that_may_only_be_read_wrong_is_no_disguise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, misread: str
) -> None:
    rows = (rf"5\t1\t1\t1\t1\t{n}\t{n * 90}\t0\t80\t20\t95\t{word}\n" for n, word in enumerate(("Túi", misread), 1))
    install(tmp_path, monkeypatch, reading=f"cat >/dev/null; printf '{''.join(rows)}'")
    judge = _judge(Brand(name="Velora"))
    assert not judge.judge([_pictured(encoded(banner(*CLAIM)))])[0].violating
    assert judge.judge([subject("Túi " + misread)])[0].violating


@needs_tesseract
def test_one_broken_picture_is_noted_once_by_two_who_open_it() -> None:
    verdict = _judge(matcher=_matcher()).judge([_pictured(_BROKEN)])[0]
    assert [image.reason for image in verdict.unreadable] == ["image_broken"]
    assert verdict.unread == (verdict.unreadable[0].digest,)
    assert len(verdict.notes) == 1


@needs_tesseract
@pytest.mark.parametrize("language", ["vi", "en"])
def test_check_gives_the_words_read_without_offsets(language: str) -> None:
    judged = _pictured(encoded(banner(*CLAIM)))
    verdict = _judge().judge([judged])[0]
    labels = verdict_to_json("1", verdict, "vi" if language == "vi" else "en")["labels"]
    assert isinstance(labels, list)
    (label,) = labels
    assert (label["field"], label["start"], label["end"]) == ("image", None, None)
    assert label["evidence"] == verdict.labels[0].regions[0].text


def test_without_tesseract_it_is_said_once_and_nothing_else_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    judge = _judge()
    assert judge.judge([subject(_TITLE)])[0].notes == ()
    assert judge.notice is None
    verdicts = judge.judge([_pictured(encoded(banner(*CLAIM)))] * 3)
    assert {(verdict.labels, verdict.notes, verdict.unreadable) for verdict in verdicts} == {((), (), ())}
    assert all(verdict.unread == (_pictured(encoded(banner(*CLAIM))).images[0].digest,) for verdict in verdicts)
    notice = judge.notice
    assert notice is not None
    assert "tesseract-ocr-vie" in notice.vi
    assert "tesseract-ocr-vie" in notice.en


def test_nobody_looks_for_tesseract_while_no_picture_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n: >{asked}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    judge = _judge()
    judge.judge([subject(_TITLE)])
    assert not asked.exists()
    judge.judge([_pictured(encoded(packshot()))])
    assert asked.exists()


def test_the_version_names_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    reading = _judge().version
    monkeypatch.setenv("PATH", "")
    without = _judge().version
    assert reading != without
    assert without == Judge(WordEncoder(), word_head({"disease_cure": ["Chữa", "khỏi"]}), _RULES).version


def test_a_reference_set_aside_has_no_effect_and_makes_another_judge() -> None:
    judge = _judge(Brand(name="Velora", authorised=("chính hãng",)), matcher=_matcher())
    aside = judge.setting_aside(SetAside(frozenset({"0" * 64}), 1))
    judged = _pictured(encoded(packshot()))
    (before,), (after,) = judge.judge([judged]), aside.judge([judged])
    assert {finding.category for finding in before.signals} >= {"official_photo", "seller_unlisted"}
    assert not {finding.category for finding in after.signals} & {"official_photo", "seller_unlisted"}
    assert [finding.category for finding in after.aside] == ["official_photo"]
    assert (before.aside, after.risk < before.risk) == ((), True)
    released = judge.setting_aside(SetAside(change=2))
    assert len({judge.version, aside.version, released.version}) == 3
    assert judge.setting_aside(SetAside()).version == judge.version
