"""Judging what is stored: what the judge could not look at is said once, in the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from listings.finding import Verdict
from listings.flood import SetAside
from listings.listing import Listing
from listings.page import ReadListing
from listings.subject import Subject
from listings.wording import Wording
from monitor.steps.detecting import detect
from store.open import open_stores

NOW = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)
NOTICE = Wording("Chữ trong ảnh không được đọc.", "Text inside pictures is not read.")


class _Blind:
    """A judge that finds nothing, and may have something to say of it."""

    version = "blind-1"

    def __init__(self, notice: Wording | None) -> None:
        self.notice = notice

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        return [Verdict(findings=(), risk=0.0) for _ in subjects]

    def setting_aside(self, aside: SetAside) -> _Blind:
        return self


@pytest.mark.parametrize("notice", [None, NOTICE])
def test_the_report_carries_what_the_judge_has_to_say(tmp_path: Path, notice: Wording | None) -> None:
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as stores:
        for number in range(3):
            read = ReadListing(listing=Listing(id=f"t{number}", site="cho", title="Trà lá sen"))
            stores.listings.keep_imported(read, capture=None, images=[], now=NOW)
        report = detect(stores, _Blind(notice), again=False, progress=lambda _: None)
    assert (report.judged, report.notice) == (3, notice)
