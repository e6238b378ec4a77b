"""The edge to the `tesseract` program: whether it is here, and one picture through it within fixed limits."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
from dataclasses import dataclass
from typing import Self

from listings.errors import Unreadable
from listings.wording import Wording

PROGRAM = "tesseract"
NEEDED = "vie"
# English beside it reads mixed banners; Debian's program brings it, and without it Vietnamese is still read.
WANTED = (NEEDED, "eng")
PACKAGES = {PROGRAM: "tesseract-ocr", NEEDED: "tesseract-ocr-vie"}

# Text is looked for anywhere in the picture: banners have no columns.
_LAYOUT = ("--psm", "11")
# A picture takes 0.3 s of processor time; a grainy one can take 20, and one made to stall us any. Processor time
# decides, so that a picture is read on a busy machine as on an idle one; the clock only ends what waits for ever.
MOST_PROCESSOR_SECONDS = 5
MOST_SECONDS = 60.0
MOST_START_SECONDS = 10.0
# A picture of 1024 x 1024 needs 200 MB with both languages.
MOST_MEMORY = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What is here of tesseract. `program` is None where it is not on the PATH, `release` its own word for itself."""

    program: str | None
    release: str = ""
    languages: frozenset[str] = frozenset()

    @classmethod
    def look(cls) -> Self:
        """Look for the program on the PATH and ask it what it can read; one that does not answer can read nothing."""
        program = shutil.which(PROGRAM)
        if program is None:
            return cls(program=None)
        # The list is framed by one line of its own; which release writes it to which stream differs.
        listed = frozenset(_said(program, "--list-langs").split("\n")[1:])
        release = re.match(r"tesseract\s+v?(\S+)", _said(program, "--version"))
        return cls(program=program, release=release.group(1) if release else "", languages=listed - {""})

    @property
    def missing(self) -> tuple[str, ...]:
        """Name Debian's packages that are missing; empty where pictures can be read."""
        if self.program is None:
            return tuple(PACKAGES.values())
        return () if NEEDED in self.languages else (PACKAGES[NEEDED],)

    @property
    def notice(self) -> Wording | None:
        """Say once a run that pictures are not read and what to do, or None where they are."""
        if not self.missing:
            return None
        install = f"apt-get install {' '.join(self.missing)}"
        return Wording(
            f"Chữ trong ảnh không được đọc vì thiếu {' và '.join(self.missing)} ({install}).",
            f"Text inside pictures is not read: {' and '.join(self.missing)} missing ({install}).",
        )


def read_tsv(installation: Installation, picture: bytes, seconds: float) -> str:
    """Give tesseract's TSV for a picture (a portable graymap), or give up after `seconds` by the clock.

    Raises:
        Unreadable: with reason timed_out, or image_broken where the program ends with a fault.
    """
    chosen = "+".join(language for language in WANTED if language in installation.languages)
    command = [installation.program or PROGRAM, "stdin", "stdout", "-l", chosen, *_LAYOUT, "tsv"]
    try:
        with _started(command) as process:
            output = _answer(process, picture, seconds)
    except OSError as error:
        raise Unreadable("image_broken", f"{PROGRAM} cannot be run: {error}") from error
    if process.returncode == -signal.SIGXCPU:
        raise Unreadable("timed_out", f"{PROGRAM} took more than {MOST_PROCESSOR_SECONDS} s of processor time")
    if process.returncode != 0:
        raise Unreadable("image_broken", f"{PROGRAM} ended with code {process.returncode}")
    return output.decode("utf-8", errors="replace")


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    # One thread: the other processors belong to the other workers.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def _answer(process: subprocess.Popen[bytes], given: bytes, seconds: float) -> bytes:
    try:
        _limit(process.pid)
        return process.communicate(given, timeout=seconds)[0]
    except subprocess.TimeoutExpired as error:
        raise Unreadable("timed_out", f"{PROGRAM} did not finish within {seconds:g} s") from error
    finally:
        process.kill()


def _limit(pid: int) -> None:
    """Bound the program's memory and processor time where the system can do so from outside (Linux)."""
    if hasattr(resource, "prlimit"):
        try:
            resource.prlimit(pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            # The second, harder limit ends a program that does not heed the first.
            resource.prlimit(pid, resource.RLIMIT_CPU, (MOST_PROCESSOR_SECONDS, MOST_PROCESSOR_SECONDS + 1))
        except ProcessLookupError:
            return


def _said(program: str, question: str) -> str:
    try:
        answer = subprocess.run(
            [program, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=MOST_START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", errors="replace")
