"""Takes in what people capture: one page that the extension sent, or files laid into a watched folder."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from listings.capturing import CaptureReceipt, Received
from listings.errors import InvalidInput, NotFound
from monitor.steps.importing import WHAT_NEXT
from store.records import BroughtPart

if TYPE_CHECKING:
    from crawlers.imports.imported import Imported, ImportFault
    from store.open import Stores

POLL_SECONDS = 2.0
# A file that was written this shortly ago may still be growing.
SETTLED_SECONDS = 2.0
EXTENSION = Path(__file__).resolve().parent.parent.parent / "crawlers" / "capture" / "extension"
# The same files give the same archive; a ZIP cannot hold a date before 1980.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Captures:
    """Fulfils the port CaptureStep over a workspace's stores."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def __call__(self, sent: bytes, user: str) -> CaptureReceipt:
        """Keep a captured page as evidence and read it; what was sent before gives the same answer.

        Raises:
            InvalidInput: it is no capture.
        """
        from crawlers.imports.browser_capture import read_capture
        from crawlers.imports.imported import ImportFault

        now = datetime.now(UTC)
        entries = list(read_capture(sent, where="capture", at=now))
        url = next((entry.capture.url for entry in entries if entry.capture), None)
        if url is None:
            faults = [entry.what for entry in entries if isinstance(entry, ImportFault)]
            raise InvalidInput(next(iter(faults), "there is no page in it"), remedy="update the extension")
        received = self._stores.received.open(hashlib.sha256(sent).hexdigest(), "browser", url, user, now)
        repeated, closed = received.done, False
        if not repeated:
            kept = [
                self._stores.received.keep(received.id, number, _part(entry), now)
                for number, entry in enumerate(entries, 1)
            ]
            received, closed = self._stores.received.finish(received.id), any(kept)
        following = self._stores.wanted_captures.next_after(url)
        return CaptureReceipt(
            received=received, repeated=repeated, closed=closed, next=following.url if following else None
        )

    def extension(self) -> bytes:
        """Give the extension as a ZIP to unpack and load."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(EXTENSION.rglob("*")):
                if file.is_file():
                    name = str(Path("soi-capture") / file.relative_to(EXTENSION))
                    archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), file.read_bytes(), zipfile.ZIP_DEFLATED)
        return stream.getvalue()


def watch_folder(stores: Stores, folder: Path, *, until_idle: bool, say: Callable[[str], None]) -> int:
    """Take in every file of a folder once, and go on watching; with `until_idle` end when nothing new is there.

    It takes in only; who watches on has what came judged beside it.

    A file is known by its content, not by its name, and is left where it lies. A kill at any moment loses nothing:
    what was not taken in to its end is taken in again, and what is kept already is not kept twice.

    Returns:
        How many entries could not be read; each is listed with its reason.

    Raises:
        NotFound: there is no such folder.
    """
    from crawlers.imports.read import files_laid

    if not folder.is_dir():
        raise NotFound("there is no such folder", where=str(folder), remedy="make it, or correct the path")
    seen: dict[Path, tuple[int, int]] = {}
    unread = 0
    while True:
        waiting, read = False, 0
        for file in files_laid(folder):
            if (state := _settled(file)) is None:
                waiting = True
            elif seen.get(file) != state:
                seen[file] = state
                taken = _take(stores, folder, file, say)
                read, unread = read + taken.read, unread + taken.unread
        if read and until_idle:
            say(WHAT_NEXT)
        if until_idle and not waiting:
            return unread
        time.sleep(POLL_SECONDS)


def _settled(file: Path) -> tuple[int, int] | None:
    """Give size and time of a file with its text beside it, None while it may still be written."""
    from crawlers.imports.screenshot import text_beside

    parts = [part.stat() for part in {file, text_beside(file)} if part.is_file()]
    latest = max((part.st_mtime_ns for part in parts), default=0)
    if not parts or 0 <= time.time() - latest / 1e9 < SETTLED_SECONDS:
        return None
    return sum(part.st_size for part in parts), latest


class _Taken(NamedTuple):
    """How many listings of a file were read and how many entries were not."""

    read: int
    unread: int


def _take(stores: Stores, folder: Path, file: Path, say: Callable[[str], None]) -> _Taken:
    name, now = str(file.relative_to(folder)), datetime.now(UTC)
    try:
        digest = _content_digest(file)
    except OSError as failed:
        say(f"{name}: cannot be read: {failed.strerror}")
        return _Taken(0, 1)
    if stores.received.known(digest):
        return _Taken(0, 0)
    received = stores.received.open(digest, "folder", name, None, now)
    for number, part in enumerate(_parts(file), 1):
        stores.received.keep(received.id, number, part, now)
    taken = stores.received.finish(received.id)
    say(_told(name, taken))
    return _Taken(taken.read, len(taken.unread))


def _told(name: str, taken: Received) -> str:
    first = next(iter(taken.unread), None)
    why = f"; not read {len(taken.unread)}, first: {first.what} ({first.reason})" if first else ""
    return f"{name}: listings {taken.read}{why}"


def _content_digest(file: Path) -> str:
    """Name a file by its bytes, and a screenshot by its text's too: a corrected text is taken in anew."""
    from crawlers.imports.screenshot import PICTURES, has_text, text_beside

    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    if file.suffix.lower() in PICTURES and has_text(file):
        with text_beside(file).open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _parts(file: Path) -> Iterator[BroughtPart]:
    from crawlers.imports.read import read_file

    return (_part(entry) for entry in read_file(file))


def _part(entry: Imported | ImportFault) -> BroughtPart:
    from crawlers.imports.imported import ImportFault

    if isinstance(entry, ImportFault):
        return BroughtPart(
            capture=entry.capture, screenshot=entry.screenshot, reason=entry.reason, what=entry.what[:500]
        )
    return BroughtPart(read=entry.read, capture=entry.capture, images=entry.images, screenshot=entry.screenshot)
