"""Runs the command `soi` as people do: as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODEL = Path(os.environ.get("SOI_MODEL_DIR", ROOT / ".soi-cache" / "e5-small"))


@dataclass(frozen=True)
class Soi:
    """The command in one workspace."""

    workspace: Path
    environment: Mapping[str, str]

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "monitor", *command],
            env={**os.environ, "SOI_WORKSPACE": str(self.workspace), "COLUMNS": "200", **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def __call__(self, *command: str, exit_code: int = 0) -> str:
        """Run a command to its end, check its exit code, give what it printed."""
        process = self.start(*command)
        out, err = process.communicate(timeout=280)
        assert process.returncode == exit_code, f"soi {' '.join(command)}: {process.returncode}\n{out}\n{err}"
        return out if exit_code == 0 else err

    def lines(self, *command: str) -> list[dict[str, Any]]:
        """Run a command that prints JSON lines."""
        return [json.loads(line) for line in self(*command).splitlines()]


def new_workspace(folder: Path, environment: Mapping[str, str] | None = None) -> Soi:
    """Make a workspace."""
    soi = Soi(folder, environment or {})
    soi("init", str(folder), "--kind", "authority")
    return soi
