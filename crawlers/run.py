"""Run one source: the entry that the command line and the worker call."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from importlib import import_module

from crawlers.net_guard import NetGuard
from crawlers.order import CrawlOrder, Progress
from listings.errors import InvalidInput
from listings.page import RunFinish
from listings.ports import Frontier, ListingSink


def crawl(
    order: CrawlOrder,
    frontier: Frontier,
    sink: ListingSink,
    progress: Callable[[Progress], None],
    *,
    guard: NetGuard | None = None,
) -> RunFinish:
    """Crawl a source in this process's main thread, once per process (Twisted's reactor does not start twice).

    `progress` is called after every page and at least every 15 seconds: renew the run's lease from it. SIGINT and
    SIGTERM end the run as "stopped"; pages in flight are settled or put back.

    Raises:
        InvalidInput: the source has no start address.
        Exception: whatever frontier or sink raised (StoreUnavailable); the run's finish is then "failed".
    """
    if not order.source.start:
        raise InvalidInput("has no start address", where=f"source {order.source.name}")
    _import_scrapy()
    from crawlers.spiders.process import run_spider

    # What was imported stays: walking it again and again for garbage took a quarter of reading pages of 100 KB.
    gc.freeze()
    checked = guard or NetGuard(order.allow_private)
    spider = run_spider(order, frontier, sink, progress, checked)
    if spider.failure is not None:
        raise spider.failure
    return spider.finish


def _import_scrapy() -> None:
    """Import Scrapy where the stack is short: some of its modules look through all of it, sources included.

    Below the command line that takes a quarter of the time before the first page.
    """
    thread = threading.Thread(target=import_module, args=("crawlers.spiders.process",))
    thread.start()
    thread.join()
