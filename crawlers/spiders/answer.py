"""A server's answer, and the three things that can follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from listings.page import Capture, PageOutcome, SentRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for a page. `url` is where redirects ended; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    rendered: bool = False
    request: SentRequest | None = None

    @property
    def media_type(self) -> str:
        """Give the content type without its parameters; empty where the server names none."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def capture(self) -> Capture:
        """Give the evidence of this answer."""
        return Capture(
            url=self.url,
            fetched_at=self.fetched_at,
            status=self.status,
            headers=self.headers,
            body=self.body,
            media_type=self.media_type or "application/octet-stream",
            rendered=self.rendered,
            request=self.request,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The page is done with."""

    outcome: PageOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The page is to be tried again. `hold`: nothing else of the run may be fetched before then either."""

    until: datetime
    reason: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class NeedsBrowser:
    """The plain page is a shell: read it again from a browser."""


Step = Settled | Postponed | NeedsBrowser
