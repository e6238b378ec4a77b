"""What kind of picture some bytes are, told by their first bytes and never by what their sender said."""

from __future__ import annotations

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def picture_type(content: bytes) -> str | None:
    """Give the media type of a PNG, JPEG, GIF or WebP picture, None for everything else (HTML and SVG above all)."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for magic, media_type in _MAGIC if content.startswith(magic)), None)


def picture_extension(media_type: str) -> str:
    """Give the file name extension for a media type of `picture_type`."""
    return _EXTENSIONS[media_type]
