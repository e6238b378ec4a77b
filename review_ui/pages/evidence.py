"""What was captured: a listing's pictures and its screenshot, shown; all else, saved by those it is not sealed from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from listings.errors import NotFound
from listings.wording import Wording
from review_ui.api.hits import HitId
from review_ui.guards import EVIDENCE_POLICY
from review_ui.permissions import require
from review_ui.presentation.pictures import picture_extension, picture_type
from review_ui.session import PAGE_USER, PageUser, stores_of

router = APIRouter()
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.get("/evidence/image/{digest}", dependencies=[PAGE_USER])
def image(digest: Digest, request: Request) -> Response:
    """Show a picture of a listing. Evidence of another kind is not shown here, picture or not."""
    stores = stores_of(request)
    if not stores.pictures.is_shown(digest):
        raise NotFound(Wording("không phải ảnh của tin đăng nào", "is no listing's picture"), where=_place(digest))
    return _picture(stores.evidence.get(digest), digest)


@router.get("/hits/{hit_id}/screenshot", dependencies=[PAGE_USER])
def screenshot(hit_id: HitId, request: Request) -> Response:
    """Show how the hit's page looked."""
    stores = stores_of(request)
    digest = stores.hits.case(hit_id).screenshot
    if digest is None:
        where = Wording(f"tin nghi vấn số {hit_id}", f"hit {hit_id}")
        raise NotFound(Wording("chưa có ảnh chụp màn hình", "has no screenshot"), where=where)
    return _picture(stores.evidence.get(digest), digest)


@router.get("/evidence/reference/{digest}", dependencies=[PAGE_USER])
def reference(digest: Digest, request: Request) -> Response:
    """Show a brand's reference picture."""
    return _picture(stores_of(request).brands.reference_bytes(digest), digest)


@router.get("/evidence/capture/{digest}")
def capture(digest: Digest, request: Request, user: PageUser) -> Response:
    """Save a raw capture. It never opens in the browser: it is a stranger's page."""
    require(user, "raw_capture")
    content = stores_of(request).evidence.get(digest)
    return _sealed(content, "application/octet-stream", f'attachment; filename="{digest}.bin"')


def _picture(content: bytes, digest: str) -> Response:
    media_type = picture_type(content)
    if media_type is None:
        what = Wording("không phải ảnh hiển thị được", "is no picture that can be shown")
        raise NotFound(what, where=_place(digest))
    return _sealed(content, media_type, f'inline; filename="{digest}.{picture_extension(media_type)}"')


def _place(digest: str) -> Wording:
    return Wording(f"chứng cứ {digest}", f"evidence {digest}")


def _sealed(content: bytes, media_type: str, disposition: str) -> Response:
    headers = {
        "Content-Security-Policy": EVIDENCE_POLICY,
        "Content-Disposition": disposition,
        # Named by its digest, so it never changes; but it may be erased, so not for long.
        "Cache-Control": "private, max-age=600",
    }
    return Response(content, media_type=media_type, headers=headers)
