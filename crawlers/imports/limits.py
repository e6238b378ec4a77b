"""Bounds on what people bring: a file from a stranger may be huge or made to burst."""

from __future__ import annotations

from pathlib import Path

from listings.errors import InvalidInput

# One line, page or image of an archive; the same bound the crawler has for a download.
MAX_ENTRY = 10_000_000
# A file read whole (HTML, MHTML, HAR, capture); a long browsing session as HAR has about 50 MB.
MAX_WHOLE_FILE = 100_000_000
# Entries and unpacked bytes of one archive.
MAX_ENTRIES = 100_000
MAX_UNPACKED = 2_000_000_000
MAX_IMAGES = 30


def whole_file(path: Path, limit: int = MAX_WHOLE_FILE) -> bytes:
    """Give a file's bytes; raise InvalidInput when it has more than `limit`."""
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise InvalidInput(f"the file has more than {limit} bytes", where=str(path), remedy="split it")
    return content
