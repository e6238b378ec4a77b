"""Kills, locks, full disks and missing rights: nothing half-written, one clear line."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from listings.errors import StoreUnavailable
from store.database import utc_now
from store.open import Stores, open_stores
from tests.store.samples import LEASE, NOW, SITE, Clock, open_hit

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
    import sys
    from datetime import timedelta
    from pathlib import Path
    from listings.page import WantedPage
    from store.database import utc_now
    from store.open import open_stores
    from tests.store.samples import listing, outcome

    stores = open_stores(sys.argv[1], Path(sys.argv[2]))
    source = stores.sources.get("nguồn")
    run = stores.runs.open_run("nguồn", owner="worker", lease=timedelta(seconds=30), now=utc_now())
    crawl = stores.crawl(run.run_id, source)
    crawl.offer(WantedPage(url=f"http://127.0.0.1:9/tin/{n}", kind="listing") for n in range(2000))
    print("ready", flush=True)
    while pages := crawl.take(4):
        for page in pages:
            crawl.keep(outcome(page, listing(int(page.url.rpartition("/")[2]))))
        print("kept", flush=True)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )


def test_ten_kills_leave_nothing_half_written(
    stores: Stores, reopen: Callable[[], Stores], database_url: str, evidence_folder: Path, clock: Clock
) -> None:
    clock.at = utc_now() + timedelta(minutes=10)
    stores.sources.add("nguồn", SITE, ["http://127.0.0.1:9/"])
    for moment in range(10):
        writer = start(WRITER, database_url, str(evidence_folder))
        assert writer.stdout is not None
        # Each a little later in its work, however slow the machine is.
        for _ in range(1 + moment):
            writer.stdout.readline()
        time.sleep(0.003 * moment)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    after = reopen()
    assert after.evidence.verify().faults == ()
    [report] = after.runs.page()
    kept = after.listings.page(limit=5000)
    assert report.pages == report.listings["new"] == len(kept) > 0
    assert {len(after.evidence.get(stored.capture)) > 0 for stored in kept if stored.capture} == {True}
    resumed = after.runs.open_run("nguồn", owner="worker", lease=LEASE, now=NOW)
    assert resumed.resumed
    left = after.crawl(resumed.run_id, after.sources.get("nguồn")).take(5000)
    assert len(left) + report.pages == 2000


CLAIMER = """
    import sys
    from datetime import timedelta
    from pathlib import Path
    from store.open import open_stores
    from tests.store.samples import NOW

    stores = open_stores(sys.argv[1], Path(sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(12):
        hit = stores.hits.claim(f"{sys.argv[3]}-{number}", lease=timedelta(hours=1), now=NOW)
        if hit:
            print(hit.id, flush=True)
"""


def test_racing_processes_never_share_a_hit(stores: Stores, database_url: str, evidence_folder: Path) -> None:
    hits = [open_hit(stores, number) for number in range(20)]
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(CLAIMER), database_url, str(evidence_folder), name],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("an", "bình")
    ]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    drawn = [int(line) for racer in racers for line in race(racer)]
    assert sorted(drawn) == hits


def race(racer: subprocess.Popen[str]) -> list[str]:
    output, _ = racer.communicate("go\n")
    return output.split()


def test_a_locked_database_says_so(tmp_path: Path) -> None:
    file = tmp_path / "soi.db"
    stores = open_stores(f"sqlite:///{file}", tmp_path / "evidence", busy_timeout=timedelta(milliseconds=50))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match=r"soi\.db.*locked") as caught:
        stores.sources.add("a", SITE, [])
    assert "\n" not in str(caught.value)
    other.execute("ROLLBACK")
    other.close()
    stores.sources.add("a", SITE, [])
    stores.close()


FULL = """
    import resource, sys
    from pathlib import Path
    from listings.errors import StoreUnavailable
    from store.open import open_stores

    stores = open_stores(sys.argv[1], Path(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        for number in range(500):
            stores.sources.add(f"{number}", "x" * int(sys.argv[3]), [])
            stores.evidence.put(b"%d" % number + bytes(number * int(sys.argv[4])), "text/html")
    except StoreUnavailable as error:
        print(error)
"""


@pytest.mark.parametrize(("source_size", "blob_size"), [("20000", "1"), ("1", "2000")])
def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path, source_size: str, blob_size: str) -> None:
    url = f"sqlite:///{tmp_path / 'soi.db'}"
    filler = start(FULL, url, str(tmp_path / "evidence"), source_size, blob_size)
    said, _ = filler.communicate()
    assert filler.returncode == 0
    assert len(said.splitlines()) == 1
    assert str(tmp_path) in said
    with open_stores(url, tmp_path / "evidence") as stores:
        report = stores.evidence.verify()
        assert report.faults == ()
        assert 0 <= len(stores.sources.all()) - report.blobs <= 1


READER = """
    import os, sys, tempfile
    from pathlib import Path
    from listings.errors import StoreUnavailable
    from store.open import open_stores

    # What making a store imports may lie in folders that are closed to others.
    with tempfile.TemporaryDirectory() as made:
        open_stores(f"sqlite:///{made}/soi.db", Path(made) / "evidence").close()
    os.setgid(65534), os.setuid(65534)
    try:
        open_stores(sys.argv[1], Path(sys.argv[2])).evidence.put(b"a", "text/html")
    except StoreUnavailable as error:
        print(error)
"""


@pytest.mark.parametrize("closed", ["database", "evidence"])
@pytest.mark.skipif(os.getuid() != 0, reason="only root can become the user without rights")
def test_a_folder_without_rights_says_so(closed: str) -> None:
    # Not pytest's folder: its parents are closed to other users in any case.
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        folder.chmod(0o755)
        for name in ("database", "evidence"):
            (folder / name).mkdir()
            (folder / name).chmod(0o755 if name == closed else 0o777)
        reader = start(READER, f"sqlite:///{folder}/database/soi.db", f"{folder}/evidence")
        said, _ = reader.communicate()
        assert (reader.returncode, len(said.splitlines())) == (0, 1)
        assert str(folder / closed) in said
    finally:
        shutil.rmtree(folder)
