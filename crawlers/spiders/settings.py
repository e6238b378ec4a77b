"""Scrapy's settings for a run: polite, bounded, and with nothing open that is not needed."""

from __future__ import annotations

from typing import Any

from crawlers.order import CrawlOrder
from crawlers.user_agent import user_agent

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

MAX_PAGE_BYTES = 10_000_000
DOWNLOAD_TIMEOUT = 30
"""Seconds for a whole answer: a server that drips a byte a second is let go."""
MAX_REDIRECTS = 10
MEMORY_MB = 2048


def scrapy_settings(order: CrawlOrder) -> dict[str, Any]:
    """Give the settings of a run, as Scrapy takes them."""
    return {**_polite(order), **_bounded(), **_closed(), **_lean()}


def _polite(order: CrawlOrder) -> dict[str, Any]:
    delay = order.profile.pace.delay if order.delay is None else order.delay
    return {
        "USER_AGENT": user_agent(order.contact),
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # it may halve the delay; what we promise is a minimum
        "CONCURRENT_REQUESTS_PER_DOMAIN": order.profile.pace.concurrency,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(order.profile.pace.concurrency),
        # Our own middleware obeys robots.txt: Scrapy's lets all pass when the server fails (RFC 9309 2.3.1.4).
        "ROBOTSTXT_OBEY": False,
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.spiders.redirects.OffsiteRedirectMiddleware": 90,
            "crawlers.spiders.robots.RobotsMiddleware": 100,
            "crawlers.spiders.signing.AccessMiddleware": 110,
            "crawlers.spiders.unpacking.WholeAnswersMiddleware": 590,
            "crawlers.spiders.redirects.KeptRedirectMiddleware": 600,
        },
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "HTTPERROR_ALLOW_ALL": True,  # every answer is settled, errors too
        "RETRY_ENABLED": False,  # the frontier retries: a try survives a kill there
    }


def _bounded() -> dict[str, Any]:
    return {
        "DOWNLOAD_MAXSIZE": MAX_PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": DOWNLOAD_TIMEOUT,
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        "METAREFRESH_ENABLED": False,  # the page is what the server gave; a browser follows it behind our proxy
        "MEMUSAGE_ENABLED": True,
        "MEMUSAGE_LIMIT_MB": MEMORY_MB,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 10,
    }


def _lean() -> dict[str, Any]:
    """Leave out what does nothing for us and costs time on every page: the frontier and our own checks stand for it.

    What stays is named, here and elsewhere: what is only switched off Scrapy imports all the same, with its cookies a
    list of all domains and requests, with its remote control a web server.
    """
    return {
        "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25},
        "EXTENSIONS_BASE": {
            "scrapy.extensions.logcount.LogCount": 0,  # takes Scrapy's warnings up, which would go to the terminal
            "scrapy.extensions.throttle.AutoThrottle": 0,
        },
        "EXTENSIONS": {"crawlers.spiders.memory.HeldMemory": 0},
        # Scrapy starts so many tasks for every answer, a hundred where nothing is said; ours gives one request at most.
        "CONCURRENT_ITEMS": 1,
        "DOWNLOADER_STATS": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",  # the run report counts, from the store
        "LOG_FORMATTER": "crawlers.spiders.quiet_log.QuietLog",
    }


def _closed() -> dict[str, Any]:
    handler = "crawlers.spiders.handler.GuardedHandler"
    return {
        "DOWNLOAD_HANDLERS_BASE": {},  # Scrapy's would read files, too
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,  # a capture that anyone on the way could have written is no evidence
        "HTTPPROXY_ENABLED": False,  # a proxy from the environment would resolve names behind the guard's back
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,  # a control port of its own, open by default in Scrapy 2.19
        "TWISTED_REACTOR": REACTOR,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the frontier knows each address once
    }
