"""Killed at any moment, the flood guard comes to the same end as without."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.monitor.flooded import REFERENCE, WITHOUT, flooded_store, opened, risks
from tests.soi import ROOT

COUNT = 150


@pytest.mark.faults
def test_killed_while_it_floods(tmp_path: Path) -> None:
    flooded_store(tmp_path, COUNT).close()
    killed = 0
    for seconds in (1.2, 1.4, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0):
        process = subprocess.Popen([sys.executable, "-m", "tests.monitor.flooded", str(tmp_path)], cwd=ROOT)
        time.sleep(seconds)
        killed += process.poll() is None
        process.kill()
        process.wait()
    done = subprocess.run([sys.executable, "-m", "tests.monitor.flooded", str(tmp_path)], cwd=ROOT, check=False)
    assert (done.returncode, killed > 0) == (0, True)
    with opened(tmp_path) as stores:
        assert stores.references.aside().references == {REFERENCE}
        assert (stores.listings.unjudged(None), risks(stores)) == ([], {WITHOUT})
        assert len(stores.references.examples(REFERENCE, COUNT)) == stores.hits.count_open() == COUNT
