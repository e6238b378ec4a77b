"""Run a crawl in a process of its own and read how it ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Crawled:
    run: dict[str, Any]
    progress: dict[str, Any]
    outcomes: dict[str, list[str | None]]
    log: str
    peak_kib: int
    """The most memory that the crawl's process held."""

    def end_of(self, url: str) -> tuple[str | None, str | None]:
        state, reason = self.outcomes[url]
        return state, reason


def order_json(workspace: Path, *start: str, **given: Any) -> str:
    return json.dumps({"workspace": str(workspace), "start": list(start), **given})


def start_crawl(workspace: Path, *start: str, **given: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, **given.pop("environment", {})}
    command = [sys.executable, "-m", "tests.crawlers.crawl_process", order_json(workspace, *start, **given)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def run_crawl(workspace: Path, *start: str, **given: Any) -> Crawled:
    return ended(start_crawl(workspace, *start, **given))


def ended(process: subprocess.Popen[str]) -> Crawled:
    out, log = process.communicate(timeout=150)
    assert process.returncode == 0, log
    answer = json.loads(out.splitlines()[-1])
    assert "run" in answer, answer
    return Crawled(answer["run"], answer["progress"], answer["outcomes"], log, answer["peak_kib"])
