"""`POST /api/v1/captures`: a page that somebody captured in their browser."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from listings.capturing import CaptureReceipt
from listings.errors import InvalidInput
from listings.ports import CaptureStep
from listings.review import User
from review_ui.api.problem import documented, problem
from review_ui.session import SignInNeeded, stores_of, utc_now

router = APIRouter()
# Five megabytes of page, a dozen of pictures and a screenshot, in base64.
MAX_CAPTURE_BYTES = 32_000_000


class CapturedListing(BaseModel):
    """A listing that was read from the page."""

    id: int
    title: str | None


class CaptureRecord(BaseModel):
    """What became of the page: `unreadable` with the `reason` is kept as evidence and read as nothing."""

    id: int
    outcome: str
    reason: str | None
    listings: list[CapturedListing]
    repeated: bool
    closed: bool
    next: str | None


def capture_user(request: Request) -> User:
    """Give whom a capture token belongs to. It opens this one door; a sign-in's token does not open it.

    Raises:
        SignInNeeded: no token, a wrong one, or one that was revoked.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    holder = stores_of(request).capture_tokens.holder(token.strip(), utc_now()) if scheme.lower() == "bearer" else None
    if holder is None:
        raise SignInNeeded("this capture token is not valid", remedy="get a new one under Capture pages in Soi")
    return holder


@router.post(
    "/captures",
    status_code=HTTPStatus.CREATED,
    response_model=CaptureRecord,
    responses=documented(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)
async def receive_capture(request: Request, user: Annotated[User, Depends(capture_user)]) -> Response | CaptureRecord:
    """Keep a captured page as evidence and read it. The token is checked before a byte of the body is."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a capture is sent as application/json")
    body = await _bounded_body(request)
    if body is None:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a capture may have {MAX_CAPTURE_BYTES} bytes at most")
    if not body:
        raise InvalidInput("there is no capture in the request", remedy="send one")
    step: CaptureStep = request.app.state.capture
    return record_of(await run_in_threadpool(step, body, user.name))


def record_of(receipt: CaptureReceipt) -> CaptureRecord:
    """Give a receipt as JSON."""
    received = receipt.received
    unread = next(iter(received.unread), None)
    return CaptureRecord(
        id=received.id,
        outcome="read" if received.read else "unreadable",
        reason=unread.reason if unread and not received.read else None,
        listings=[CapturedListing(id=p.listing_id, title=p.title) for p in received.parts if p.listing_id is not None],
        repeated=receipt.repeated,
        closed=receipt.closed,
        next=receipt.next,
    )


async def _bounded_body(request: Request) -> bytes | None:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_CAPTURE_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_CAPTURE_BYTES:
            return None
    return bytes(body)
