"""The worker as a process: killed, stopped, one of several; what it was at is gone on with, and done once."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from crawlers.schedule import Calendar
from listings.page import Source
from monitor.steps.crawling import is_being_crawled
from monitor.steps.working import Worker
from monitor.workspace import Workspace, open_workspace
from review_ui.watching import run_now
from store.open import Stores, open_stores
from store.records import Job
from tests.faults.small_shop import SmallShop, small_shop
from tests.soi import Soi, new_workspace

LISTINGS = 60
LEASE = 5
PATIENCE = 120.0

pytestmark = pytest.mark.faults


@dataclass(frozen=True)
class Watched:
    """A shop that is watched every six hours, in a workspace whose jobs are held for LEASE seconds."""

    shop: SmallShop
    soi: Soi
    workspace: Workspace
    stores: Stores

    @property
    def source(self) -> Source:
        return self.stores.sources.get("shop")

    def crawls(self) -> list[Job]:
        return [job for job in self.stores.jobs.page() if job.name == "crawl"]

    def in_mid_crawl(self) -> None:
        """Wait until a quarter of the shop is read."""
        wait_until(lambda: sum(self.shop.asked.values()) > LISTINGS // 2)

    def assert_read_once(self) -> None:
        """The shop was read in one run, to its end, each listing once."""
        (report,) = self.stores.runs.page()
        assert (report.finish, report.listings["new"]) == ("complete", LISTINGS)
        assert sorted(stored.listing.id for stored in self.stores.listings.page(limit=500)) == sorted(
            f"h{n}" for n in range(LISTINGS)
        )
        assert self.shop.asked["/p/7"] <= 2, "only what was in flight when it was killed is asked for again"


def wait_until(so: Callable[[], bool]) -> None:
    """Wait for something that comes for certain unless it is broken."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def watched_shop(folder: Path, *, pause: float = 0.04, **schedule: str) -> Iterator[Watched]:
    with small_shop(LISTINGS, pause=pause) as shop:
        # Judging is another matter: without its model the job after a crawl fails at once, and is left waiting.
        soi = new_workspace(folder, {"SOI_MODEL_DIR": str(folder / "no-model")})
        host = shop.address.removeprefix("http://")
        (folder / "soi.toml").write_text(
            f'[net]\nallow_private = ["{host}"]\n[crawl]\ndelay = 0\n[work]\nlease = {LEASE}\nretry_after = 1\n'
        )
        options = [part for name, value in schedule.items() for part in (f"--{name.replace('_', '-')}", value)]
        soi("source", "add", "shop", "--site", "generic_shop", "--start", f"{shop.address}/", "--every", "6h", *options)
        with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
            yield Watched(shop, soi, open_workspace(folder), stores)


