"""What a trial on a shop program asks: crawl it, then hold what was kept against what it was filled with."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.soi import ROOT, Soi

WITHIN, MOST = 400, 1200
SHARE = 0.95


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


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


@contextmanager
def django_shop(python: str, program: str, folder: Path) -> Iterator[str]:
    """Run a shop's script in the environment that has the shop; give the host and port where it answers."""
    port = free_port()
    command = [python, str(ROOT / "tests" / "shops" / program), str(folder), port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


def truth_in(folder: Path) -> list[dict[str, Any]]:
    """Read what a shop's script wrote down."""
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


def crawled(soi: Soi, host: str) -> list[dict[str, Any]]:
    """Crawl a shop from its front page; give the listings kept, those without a title aside."""
    process = soi.start("crawl", "--url", f"http://{host}/", "--allow-private", host, "--delay", "0")
    _, said = process.communicate(timeout=MOST)
    assert process.returncode == 0, said
    return [line for line in soi.lines("export", "listings") if line.get("title")]


def check(kept: Iterable[Mapping[str, Any]], truths: Iterable[Mapping[str, Any]]) -> None:
    """Hold the kept listings, each with a title of its own, against the products: found, once, fields right.

    What else is kept must be a product's variant, which bears its title and more: no category, no page of advice.
    """
    listings = list(kept)
    truth = {each["title"]: each for each in truths}
    titles = [line["title"] for line in listings]
    assert sorted({title for title in titles if titles.count(title) > 1}) == [], "a product is kept twice"
    found = [line for line in listings if line["title"] in truth]
    assert len(found) >= SHARE * len(truth), sorted(truth.keys() - set(titles))
    assert [title for title in titles if not title.startswith(tuple(truth))] == []
    right = [field for line in found for field in fields(line, truth[line["title"]])]
    assert sum(right) >= SHARE * len(right)


def fields(line: Mapping[str, Any], truth: Mapping[str, Any]) -> list[bool]:
    """Say of price, currency and main picture whether they are right; a picture is told by its file's name."""
    pictures = line.get("images") or [""]
    priced = Decimal(line.get("price") or 0) == Decimal(truth["price"])
    pictured = truth["picture"] in pictures[0] if truth["picture"] else pictures == [""]
    return [priced, line.get("currency") == truth["currency"], pictured]
