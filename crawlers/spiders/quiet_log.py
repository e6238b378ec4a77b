"""What Scrapy says of each answer: nothing, as each is settled in the store."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietLog(LogFormatter):
    """Leaves out the line for every answer, which costs its making also where nobody reads it."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]  # noqa: ARG002 - Scrapy takes None and does not say so
        """Say nothing."""
        return None
