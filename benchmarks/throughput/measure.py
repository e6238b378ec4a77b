"""One measurement: the same shop read by Soi and by a bare Scrapy, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Pages and CPU seconds (user and system, start-up included) of each round. `kept` are listings in the store."""

    listings: int
    size: int
    soi_pages: int
    kept: int
    bare_pages: int
    soi_seconds: Sequence[float]
    bare_seconds: Sequence[float]

    @property
    def soi(self) -> float:
        """Give Soi's pages per CPU second."""
        return self.soi_pages / statistics.median(self.soi_seconds)

    @property
    def bare(self) -> float:
        """Give the bare Scrapy's pages per CPU second."""
        return self.bare_pages / statistics.median(self.bare_seconds)


def measured(listings: int, size: int, rounds: int) -> Measured:
    """Measure with a shop of so many listings of so many bytes, the two in turn."""
    soi_seconds, bare_seconds = [], []
    report: Mapping[str, object] = {}
    bare_pages = 0
    for _ in range(rounds):
        with shop_at(listings, size) as address:
            spent, said = _run([sys.executable, "-m", "benchmarks.throughput.bare", f"{address}/"], {})
            bare_seconds.append(spent)
            bare_pages = int(said)
            spent, report = _crawl(address)
            soi_seconds.append(spent)
    return Measured(
        listings=listings,
        size=size,
        soi_pages=int(str(report["pages"])),
        kept=int(dict(report["listings"])["new"]),  # type: ignore[call-overload]  # the report is JSON
        bare_pages=bare_pages,
        soi_seconds=soi_seconds,
        bare_seconds=bare_seconds,
    )


def _crawl(address: str) -> tuple[float, Mapping[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        spent, said = _run(crawl_command(address), {"SOI_WORKSPACE": str(workspace)})
        return spent, json.loads(said.splitlines()[-1])


def new_workspace(folder: Path) -> Path:
    """Make a workspace within a folder."""
    workspace = folder / "workspace"
    command = [sys.executable, "-m", "monitor", "init", str(workspace), "--kind", "authority"]
    subprocess.run(command, check=True, capture_output=True)
    return workspace


def crawl_command(address: str) -> Sequence[str]:
    """Give the command that crawls a shop on loopback without a pause."""
    crawl = ["crawl", "--url", f"{address}/", "--allow-private", address.removeprefix("http://")]
    return [sys.executable, "-m", "monitor", *crawl, "--delay", "0", "--json"]


def _run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=compiled(**environment), check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def compiled(**more: str) -> dict[str, str]:
    """Let programs keep their compiled modules as installed ones do: Scrapy has its own, whatever the environment says.

    Where nothing may be written beside the source, Soi alone would compile itself at every start.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


@contextmanager
def shop_at(listings: int, size: int) -> Iterator[str]:
    """Run a shop on loopback, and give its address."""
    command = [sys.executable, "-m", "benchmarks.throughput.shop", str(listings), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
