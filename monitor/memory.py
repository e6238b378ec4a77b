"""What this process has held of memory at most."""

from __future__ import annotations

import re
from pathlib import Path

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def peak_memory() -> int | None:
    """Give the most bytes this process held so far; None where the system does not tell.

    getrusage is not asked: Linux hands a parent's peak down to the programs that it starts.
    """
    found = _PEAK.search(_STATUS.read_text(encoding="ascii")) if _STATUS.exists() else None
    return int(found[1]) * 1024 if found else None
