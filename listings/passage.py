"""Passages of a listing that a person points at, found word for word."""

from __future__ import annotations

from collections.abc import Iterator

from listings.errors import InvalidInput
from listings.finding import TextSpan
from listings.listing import Listing
from listings.wording import Wording

PERSON = "person"
"""What a finding names as its detector when a reviewer marked the passage."""
QUOTED_FIELDS = ("title", "description")
LONGEST_PASSAGE = 5000


def quote(listing: Listing, text: str, field: str | None = None, start: int | None = None) -> TextSpan:
    """Give the span of a passage: where it was pointed at if it stands there, else its first occurrence.

    Args:
        listing: the listing that is quoted.
        text: the passage; a form may have turned its line ends into another kind.
        field: `title` or `description`, None for the first that holds it.
        start: character offset in `field`, None if not known.

    Raises:
        InvalidInput: the passage is empty, too long, or stands in neither field word for word.
    """
    if not text.strip() or len(text) > LONGEST_PASSAGE:
        raise InvalidInput(
            Wording(
                f"mỗi đoạn đánh dấu dài từ 1 đến {LONGEST_PASSAGE} ký tự",
                f"a passage has between 1 and {LONGEST_PASSAGE} characters",
            ),
            remedy=Wording("hãy đánh dấu đúng phần cần nêu", "mark what is meant"),
        )
    for name in QUOTED_FIELDS if field is None else (field,):
        for wording in _wordings(text):
            for place in _places(listing, name, wording, start):
                return TextSpan(field=name, start=place, end=place + len(wording), text=wording)
    raise InvalidInput(
        Wording(
            f"không tìm thấy nguyên văn đoạn “{text[:60]}” trong tin đăng",
            f"the passage {text[:60]!r} does not stand in the listing's {field or 'title or description'}",
        ),
        remedy=Wording("hãy chép đúng từng chữ như trong tin", "copy it exactly as the listing has it"),
    )


def _wordings(text: str) -> Iterator[str]:
    """Give the passage as it came, then with the line ends that a listing may have."""
    plain = text.replace("\r\n", "\n")
    yield from dict.fromkeys((text, plain, plain.replace("\n", "\r\n")))


def _places(listing: Listing, field: str, text: str, start: int | None) -> Iterator[int]:
    whole = listing.text_of(field) if field in QUOTED_FIELDS else ""
    if start is not None and start >= 0 and whole[start : start + len(text)] == text:
        yield start
    found = whole.find(text)
    if found >= 0:
        yield found
