"""What people bring is judged beside the serving: after a kill, with a command by hand at once, from a folder."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.open import Stores, open_stores
from tests.served import page, send, serving, staffed_workspace, wait_until
from tests.soi import MODEL, Soi

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not MODEL.is_dir(), reason="the text model is not set up (./run setup)"),
]


@contextmanager
def opened(soi: Soi) -> Iterator[Stores]:
    with open_stores(f"sqlite:///{soi.workspace / 'soi.sqlite'}", soi.workspace / "evidence") as stores:
        yield stores


def judging(stores: Stores) -> bool:
    return any(job.name == "detect" and job.state == "leased" for job in stores.jobs.page(limit=500))


def test_a_server_killed_while_it_judges_goes_on_when_it_is_back(tmp_path: Path) -> None:
    soi, token = staffed_workspace(tmp_path / "w")
    (soi.workspace / "soi.toml").write_text("[work]\nlease = 2\n")
    with opened(soi) as stores:
        with serving(soi) as (address, process):
            send(address, token)
            wait_until(lambda: judging(stores))
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert stores.hits.count_open() == 0
        with serving(soi) as (address, _):
            wait_until(lambda: stores.hits.count_open() == 1)
            assert send(address, token)["repeated"] is True
            send(address, token, 2, page("Nón đan tay ở làng, nhẹ và bền.", "Nón lá bài thơ"))
            wait_until(lambda: stores.listings.unjudged(None) == [])
        outcomes = [part.outcome for each in stores.received.page() for part in each.parts]
        assert outcomes == ["nothing_found", "queued"]


def test_a_stopped_server_puts_back_what_it_was_judging(tmp_path: Path) -> None:
    soi, token = staffed_workspace(tmp_path / "w")
    with opened(soi) as stores:
        with serving(soi) as (address, process):
            send(address, token)
            wait_until(lambda: judging(stores))
            process.terminate()
            process.wait(30)
        (job,) = stores.jobs.page()
        assert (job.state, job.tries) in {("waiting", 0), ("done", 1)}


def test_judging_by_hand_waits_for_its_turn_and_nothing_is_judged_twice(tmp_path: Path) -> None:
    soi, token = staffed_workspace(tmp_path / "w")
    with opened(soi) as stores, serving(soi) as (address, _):
        for number in range(1, 4):
            send(address, token, number)
        wait_until(lambda: judging(stores))
        soi("detect")
        assert stores.hits.count_open() == 3


def test_what_is_laid_into_a_watched_folder_is_judged(tmp_path: Path) -> None:
    soi, _ = staffed_workspace(tmp_path / "w")
    folder = tmp_path / "watched"
    folder.mkdir()
    saved = folder / "page.html"
    saved.write_text(f"<!-- saved from url=(0040)https://cho-mau.example/tin/9 -->{page()}", encoding="utf-8")
    os.utime(saved, (time.time() - 60,) * 2)
    watching = soi.start("import", "--watch", str(folder))
    with opened(soi) as stores:
        wait_until(lambda: stores.hits.count_open() == 1)
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=30)
        assert "judged 0 listings" in soi("detect")
