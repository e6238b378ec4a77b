"""django-oscar on loopback, where somebody installed it: SOI_OSCAR_PYTHON names the interpreter that has it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from tests.soi import ROOT, new_workspace

PYTHON = os.environ.get("SOI_OSCAR_PYTHON", "")
WITHIN = 400

pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="django-oscar is not installed (docs/trials.md says how)"),
    pytest.mark.timeout(1800),
]


@contextmanager
def oscar(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [PYTHON, str(ROOT / "tests" / "shops" / "oscar_shop.py"), str(folder), port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


def wait_for(address: str) -> None:
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=60).read()
        except OSError:
            time.sleep(1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


def test_all_products_of_an_unknown_shop_are_found_once_and_read_right(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    with oscar(tmp_path / "shop") as host:
        soi("crawl", "--url", f"http://{host}/", "--allow-private", host, "--delay", "0")
    listings = [line for line in soi.lines("export", "listings") if line.get("title")]
    truth = {
        each["title"]: each for each in map(json.loads, (tmp_path / "shop" / "truth.jsonl").open(encoding="utf-8"))
    }
    titles = [line["title"] for line in listings]
    assert len(set(titles)) == len(titles), "a product is kept twice"
    found = [line for line in listings if line["title"] in truth]
    assert len(found) >= 0.95 * len(truth)
    right = [field(line, truth[line["title"]]) for line in found]
    assert sum(map(sum, right)) >= 0.95 * sum(map(len, right))


def field(line: dict[str, str], truth: dict[str, str]) -> list[bool]:
    priced = Decimal(line.get("price") or 0) == Decimal(truth["price"])
    return [priced, line.get("currency") == truth["currency"], bool(line.get("images"))]
