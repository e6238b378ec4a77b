"""What is packed comes out whole or not at all."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError

from crawlers.spiders.unpacking import unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[bytes], bytes]
MANY = 10_000_000


def raw_deflate(plain: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(plain) + packing.flush()


PACKED: dict[str, tuple[bytes, Pack]] = {
    "gzip": (b"gzip", gzip.compress),
    "x-gzip": (b"x-gzip", gzip.compress),
    "deflate": (b"deflate", zlib.compress),
    "raw deflate": (b"deflate", raw_deflate),
    "br": (b"br", brotli.compress),
    "zstd": (b"zstd", zstd.compress),
}


@pytest.mark.parametrize("name", PACKED)
@given(plain=st.binary(max_size=2_000), times=st.integers(1, 60))
def test_what_was_packed_comes_out(name: str, plain: bytes, times: int) -> None:
    encoding, pack = PACKED[name]
    assert unpacked(pack(plain * times), encoding, MANY) == plain * times


@pytest.mark.parametrize("name", PACKED)
@given(plain=st.binary(min_size=1, max_size=2_000), data=st.data())
def test_what_breaks_off_anywhere_is_a_loss(name: str, plain: bytes, data: st.DataObject) -> None:
    encoding, pack = PACKED[name]
    packed = pack(plain)
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    with pytest.raises(ResponseDataLossError):
        unpacked(cut, encoding, MANY)


@pytest.mark.parametrize("name", PACKED)
def test_a_bomb_is_not_unpacked(name: str) -> None:
    encoding, pack = PACKED[name]
    with pytest.raises(DownloadCancelledError):
        unpacked(pack(b"\0" * 5_000_001), encoding, 5_000_000)
    assert len(unpacked(pack(b"\0" * 5_000_000), encoding, 5_000_000)) == 5_000_000


def test_a_gzip_file_of_several_members_with_padding_behind() -> None:
    assert unpacked(gzip.compress(b"Kem ") + gzip.compress(b"A") + b"\0" * 9, b"gzip", MANY) == b"Kem A"


@pytest.mark.parametrize("encoding", [b"gzip", b"deflate", b"br", b"zstd"])
def test_a_body_that_is_not_packed_at_all_is_a_loss(encoding: bytes) -> None:
    with pytest.raises(ResponseDataLossError):
        unpacked("<html>Giá: 199.000 đ</html>".encode(), encoding, MANY)
