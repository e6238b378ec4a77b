"""What is written in a listing's pictures, and which of them could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.images.decode import open_image
from detectors.images.reasons import unusable_note
from detectors.pictured_text.passages import PicturedPassage
from detectors.pictured_text.reader import PictureReader
from detectors.pictured_text.texts import ImageText, PicturedText
from listings.errors import Unreadable
from listings.finding import UnreadableImage
from listings.subject import Subject
from listings.wording import Wording

_SLOW = Wording("Đọc chữ trong ảnh quá lâu nên đã dừng", "Reading the picture's text took too long and was stopped")


def read_pictures(subject: Subject, reader: PictureReader) -> PicturedText:
    """Read each picture of the listing; what was read of an animation before it failed is kept."""
    texts: list[ImageText] = []
    notes: list[str] = []
    unreadable: list[UnreadableImage] = []
    for number, image in enumerate(subject.images, start=1):
        try:
            texts.extend(ImageText(image=image.digest, passage=found) for found in _passages(image.content, reader))
        except Unreadable as error:
            said = _note(error)
            notes.append(f"Ảnh {number}: {said.vi} / Image {number}: {said.en}")
            unreadable.append(UnreadableImage(digest=image.digest, reason=error.reason))
    return PicturedText(texts=tuple(texts), notes=tuple(notes), unreadable=tuple(unreadable))


def _passages(content: bytes, reader: PictureReader) -> Iterator[PicturedPassage]:
    """Give what the frames say, each text once: an animation repeats most of it in every frame."""
    # A few words on plain ground are too little to be compared, and all there is to read.
    decoded = open_image(content, least_drawn=0)
    said: set[str] = set()
    for frame in decoded.frames:
        for passage in reader.passages(frame, (decoded.width, decoded.height)):
            if passage.text not in said:
                said.add(passage.text)
                yield passage


def _note(error: Unreadable) -> Wording:
    return _SLOW if error.reason == "timed_out" else unusable_note(error)
