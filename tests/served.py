"""A real `soi serve` in a process of its own, and captures sent to it as the extension sends them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.soi import Soi, new_workspace

PASSWORD = "mot cau du dai de nho"
CLAIM = "Chữa khỏi hoàn toàn bệnh tiểu đường chỉ sau 2 tuần, cam kết hoàn tiền."
PATIENCE = 120.0


def staffed_workspace(folder: Path, role: str = "lead") -> tuple[Soi, str]:
    """Make a workspace with one account, lan; give it with a capture token of hers."""
    soi = new_workspace(folder)
    password = folder / "password.txt"
    password.write_text(PASSWORD)
    soi("user", "add", "lan", "--role", role, "--password-file", str(password))
    return soi, soi("user", "token", "lan", "--for", "capture").strip()


@contextmanager
def serving(soi: Soi) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve the workspace; give the address and the process, which is ended at the end if it has not ended."""
    process = soi.start("serve", "--port", "0")
    assert process.stdout is not None
    try:
        yield process.stdout.readline().partition("listening on ")[2].strip(), process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def wait_until(so: Callable[[], bool]) -> None:
    """Wait for something that comes for certain unless it is broken."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


def page(text: str = CLAIM, title: str = "Viên uống Lá Sen An Phúc") -> str:
    """Give an invented listing's page."""
    return (
        f'<!doctype html><html lang="vi"><title>{title}</title><main><h1>{title}</h1>'
        f'<span class="price">199.000₫</span><div class="description">{text} {"Giao hàng toàn quốc. " * 9}</div></main>'
    )


def send(address: str, token: str, number: int = 1, html: str = "") -> dict[str, Any]:
    """Send a capture of a page; give the answer."""
    given = {"capture": "soi/1", "url": f"https://cho-mau.example/tin/{number}", "html": html or page()}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = Request(f"{address}/api/v1/captures", json.dumps(given).encode(), headers)
    with urlopen(request, timeout=60) as answer:
        answered: dict[str, Any] = json.load(answer)
        return answered
