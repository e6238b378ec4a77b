"""What a long crawl holds of memory as it goes on: sampled from outside, so that its peak hides nothing."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import crawlers.sites
from benchmarks.throughput.measure import compiled, crawl_command, new_workspace, shop_at

PARTS = 10
"""Equal stretches of the run, each told by the most it held."""
_EVERY = 0.1
_HELD = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Resident bytes at most in each tenth of a crawl, and how many pages and listings it read."""

    size: int
    pages: int
    kept: int
    tenths: Sequence[int]

    @property
    def growth(self) -> float:
        """Give the bytes that each page of the run's second half added."""
        half = PARTS // 2
        return (self.tenths[-1] - self.tenths[half - 1]) / (self.pages / 2)


def held(listings: int, size: int) -> Held:
    """Crawl a shop of so many listings of so many bytes, and watch what the crawl holds."""
    with shop_at(listings, size) as address, tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        _allow(workspace, listings)
        with subprocess.Popen(
            crawl_command(address), env=compiled(SOI_WORKSPACE=str(workspace)), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            samples = _watched(process)
            report = json.loads(process.stdout.read().splitlines()[-1])
    return Held(size=size, pages=report["pages"], kept=report["listings"]["new"], tenths=tenths(samples))


def tenths(samples: Sequence[int]) -> Sequence[int]:
    """Give the most of each tenth of a run's samples, taken at even distances."""
    ends = [round(len(samples) * part / PARTS) for part in range(PARTS + 1)]
    return [max(samples[min(start, len(samples) - 1) : max(end, start + 1)]) for start, end in pairwise(ends)]


def _watched(process: subprocess.Popen[str]) -> Sequence[int]:
    status = Path(f"/proc/{process.pid}/status")
    samples: list[int] = []
    while process.poll() is None:
        found = _HELD.search(status.read_text(encoding="ascii"))
        samples += [int(found[1]) * 1024] if found else []
        time.sleep(_EVERY)
    return samples


def _allow(workspace: Path, listings: int) -> None:
    """Let the run read the whole shop: the profile's bounds end a run at 5,000 pages, and a host's day as well."""
    shipped = (Path(crawlers.sites.__file__).parent / "generic_shop" / "profile.toml").read_text(encoding="utf-8")
    folder = workspace / "sites" / "generic_shop"
    folder.mkdir(parents=True)
    text = re.sub(r"^(pages|daily_budget) = \d+$", rf"\g<1> = {listings * 2 + 100}", shipped, flags=re.MULTILINE)
    (folder / "profile.toml").write_text(text, encoding="utf-8")
