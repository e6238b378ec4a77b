"""Files we write: each appears under its name only when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from listings.errors import StoreUnavailable

STANDARD_OUTPUT = Path("-")
_FOR_US_ALONE = 0o600
_FOR_OTHERS_TOO = 0o666


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Give a stream that takes its name when all went well and leaves nothing when not.

    Args:
        path: where to. What is there and is no plain file (a pipe, /dev/stdout) is written to as it is: putting a file
            in its place would take it from every other program.
        private: only this user may read the file (captures, keys).

    Raises:
        StoreUnavailable: the disk is full, or the place cannot be written.
    """
    partial = path.parent / f"{path.name}.partial"
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        partial.unlink(missing_ok=True)
        partial.touch(mode=_FOR_US_ALONE if private else _FOR_OTHERS_TOO, exist_ok=False)
        with partial.open("wb") as stream:
            yield stream
        partial.replace(path)
    except OSError as error:
        raise StoreUnavailable(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
