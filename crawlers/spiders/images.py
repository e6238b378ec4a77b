"""Tell an image's answer from a page dressed as one. Nothing is decoded here."""

from __future__ import annotations

from crawlers.spiders.answer import Answer

MAX_IMAGE_BYTES = 10_000_000

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")


def image_fault(answer: Answer) -> str | None:
    """Give the reason why an answer is no image we keep, or None. A server's `image/*` is believed, as are magic bytes.

    A page that says `image/*` is refused: a wall is often served in the place of a picture.
    """
    if len(answer.body) > MAX_IMAGE_BYTES:
        return "image_too_large"
    if not answer.body:
        return "image_broken"
    if _has_magic(answer.body):
        return None
    says_image = answer.media_type.startswith("image/") and not _is_markup(answer.body)
    return None if says_image else "image_format"


def _has_magic(body: bytes) -> bool:
    is_webp = body[:4] == b"RIFF" and body[8:12] == b"WEBP"
    is_heif = body[4:8] == b"ftyp" and body[8:12] in {b"avif", b"avis", b"heic", b"heix", b"mif1"}
    return body.startswith(_MAGIC) or is_webp or is_heif


def _is_markup(body: bytes) -> bool:
    return body[:512].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
