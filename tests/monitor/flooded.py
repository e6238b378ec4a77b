"""A store whose listings all show one reference's picture, and a judge that sees nothing else.

As a program it judges what waits there: `python -m tests.monitor.flooded FOLDER`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from listings.brand import Brand, ReferenceImage
from listings.finding import Finding, FindingKind, ImageRegion, Verdict
from listings.flood import SetAside
from listings.listing import Listing, Seller
from listings.page import ReadListing
from listings.subject import Subject
from listings.wording import Wording
from monitor.steps.detecting import DetectReport, detect
from store.open import Stores, open_stores

BANNER = b"a banner that everybody uses"
REFERENCE = hashlib.sha256(b"an official picture").hexdigest()
BRAND = "Lá Sen"
WITH_EFFECT, WITHOUT = 0.9, 0.6


class FloodedJudge:
    """Matches every listing with the one reference, and suspects all of them for what their text says."""

    notice = None

    def __init__(self, aside: SetAside = SetAside()) -> None:
        self._aside = aside

    @property
    def version(self) -> str:
        return f"flooded-{self._aside.change}"

    def setting_aside(self, aside: SetAside) -> FloodedJudge:
        return FloodedJudge(aside)

    def judge(self, subjects: Sequence[Subject]) -> list[Verdict]:
        return [self._verdict(subject) for subject in subjects]

    def _verdict(self, subject: Subject) -> Verdict:
        claim = _finding("label", "disease_cure", ())
        region = ImageRegion(
            image=subject.images[0].digest,
            box=(0, 0, 9, 9),
            reference=REFERENCE,
            brand=BRAND,
            verdict="copy",
            stage="hash",
        )
        if REFERENCE in self._aside.references:
            held = _finding("shadow", "official_photo", (region,))
            return Verdict(findings=(claim,), risk=WITHOUT, aside=(held,))
        return Verdict(findings=(claim, _finding("signal", "official_photo", (region,))), risk=WITH_EFFECT)


def _finding(kind: FindingKind, category: str, regions: tuple[ImageRegion, ...]) -> Finding:
    return Finding(
        detector="images",
        kind=kind,
        category=category,
        rule=category,
        rule_version="1",
        model=None,
        score=0.9,
        reason=Wording("Có dấu hiệu", "It seems so"),
        regions=regions,
    )


def flooded_store(folder: Path, count: int, content: bytes = BANNER) -> Stores:
    """Open a store with a brand and so many listings that show one picture, each by a seller of its own."""
    stores = opened(folder)
    official = {REFERENCE: b"an official picture"}
    stores.brands.keep(Brand(name=BRAND, references=(ReferenceImage(digest=REFERENCE, path="sen.png"),)), official)
    for number in range(count):
        listing = Listing(id=f"t{number}", site="cho", title=f"Trà {number}", seller=Seller(id=f"nb-{number}"))
        pictures = [("http://127.0.0.1:9/banner.jpg", content)]
        stores.listings.keep_imported(ReadListing(listing=listing), capture=None, images=pictures, now=_now())
    return stores


def opened(folder: Path) -> Stores:
    return open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence")


def judged(stores: Stores, *, again: bool = False) -> DetectReport:
    """Judge what waits."""
    return detect(stores, FloodedJudge(), again=again, progress=lambda _: None)


def risks(stores: Stores) -> set[float]:
    """Give the risks of what waits for review."""
    return {row.hit.risk for row in stores.hits.queue(limit=1000)}


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    with opened(Path(sys.argv[1])) as given:
        judged(given)
