"""Scrapy's bound on memory, told by what this process holds now."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")


class HeldMemory(MemoryUsage):
    """Scrapy asks getrusage for the peak, and Linux hands a parent's peak down to the programs it starts.

    A crawl started by a large process would be closed as too large on its first page.
    """

    def get_virtual_size(self) -> int:
        """Give the resident bytes now; where the system does not tell, Scrapy's own figure."""
        if not _STATM.exists():
            peak: int = super().get_virtual_size()
            return peak
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
