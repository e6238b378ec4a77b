"""Takedown lists: build them, follow them, take them out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Annotated, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from listings.errors import InvalidInput, NotFound
from listings.takedown import NEXT_STATES, TakedownState
from listings.wording import Wording
from review_ui.api.hits import MAX_NOTE, HitId
from review_ui.languages import language_of
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import require
from review_ui.rendering import page
from review_ui.session import OWN_FORM, OwnForm, PageUser, field, stores_of, utc_now
from review_ui.settings import ExportForm, ExportPart, ExportStep
from review_ui.texts.catalogue import name_of
from takedowns.platforms.catalogue import PLATFORMS, platform_of

router = APIRouter()
PAGE_SIZE = 50
_STATES: tuple[TakedownState, ...] = get_args(TakedownState)
_FORMS: tuple[ExportForm, ...] = get_args(ExportForm)
# The same list gives the same bytes; a ZIP cannot hold a date before 1980.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@router.get("/takedowns")
def takedowns(request: Request, user: PageUser, after: int = 0, platform: str = "", state: str = "") -> Response:
    """Show a page of takedowns, oldest first."""
    wanted = next((known for known in _STATES if known == state), None)
    after = after if 0 < after < 2**63 else 0
    rows = stores_of(request).takedowns.page(after, PAGE_SIZE + 1, platform=platform or None, state=wanted)
    return page(
        request,
        "takedowns.html",
        user,
        rows=rows[:PAGE_SIZE],
        after=rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None,
        platforms=PLATFORMS,
        platform=platform,
        state=wanted or "",
        states=_STATES,
        next_states=NEXT_STATES,
        forms=_FORMS,
    )


@router.post("/takedowns/build", dependencies=[OWN_FORM])
def build(request: Request, user: PageUser) -> Response:
    """Build takedowns for all that was confirmed and has none."""
    require(user, "notify")
    stores_of(request).takedowns.build(utc_now(), platform_of)
    return RedirectResponse("/takedowns", SEE_OTHER)


@router.post("/takedowns/{takedown_id}/mark")
def mark(takedown_id: HitId, request: Request, user: PageUser, form: OwnForm) -> Response:
    """Note what became of a takedown."""
    require(user, "notify")
    state = next((known for known in _STATES if known == field(form, "state")), None)
    if state is None:
        names = "; ".join(name_of("vi", "takedown_state", code) for code in _STATES)
        raise InvalidInput(
            Wording("yêu cầu gỡ bỏ không có trạng thái này", "no such state of a takedown"),
            remedy=Wording(f"hãy chọn một trong: {names}", f"choose one of: {', '.join(_STATES)}"),
        )
    note = field(form, "note")[:MAX_NOTE] or None
    stores_of(request).takedowns.mark(takedown_id, state, note, user.name, utc_now())
    return RedirectResponse(f"/takedowns#takedown-{takedown_id}", SEE_OTHER)


@router.get("/takedowns/export")
def export(
    request: Request, user: PageUser, form: Annotated[ExportForm, Query(alias="format")], platform: str = ""
) -> Response:
    """Download a takedown list; several files come as one ZIP."""
    require(user, "notify")
    step: ExportStep = request.app.state.export_takedowns
    parts = step(form, platform or None, language_of(request))
    if not parts:
        what = Wording("chưa có yêu cầu gỡ bỏ nào để đưa vào danh sách", "no takedown to list")
        remedy = Wording(
            "trước hết hãy xác nhận tin nghi vấn và lập yêu cầu gỡ bỏ", "confirm hits and build takedowns first"
        )
        raise NotFound(what, remedy=remedy)
    if len(parts) == 1:
        return _download(parts[0].content, parts[0].media_type, parts[0].file_name)
    return _download(zipped(parts), "application/zip", f"takedowns-{form}.zip")


def zipped(parts: Sequence[ExportPart]) -> bytes:
    """Give the parts as one ZIP, the same bytes for the same parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part.file_name, _ZIP_DATE), part.content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _download(content: bytes, media_type: str, file_name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