def _may_go_on(job: Job) -> bool:
    return job.state == "failed" or datetime.now(UTC) > job.due


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_job_of_a_killed_worker_is_taken_up_when_its_lease_ends(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w") as watched:
        worker = watched.soi.start("work")
        watched.in_mid_crawl()
        kill(worker)
        wait_until(lambda: not is_being_crawled(watched.workspace, watched.source))
        (job,) = watched.crawls()
        assert (job.state, job.tries) == ("leased", 1)
        assert job.lease_until is not None
        wait_until(lambda: datetime.now(UTC) > (job.lease_until or datetime.now(UTC)))
        said = watched.soi("work", "--until-idle")
        assert "(try 2)" in said
        (job,) = watched.crawls()
        assert (job.state, job.tries) == ("done", 2)
        watched.assert_read_once()


def test_a_job_that_takes_longer_than_its_lease_stays_with_its_worker(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w", pause=0.15) as watched:
        workers = [watched.soi.start("work") for _ in range(2)]
        wait_until(lambda: any(job.state == "done" for job in watched.crawls()))
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        said = "".join(worker.communicate(timeout=PATIENCE)[0] for worker in workers)
        assert [(job.state, job.tries) for job in watched.crawls()] == [("done", 1)]
        assert said.count("soi crawl -- shop") == 1
        report = watched.stores.runs.latest()["shop"]
        assert report.seconds > LEASE, "the crawl was too quick to show anything"
        watched.assert_read_once()


def test_a_stopped_worker_puts_its_job_back_and_loses_nothing(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w") as watched:
        worker = watched.soi.start("work")
        watched.in_mid_crawl()
        worker.send_signal(signal.SIGTERM)
        said, _ = worker.communicate(timeout=PATIENCE)
        assert (worker.returncode, "to be gone on with" in said) == (0, True)
        assert [(job.state, job.tries) for job in watched.crawls()] == [("waiting", 0)]
        watched.soi("work", "--until-idle")
        watched.assert_read_once()


class Dusk(Calendar):
    """Quiet hours that begin when the shop has been asked so often."""

    def __init__(self, shop: SmallShop, asked: int) -> None:
        object.__setattr__(self, "falls", lambda: sum(shop.asked.values()) >= asked)
        super().__init__()

    def awake_at(self, source: Source, at: datetime) -> datetime:
        falls: Callable[[], bool] = object.__getattribute__(self, "falls")
        return at + timedelta(hours=8) if falls() else at


def test_quiet_hours_that_begin_hold_a_run_until_they_end(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w") as watched:

        class AtDusk(Workspace):
            @property
            def calendar(self) -> Calendar:
                return Dusk(watched.shop, LISTINGS // 2)

        lines: list[str] = []
        dusk = AtDusk(watched.workspace.folder, watched.workspace.settings)
        Worker(dusk, watched.stores, lines.append).work(until_idle=True)
        (job,) = watched.crawls()
        assert (job.state, job.tries) == ("waiting", 0)
        assert timedelta(hours=7) < job.due - datetime.now(UTC) <= timedelta(hours=8)
        assert watched.stores.runs.latest()["shop"].ended is None
        assert sum(watched.shop.asked.values()) < 2 * LISTINGS


def test_a_paused_source_runs_only_when_somebody_asks(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w", pause=0) as watched:
        password = tmp_path / "password"
        password.write_text("một mật khẩu đủ dài")
        watched.soi("user", "add", "ha", "--role", "lead", "--password-file", str(password))
        watched.soi("source", "pause", "shop")
        assert watched.soi("work", "--until-idle") == ""
        (user,) = watched.stores.users.all()
        first = run_now(watched.stores, "shop", user, datetime.now(UTC))
        assert run_now(watched.stores, "shop", user, datetime.now(UTC)) == first
        said = watched.soi("work", "--until-idle")
        assert "run 1 of shop: complete" in said
        watched.assert_read_once()
        watched.soi("work", "--until-idle")
        assert [(job.id, job.state) for job in watched.crawls()] == [(first.id, "done")]


def test_a_source_that_is_crawled_by_hand_waits_its_turn(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w") as watched:
        by_hand = watched.soi.start("crawl", "shop")
        watched.in_mid_crawl()
        watched.stores.jobs.add("crawl", {"source": "shop"}, "x", datetime.now(UTC), lane="crawl:shop")
        assert "is being crawled by another process" in watched.soi("work", "--until-idle")
        assert [(job.state, job.tries) for job in watched.crawls()] == [("waiting", 0)]
        by_hand.communicate(timeout=PATIENCE)
        watched.assert_read_once()


def test_tries_are_bounded_and_the_last_error_is_shown(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w", pause=0) as watched:
        (watched.workspace.folder / "sites" / "generic_shop").mkdir()
        (watched.workspace.folder / "sites" / "generic_shop" / "profile.toml").write_text("name = 3\n")
        for number in range(3):
            started = datetime.now(UTC)
            watched.soi("work", "--until-idle")
            (job,) = watched.crawls()
            assert job.tries == number + 1
            if job.state != "failed":
                # A second after the first failure, two after the second, however long the tries themselves take.
                assert started + timedelta(seconds=2**number) <= job.due
                assert job.due <= datetime.now(UTC) + timedelta(seconds=2**number)
            wait_until(partial(_may_go_on, job))
        assert job.state == "failed"
        assert "profile.toml" in (job.last_error or "")
        (shown,) = watched.soi.lines("source", "list", "--json")
        assert shown["last_error"] == job.last_error
        assert watched.soi("work", "--until-idle") == "", "what is given up is not planned again at once"


def test_a_run_that_finds_too_little_raises_an_alarm_that_a_person_acknowledges(tmp_path: Path) -> None:
    with watched_shop(tmp_path / "w", pause=0) as watched:
        watched.shop.listings = 2
        password = tmp_path / "password"
        password.write_text("một mật khẩu đủ dài")
        watched.soi("user", "add", "ha", "--role", "lead", "--password-file", str(password))
        strict = watched.workspace.folder / "sites" / "strict"
        strict.mkdir()
        profile = 'name = "strict"\nkind = "shop"\nrights = "our own"\n[bounds]\nfewest_listings = 5\n'
        (strict / "profile.toml").write_text(profile)
        address = f"{watched.shop.address}/"
        watched.soi("source", "pause", "shop")
        watched.soi("source", "add", "empty", "--site", "strict", "--start", address, "--every", "6h")
        assert "ALARM Too few listings: 2; the least is 5 (by the site's profile)" in watched.soi(
            "work", "--until-idle"
        )
        (run,) = watched.soi.lines("runs", "list", "--json")
        assert [alarm["kind"] for alarm in run["alarms"]] == ["few_listings"]
        assert "1 open" in watched.soi("runs", "list")
        assert "1 open" in watched.soi("source", "list")
        assert "Too few listings" in watched.soi("runs", "show", "1")
        watched.soi("runs", "acknowledge", "1", "--as", "ha")
        (run,) = watched.soi.lines("runs", "list", "--json")
        assert run["alarms"][0]["acknowledged_by"] == "ha"
        assert '"ha"' not in watched.soi("export", "runs")
        assert "no open alarm" in watched.soi("runs", "acknowledge", "1", "--as", "ha", exit_code=1)
