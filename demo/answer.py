"""What the marketplace answers to a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from demo.pages.frame import page
from demo.wording import NAME

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, a body and its type; `dropped` breaks the connection in the middle of the body."""

    body: bytes
    media_type: str = HTML
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


def html(text: str) -> Answer:
    """Answer with a page."""
    return Answer(body=text.encode())


def not_found() -> Answer:
    """Answer that there is nothing at this address."""
    text = page(f"404 | {NAME}", "<h1>404</h1><p>Tin đăng không còn tồn tại. / This page is gone.</p>", lang="vi")
    return Answer(body=text.encode(), status=HTTPStatus.NOT_FOUND)


def moved(location: str) -> Answer:
    """Answer with a redirect."""
    return Answer(body=b"", media_type="text/plain", status=HTTPStatus.FOUND, headers={"Location": location})
