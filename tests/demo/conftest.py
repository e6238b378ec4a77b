"""A real marketplace process for the tests of this folder."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Visitor:
    """Asks one marketplace, following nothing."""

    base: str
    process: subprocess.Popen[str]

    def get(self, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET") -> Reply:
        place = urlsplit(self.base)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def stop(self) -> str:
        """End the process politely; give what it still said."""
        self.process.terminate()
        return self.process.communicate(timeout=30)[0]


def open_shop() -> Visitor:
    command = [sys.executable, "-m", "demo", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"sample marketplace on (http://127\.0\.0\.1:\d+)\n", line)
    assert found, line
    return Visitor(found[1], process)


@pytest.fixture(scope="module")
def shop() -> Iterator[Visitor]:
    visitor = open_shop()
    yield visitor
    visitor.stop()


@pytest.fixture
def fresh_shop() -> Iterator[Visitor]:
    visitor = open_shop()
    yield visitor
    if visitor.process.poll() is None:
        visitor.stop()
