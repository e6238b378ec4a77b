"""Reading the pictures of listings, where tesseract is here; says so once where it is not."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from detectors.pictured_text.tesseract import Installation
from detectors.pictured_text.texts import PicturedText
from listings.subject import Subject
from listings.wording import Wording

if TYPE_CHECKING:
    from detectors.pictured_text.reader import PictureReader

NOTHING: Final = PicturedText()


class PictureReading:
    """Reads listings' pictures. Looks for tesseract, and loads PIL and scipy, only once that is asked of it."""

    def __init__(self) -> None:
        self._passed_over = False

    @property
    def version(self) -> str:
        """Name what the reading depends on; `none` where pictures cannot be read."""
        return self._reader.version if self._reader else "none"

    @property
    def notice(self) -> Wording | None:
        """Say that pictures were not read, and what to do; None as long as none was passed over."""
        return self._installation.notice if self._passed_over else None

    def read(self, subject: Subject) -> PicturedText:
        """Read the listing's pictures, one at a time; without tesseract they are passed over."""
        if not subject.images:
            return NOTHING
        if self._reader is None:
            self._passed_over = True
            return passed_over(subject)
        from detectors.pictured_text.detector import read_pictures

        return read_pictures(subject, self._reader)

    @cached_property
    def _installation(self) -> Installation:
        return Installation.look()

    @cached_property
    def _reader(self) -> PictureReader | None:
        if self._installation.missing:
            return None
        from detectors.pictured_text.reader import PictureReader

        return PictureReader(self._installation)


def passed_over(subject: Subject) -> PicturedText:
    """Give what is known of pictures that nobody reads: that they were there."""
    return PicturedText(passed_over=tuple(image.digest for image in subject.images))
