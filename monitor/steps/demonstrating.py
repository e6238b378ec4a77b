"""The demo: what a team does, done once on a marketplace of our own, with the same commands that people use."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listings.errors import Conflict, SoiError, StoreUnavailable
from monitor.steps.serving import serve_review
from monitor.terminal import note, say
from monitor.wiring import workspace_stores
from monitor.workspace import SETTINGS_FILE, WORKSPACE_VARIABLE, Workspace, create_workspace, open_workspace

SHOP, NEWS = "sample-market", "sample-news"
REVIEWER = "demo"
# Our own server on our own machine: no need for the pause that strangers' servers get.
DELAY = "0"
SAMPLE = Path(__file__).resolve().parent.parent.parent / "demo"
MARKET_STARTS_WITHIN = 30.0


class DemoFailed(SoiError):
    """A step of the demo did not end well; its own message stands above."""


def demonstrate(folder: Path, *, once: bool, fresh: bool, port: int, market_port: int) -> None:
    """Fill a queue from the sample marketplace, print how it compares with the truth, and serve it unless `once`."""
    if fresh and (folder / SETTINGS_FILE).exists():
        shutil.rmtree(folder)
    workspace = open_workspace(folder) if (folder / SETTINGS_FILE).exists() else create_workspace(folder, "authority")
    with _marketplace(_kept_port(workspace, market_port)) as address:
        _prepare(workspace, address)
        _fill(workspace, address)
        _compare(workspace)
        if not once:
            _serve(workspace, port)


def _kept_port(workspace: Workspace, wanted: int) -> int:
    """Give the port this workspace's marketplace had before: its listings' addresses hang on it."""
    file = workspace.folder / "market-port"
    if file.exists():
        return int(file.read_text(encoding="ascii"))
    port = wanted if wanted and _free(wanted) else _any_free_port()
    file.write_text(str(port), encoding="ascii")
    return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _marketplace(port: int) -> Iterator[str]:
    """Run the sample marketplace as a process of its own; give its address."""
    if not _free(port):
        raise Conflict(
            "is in use, and this demo's listings have their addresses there",
            where=f"port {port}",
            remedy="stop what runs there (another demo?), or start anew with --fresh",
        )
    command = [sys.executable, "-m", "demo", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield _announced(process)
    finally:
        process.send_signal(signal.SIGTERM)
        last_words, _ = process.communicate(timeout=10)
        say(f"requests that reached the marketplace's private trap: {last_words.strip().rpartition(' ')[2]}")


def _announced(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if "http://" not in line:
        raise StoreUnavailable("the sample marketplace did not start", where="python -m demo")
    say(line.strip())
    return "http://" + line.strip().partition("http://")[2].rstrip("/")


def _prepare(workspace: Workspace, address: str) -> None:
    shutil.copytree(SAMPLE / "sites", workspace.folder / "sites", dirs_exist_ok=True)
    with workspace_stores(workspace) as stores:
        if stores.users.all():
            return
        password = secrets.token_urlsafe(9)
        secret = workspace.folder / "demo-password"
        secret.touch(mode=0o600)
        secret.write_text(password, encoding="ascii")
        stores.sources.add(SHOP, "generic_shop", [f"{address}/"])
        stores.sources.add(NEWS, "sample_news", [f"{address}/news/"])
        stores.users.add(REVIEWER, "lead", password)
    _soi(workspace, "brand", "import", str(SAMPLE / "brands"))


def _fill(workspace: Workspace, address: str) -> None:
    host = address.removeprefix("http://")
    for source in (SHOP, NEWS):
        say(f"crawling {source} ...")
        _soi(workspace, "crawl", source, "--delay", DELAY, "--allow-private", host)
    say("importing a captured post ...")
    _soi(workspace, "import", *(str(path) for path in sorted((SAMPLE / "captures").glob("*.json"))))
    say("judging ...")
    _soi(workspace, "detect")


def _compare(workspace: Workspace) -> None:
    files = []
    for kind in ("hits", "listings", "runs"):
        file = workspace.folder / f"{kind}.jsonl"
        _soi(workspace, "export", kind, "--format", "jsonl", "--output", str(file))
        files.append(str(file))
    sys.stdout.flush()
    # It ends with 1 when the judging was not good enough; the queue is there to be looked at all the same.
    subprocess.run([sys.executable, "-m", "demo.compare", *files], check=False)


def _serve(workspace: Workspace, port: int) -> None:
    password = (workspace.folder / "demo-password").read_text(encoding="ascii")
    say(f"sign in as {REVIEWER} with the password {password}   (Ctrl-C ends the demo)")
    if port and not _free(port):
        note(f"port {port} is in use; taking a free one")
        port = 0
    serve_review(workspace, "127.0.0.1", port)


def _soi(workspace: Workspace, *command: str) -> None:
    environment = {**os.environ, WORKSPACE_VARIABLE: str(workspace.folder)}
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-m", "monitor", *command], env=environment, check=False)
    if done.returncode:
        raise DemoFailed(f"ended with exit code {done.returncode}", where=f"soi {command[0]}")
