"""Unpacking compressed answers to their very end: Scrapy takes what came of a stream that broke off for the whole."""

from __future__ import annotations

import io
import sys
import zlib

import brotli
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHUNK = 65_536
_GZIP, _ZLIB, _RAW = 31, 15, -15
"""zlib's numbers for the three wrappings of one format."""


class WholeAnswersMiddleware(HttpCompressionMiddleware):
    """Stands in the place of Scrapy's: half a page would be half a listing, with nobody told."""

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return unpacked(body, encoding, max_size) if body else body


def unpacked(body: bytes, encoding: bytes, max_bytes: int) -> bytes:
    """Unpack a body in one of the encodings that Scrapy asks for, never beyond `max_bytes`.

    Raises:
        ResponseDataLossError: it ends before its stream does, or was damaged.
        DownloadCancelledError: it unpacks to more.
    """
    try:
        if encoding == b"br":
            return _unbrotli(body, max_bytes)
        if encoding == b"zstd":
            return _unzstd(body, max_bytes)
        return _inflated(body, _wrapping(body, encoding), max_bytes)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        raise ResponseDataLossError(f"the {encoding.decode()} stream is damaged or cut short: {error}") from error


def _wrapping(body: bytes, encoding: bytes) -> int:
    """Say how deflated bytes are wrapped; some servers call them "deflate" without the wrapping it means."""
    if encoding != b"deflate":
        return _GZIP
    header = int.from_bytes(body[:2], "big")
    return _ZLIB if body[0] & 0x0F == 8 and header % 31 == 0 else _RAW  # noqa: PLR2004 - RFC 1950 2.2


def _inflated(body: bytes, wrapping: int, max_bytes: int) -> bytes:
    plain = bytearray()
    while body:
        stream = zlib.decompressobj(wbits=wrapping)
        # One byte more than allowed is enough to know; a bomb is never unpacked further.
        plain += stream.decompress(body, max_bytes + 1 - len(plain))
        _bound(plain, max_bytes)
        if not stream.eof:
            raise EOFError("no end mark")
        # A gzip file may have several members; what follows and is none belongs to nobody.
        body = stream.unused_data if wrapping == _GZIP and stream.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(plain)


def _unbrotli(body: bytes, max_bytes: int) -> bytes:
    stream = brotli.Decompressor()
    plain = bytearray(stream.process(body, output_buffer_limit=_CHUNK))
    while not stream.is_finished():
        chunk = stream.process(b"", output_buffer_limit=_CHUNK)
        if not chunk and not stream.is_finished():
            raise EOFError("no end mark")
        plain += chunk
        _bound(plain, max_bytes)
    return bytes(plain)


def _unzstd(body: bytes, max_bytes: int) -> bytes:
    with zstd.ZstdFile(io.BytesIO(body)) as stream:
        plain = stream.read(max_bytes + 1)
    _bound(plain, max_bytes)
    return plain


def _bound(plain: bytes | bytearray, max_bytes: int) -> None:
    if len(plain) > max_bytes:
        raise DownloadCancelledError(f"unpacks beyond {max_bytes:,} bytes")
