"""Commands in processes of their own that end when the worker ends, kill -9 of the worker included.

A crawl that outlived its worker would go on with nobody to renew its job, and a second worker would come in its way.
Ending like this is what a kill is: what the command has kept stays, and the next one goes on from there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from monitor.workspace import WORKSPACE_VARIABLE

_TETHER = 0
"""The child reads its standard input: it ends when nobody holds the other end any more."""
LET_GO = 75
"""How a command that was let go exits."""
_GRACE = 10.0


class TetheredCommand:
    """One soi command, running from the start on. Leaving the context lets it go."""

    def __init__(self, command: Sequence[str], workspace: Path) -> None:
        """Start `soi COMMAND` in the workspace's folder."""
        inner, self._held = os.pipe()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the command
        self._process = subprocess.Popen(
            [sys.executable, "-m", "monitor.tether", *command],
            env={**os.environ, WORKSPACE_VARIABLE: str(workspace)},
            stdin=inner,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            # Ctrl-C is the worker's to hear: it lets the command go, and puts the job back.
            start_new_session=True,
        )
        os.close(inner)

    def __enter__(self) -> TetheredCommand:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go and wait for the end."""
        os.close(self._held)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()

    def wait(self, seconds: float) -> int | None:
        """Wait so long for the end; give the exit code, or None while it goes on."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def last_line(self) -> str:
        """Give the last line that the command said on stderr."""
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].removeprefix("soi: ") if lines else f"ended with {self._process.returncode} and no message"


def _end_with_the_worker() -> None:
    while os.read(_TETHER, 1):
        pass
    os._exit(LET_GO)


if __name__ == "__main__":
    from monitor.command_line import main

    Thread(target=_end_with_the_worker, daemon=True).start()
    sys.exit(main())
