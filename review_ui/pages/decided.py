"""What one decided lately, with the way back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from review_ui.rendering import page
from review_ui.session import PageUser, stores_of

router = APIRouter()
# As many as can be taken back.
SHOWN = 10


@router.get("/decided")
def decided(request: Request, user: PageUser) -> Response:
    """Show one's last decisions."""
    hits = stores_of(request).hits
    taken = hits.recent(user.name, SHOWN)
    cases = {number: hits.case(number) for number in {decision.hit_id for decision in taken}}
    return page(request, "decided.html", user, decisions=taken, cases=cases)
