"""Picture files that a careless reader chokes on, made when the marketplace opens."""

from __future__ import annotations

import struct
import zlib

BOMB_SIDE = 9_400
"""Pixels a side: 88 Mpx out of a file of about 90 KB."""


def odd_pictures() -> dict[str, bytes]:
    """Give the bytes of each odd picture by its file name."""
    return {"bomb.png": _grey_png(BOMB_SIDE), "flat.png": _grey_png(480), "broken.jpg": _broken_jpeg()}


def _grey_png(side: int) -> bytes:
    """Make an 8-bit grey PNG of one colour, side x side pixels."""
    squeeze = zlib.compressobj(9)
    row = b"\0" + b"\xe8" * side
    pixels = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _broken_jpeg() -> bytes:
    """Make a file that starts like a JPEG and ends in the middle of its tables."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\x00" + bytes(
        range(40)
    )
