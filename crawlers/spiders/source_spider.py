"""The spider of one run: takes pages from the frontier, settles them in the sink, keeps no list of its own."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.net_guard import NetGuard
from crawlers.order import CrawlOrder, Progress
from crawlers.sites.api_site import ApiSite
from crawlers.sites.catalogue import pages_of
from crawlers.spiders.access import Access
from crawlers.spiders.answer import Answer, NeedsBrowser, Postponed, Settled, Step
from crawlers.spiders.api_pages import api_request, as_asked, first_api_pages
from crawlers.spiders.batch import OutcomeBatch
from crawlers.spiders.decide import Ground, decide
from crawlers.spiders.decide_api import decide_api
from crawlers.spiders.faults import decide_failure
from crawlers.spiders.handler import Renderer
from crawlers.spiders.links import sitemap_pages, start_pages
from crawlers.spiders.page_request import PAGE_META, PLAIN_META, answer_of, last_redirect, request_for
from crawlers.spiders.pinned import PinnedResolver
from crawlers.spiders.supply import PageSupply
from crawlers.spiders.tally import Tally
from crawlers.spiders.variants import Variants
from crawlers.user_agent import user_agent
from listings.errors import AddressRefused
from listings.page import Capture, PageOutcome, RunFinish, WantedPage
from listings.ports import Frontier, ListingSink
from listings.urls import same_site

_log = logging.getLogger(__name__)


class SourceSpider(Spider):
    """Runs one source. A page is in the frontier until the very transaction that keeps what it led to."""

    name = "soi"

    def __init__(
        self,
        *,
        order: CrawlOrder,
        frontier: Frontier,
        sink: ListingSink,
        progress: Callable[[Progress], None],
        guard: NetGuard,
        resolver: PinnedResolver,
        renderer: Renderer,
    ) -> None:
        super().__init__()
        self.guard, self.resolver, self.renderer = guard, resolver, renderer
        self.obeys_robots = order.ignore_robots is None
        self.robots_name = user_agent(order.contact)
        self.failure: Exception | None = None
        self._order, self._frontier, self._sink, self._progress = order, frontier, sink, progress
        pages = pages_of(order.profile)
        self._api = pages if isinstance(pages, ApiSite) else None
        self.access = None if self._api is None else Access(self._api, order.keys)
        self._ground = Ground(
            profile=order.profile,
            start=order.source.start[0],
            pages=None if isinstance(pages, ApiSite) else pages,
        )
        self._tally = Tally()
        self._variants = Variants()
        self._batch = OutcomeBatch(self._keep)
        self._supply = PageSupply(order, frontier, on_wait=self._tell)

    @property
    def finish(self) -> RunFinish:
        """Say how the run ended."""
        if self.failure is not None:
            return "failed"
        return "stopped" if self._supply.cut_short else "complete"

    def stop(self) -> None:
        """Take no more pages; those in flight are still settled."""
        self._supply.end()

    def put_back(self) -> None:
        """Keep what was read, and give pages that were taken but not answered back to the frontier."""
        self._batch.flush()
        self._supply.put_back(datetime.now(UTC))

    async def start(self) -> AsyncIterator[Any]:
        """Ask the frontier for pages until it is dry, the budget is spent or the run is stopped."""
        try:
            self._frontier.offer(self._first_pages())
            if self._api is None:
                # Met first, so that another spelling of an address known to be good is not asked for as well.
                self._variants.admitted(self._frontier.offer_known(self._order.profile.bounds.pages))
            while pages := await self._supply.next_pages():
                for page in pages:
                    if self._may_leave(page):
                        yield self._request(page)
        except Exception as error:  # noqa: BLE001 - the named boundary: what the frontier raises ends the run, not the process
            self._fail(error)

    def answered(self, response: Response) -> list[Request]:
        """Settle a page that was answered; a shell is asked for again from the browser."""
        page: WantedPage = response.meta[PAGE_META]
        answer = self._answer(page, response)
        try:
            step = self._decide(page, answer)
        except Exception:  # noqa: BLE001 - the named boundary: one page that breaks our reading must not end the run
            _log.exception("%s could not be read", page.url)
            step = _broken(page, answer.capture())
        if isinstance(step, NeedsBrowser):
            return [request_for(replace(page, render=True), self.answered, self.failed, plain=answer.capture())]
        self._follow(page, step)
        return []

    def failed(self, failure: Failure) -> None:
        """Settle or postpone a page that got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every errback
        page: WantedPage = request.meta[PAGE_META]
        redirects = int(request.meta.get("redirect_times", 0))
        error = failure.value or ConnectionError("no answer")
        step = decide_failure(page, error, datetime.now(UTC), redirects=redirects)
        self._follow(page, step, plain=request.meta.get(PLAIN_META) or self._sent_on(page, request))

    def robots_read(self, host_url: str, sitemaps: list[str], crawl_delay: float | None) -> None:
        """Take up a host's sitemaps and keep the pace it asks for."""
        if crawl_delay:
            self._slow_down(crawl_delay)
        if self._order.profile.discovery.sitemap and same_site(host_url, self._ground.start):
            self._frontier.offer(sitemap_pages(sitemaps, self._ground.start))

    def closed(self, reason: str) -> None:
        """Note an end that Scrapy brought about by itself, such as too much memory."""
        if reason != "finished":
            _log.warning("the run ended early: %s", reason)
            self._supply.end()

    def _first_pages(self) -> tuple[WantedPage, ...]:
        source = self._order.source
        if self._api is not None:
            return first_api_pages(self._api, source, self._order.now)
        return start_pages(source.start, self._order.profile)

    def _request(self, page: WantedPage) -> Request:
        if self._api is None or page.kind == "image":
            return request_for(page, self.answered, self.failed)
        return api_request(page, self._api, self._order.profile, self.answered, self.failed)

    def _answer(self, page: WantedPage, response: Response) -> Answer:
        answer = answer_of(response, datetime.now(UTC))
        if self._api is not None and page.kind != "image":
            answer = as_asked(answer, page, response)
        return self._without_secrets(page, answer)

    def _without_secrets(self, page: WantedPage, answer: Answer) -> Answer:
        return answer if self.access is None or page.kind == "image" else self.access.without_secrets(answer)

    def _sent_on(self, page: WantedPage, request: Request) -> Capture | None:
        """Give the redirect that led where no answer came from: all there is to show."""
        answer = last_redirect(request)
        return None if answer is None else self._without_secrets(page, answer).capture()

    def _decide(self, page: WantedPage, answer: Answer) -> Step:
        if self._api is None or page.kind == "image":
            return decide(page, answer, self._ground)
        return decide_api(page, answer, self._ground, self._api)

    def _may_leave(self, page: WantedPage) -> bool:
        """Settle a page at once whose address is none that we speak (file:, ftp:, data:)."""
        try:
            self.guard.endpoint(page.url)
        except AddressRefused as error:
            self._follow(page, decide_failure(page, error, datetime.now(UTC)))
            return False
        return True

    def _follow(self, page: WantedPage, step: Settled | Postponed, *, plain: Capture | None = None) -> None:
        try:
            if isinstance(step, Postponed):
                self._supply.postpone(page, step)
                self._tally.postpone()
            else:
                self._settle(_with_capture(step.outcome, plain))
        except Exception as error:  # noqa: BLE001 - the named boundary: what the store raises ends the run, not the process
            self._fail(error)
        self._tell()

    def _settle(self, outcome: PageOutcome) -> None:
        self._variants.learn(outcome)
        self._supply.landed(outcome.page)
        self._tally.settle(outcome)
        if self._tally.walls_in_a_row >= self._order.profile.bounds.walls_in_a_row:
            _log.warning("%s shows us walls: the run stops", outcome.page.url)
            self._supply.end()
        found = outcome.found if self._api is not None else self._variants.admitted(outcome.found)
        self._batch.add(replace(outcome, found=found), more_to_come=self._supply.in_flight > 0)

    def _keep(self, outcomes: Sequence[PageOutcome]) -> None:
        try:
            self._sink.keep_all(outcomes)
            for outcome in outcomes:
                self._supply.settled(outcome.page)
        except Exception as error:  # noqa: BLE001 - the named boundary: what the store raises ends the run, not the process
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        _log.error("the run fails: %s", error)
        self.failure = self.failure or error
        self._supply.end()

    def _tell(self) -> None:
        self._progress(self._tally.progress(self.guard.refused))

    def _slow_down(self, crawl_delay: float) -> None:
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, crawl_delay)
        assert self.crawler.engine is not None
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = max(slot.delay, crawl_delay)


def _broken(page: WantedPage, capture: Capture) -> Settled:
    return Settled(outcome=PageOutcome(page=page, state="unreadable", reason="broken_markup", capture=capture))


def _with_capture(outcome: PageOutcome, plain: Capture | None) -> PageOutcome:
    """Keep the plain page as evidence where the browser gave none."""
    return outcome if outcome.capture or plain is None else replace(outcome, capture=plain)
