"""A file appears under its name only when it is whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from listings.errors import StoreUnavailable
from monitor.files import whole_file


def test_what_was_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.jsonl") as stream:
        stream.write(b"{}\n")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.jsonl", b"{}\n")]


def test_an_error_leaves_what_was_there_before(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), whole_file(target) as stream:
        stream.writelines(_interrupted())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.jsonl", b"before")]


def _interrupted() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with whole_file(tmp_path / "keys", private=True) as stream:
        stream.write(b"x")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with whole_file(pipe) as stream:
            stream.write(b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["", ".", "folder", "missing/a", "n" * 300])
def test_what_cannot_be_written_is_one_error_that_names_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnavailable, match="cannot be written"), whole_file(tmp_path / name) as stream:
        stream.write(b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
