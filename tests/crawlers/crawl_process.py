"""One crawl in a process of its own, with the real store: Twisted's reactor starts once per process.

Reads an order as JSON from its first argument; writes the run's report as its last line.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers import net_guard, renderer
from crawlers.net_guard import NetGuard, system_lookup
from crawlers.order import CrawlOrder, RobotsOverride
from crawlers.run import crawl
from crawlers.sites.catalogue import site_profile
from crawlers.sites.profile import SiteProfile
from crawlers.spiders import handler, settings
from listings.errors import Conflict, SoiError
from listings.page import PageOutcome
from listings.ports import ListingSink
from store.open import open_stores


class RecordingSink:
    """Passes outcomes on and remembers how each page ended."""

    def __init__(self, sink: ListingSink) -> None:
        self.outcomes: dict[str, list[str | None]] = {}
        self._sink = sink

    def keep(self, outcome: PageOutcome) -> None:
        self.keep_all([outcome])

    def keep_all(self, outcomes: Sequence[PageOutcome]) -> None:
        self._sink.keep_all(outcomes)
        self.outcomes |= {outcome.page.url: [outcome.state, outcome.reason] for outcome in outcomes}


def main() -> None:
    given = json.loads(sys.argv[1])
    settings.DOWNLOAD_TIMEOUT = int(os.environ.get("SOI_TEST_DOWNLOAD_TIMEOUT", settings.DOWNLOAD_TIMEOUT))
    renderer.RENDER_TIMEOUT = float(os.environ.get("SOI_TEST_RENDER_TIMEOUT", renderer.RENDER_TIMEOUT))
    if "public" in given:
        _take_for_public(given["public"])
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    folder = Path(given["workspace"])
    now = datetime.now(UTC)
    with open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence") as stores:
        try:
            source = stores.sources.add(
                "test", given.get("site", "generic_shop"), given["start"], query=given.get("query")
            )
        except Conflict:
            source = stores.sources.get("test")
        run = stores.runs.open_run("test", owner="test", lease=timedelta(seconds=given.get("lease", 60)), now=now)
        crawl_store = stores.crawl(run.run_id, source)
        sink = RecordingSink(crawl_store)
        order = CrawlOrder(
            source=source,
            profile=_profile(given),
            now=now,
            contact=given.get("contact", ""),
            delay=given.get("delay", 0.0),
            limit=given.get("limit"),
            allow_private=tuple(given.get("allow", ())),
            ignore_robots=RobotsOverride(**given["ignore_robots"]) if "ignore_robots" in given else None,
            keys=given.get("keys", {}),
        )
        guard = NetGuard(order.allow_private, lookup=_lookup(given.get("names", {})))
        progress: list[Any] = []
        try:
            finish = crawl(order, crawl_store, sink, progress.append, guard=guard)
        except SoiError as error:
            sys.stdout.write(json.dumps({"error": type(error).__name__, "message": str(error)}))
            return
        stores.runs.finish(run.run_id, finish, refused=guard.refused)
        report = dataclasses.asdict(stores.runs.report(run.run_id))
        last = dataclasses.asdict(progress[-1]) if progress else {}
        ended = {"run": report, "progress": last, "resumed": run.resumed, "outcomes": sink.outcomes}
        ended["peak_kib"] = _peak_kib()
        sys.stdout.write(json.dumps(ended, default=str))


def _peak_kib() -> int:
    """Give this process's peak; getrusage's is the parent's where that was larger, for fork and exec pass it on."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def _profile(given: Mapping[str, Any]) -> SiteProfile:
    profile = site_profile(given.get("site", "generic_shop"))
    return SiteProfile.model_validate({**profile.model_dump(), **given.get("profile", {})})


def _lookup(names: Mapping[str, list[Any]]) -> Callable[[str, int], list[str]]:
    """Answer from `names` and for this machine alone: no test asks a real resolver.

    Where a name's answers are lists themselves, they are given one after the other; the last one stays.
    """
    asked: Counter[str] = Counter()

    def look_up(host: str, port: int) -> list[str]:
        if host not in names:
            return _here(host, port)
        answers = names[host]
        asked[host] += 1
        return answers[min(asked[host], len(answers)) - 1] if answers and isinstance(answers[0], list) else answers

    return look_up


def _here(host: str, port: int) -> list[str]:
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1", "::1"]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return []
    return list(system_lookup(host, port))


def _take_for_public(addresses: Sequence[str]) -> None:
    """Have loopback addresses stand for the open Internet, and ask for every name anew each time."""
    real = net_guard.is_public
    net_guard.is_public = lambda address: address in addresses or real(address)
    handler.KEPT_FOR = 0.0


if __name__ == "__main__":
    main()
