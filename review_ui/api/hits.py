"""`/api/v1/hits` and `/api/v1/reasons`."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from listings.passage import LONGEST_PASSAGE
from listings.review import FindingDecision
from review_ui.api.from_store import decision_record, hit_record, reason_records
from review_ui.api.problem import documented
from review_ui.api.records import DecisionRecord, HitRecord, ReasonRecord
from review_ui.marking import MarkedPassage
from review_ui.reviewing import claim_next, decide, give_back
from review_ui.session import API_USER, ApiUser, stores_of

router = APIRouter(responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY))
# The largest id that SQL's BIGINT holds.
MAX_ID = 2**63 - 1
HitId = Annotated[int, Path(ge=1, le=MAX_ID)]
_MISSING = documented(HTTPStatus.NOT_FOUND)
_HELD = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
MAX_NOTE = 2000


class ClaimFilter(BaseModel):
    """Which hits to take: those of one site, or all; `samples` takes only listings drawn for checking."""

    site: str | None = Field(default=None, max_length=200)
    samples: bool = False


class Claim(BaseModel):
    """What to claim."""

    filter: ClaimFilter | None = None


class FindingVerdict(BaseModel):
    """What is said of one finding. Findings not named are upheld on confirm and rejected on dismiss."""

    finding_id: int = Field(ge=1, le=MAX_ID)
    upheld: bool


class PassageOrder(BaseModel):
    """A passage that no detector quoted: exactly as the listing has it, with the category seen in it.

    `field` is `title` or `description` and `start` the character offset in it; without them the first place counts.
    """

    category: str = Field(max_length=100)
    text: str = Field(max_length=LONGEST_PASSAGE)
    field: str | None = Field(default=None, max_length=20)
    start: int | None = Field(default=None, ge=0)


class DecisionOrder(BaseModel):
    """A decision: `park` needs `park_until`, every verdict a reason that fits it (`GET /api/v1/reasons`)."""

    verdict: Literal["confirm", "dismiss", "park", "pass"]
    reason: str = Field(max_length=100)
    findings: list[FindingVerdict] = Field(default_factory=list, max_length=1000)
    passages: list[PassageOrder] = Field(default_factory=list, max_length=100)
    note: str | None = Field(default=None, max_length=MAX_NOTE)
    park_until: AwareDatetime | None = None


class Release(BaseModel):
    """How to give a hit back: `skip` puts it at the end of the line for this user."""

    skip: bool = False


@router.get("/reasons", dependencies=[API_USER])
def reasons() -> list[ReasonRecord]:
    """List the reason codes with the verdicts they fit."""
    return reason_records()


@router.post("/hits/claim", response_model=HitRecord, responses={204: {"description": "Nothing waits", "model": None}})
def claim(user: ApiUser, request: Request, order: Claim | None = None) -> HitRecord | Response:
    """Take the most urgent hit that nobody holds; a user who holds one gets it again."""
    wanted = (order.filter if order else None) or ClaimFilter()
    hit = claim_next(request, user, site=wanted.site, samples_only=wanted.samples)
    if hit is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return hit_record(stores_of(request).hits.case(hit.id))


@router.get("/hits/{hit_id}", responses=_MISSING, dependencies=[API_USER])
def show(hit_id: HitId, request: Request) -> HitRecord:
    """Show a hit without taking it."""
    return hit_record(stores_of(request).hits.case(hit_id))


@router.post("/hits/{hit_id}/decision", responses=_HELD)
def decision(hit_id: HitId, order: DecisionOrder, user: ApiUser, request: Request) -> DecisionRecord:
    """Decide a hit. 409: someone else holds it, or it is decided."""
    findings = tuple(FindingDecision(finding_id=f.finding_id, upheld=f.upheld) for f in order.findings)
    until: datetime | None = order.park_until
    taken = decide(
        request,
        user,
        hit_id,
        order.verdict,
        order.reason,
        findings=findings,
        passages=[MarkedPassage(**passage.model_dump()) for passage in order.passages],
        note=order.note,
        park_until=until,
    )
    return decision_record(taken)


@router.post("/hits/{hit_id}/release", status_code=HTTPStatus.NO_CONTENT, responses=_HELD)
def release(hit_id: HitId, user: ApiUser, request: Request, order: Release | None = None) -> None:
    """Give a hit back undecided."""
    give_back(request, user, hit_id, skip=bool(order and order.skip))
