"""Makes the review application: pages for people, the same steps as an HTTP API for scripts."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from listings.ports import CaptureStep
from review_ui.api import captures as api_captures
from review_ui.api import hits as api_hits
from review_ui.api import sign_in as api_sign_in
from review_ui.api.problem import API_PREFIX
from review_ui.extension_origin import CAPTURES_PATH, ExtensionOrigin
from review_ui.failures import answer_failures, too_large
from review_ui.guards import BodyLimit, StrictHeaders
from review_ui.open_api import described
from review_ui.pages import account, capture, decided, evidence, queue, review, rules, runs, sources, takedowns
from review_ui.ruling import rule_book
from review_ui.settings import ExportPart, ExportStep, ReviewSettings
from review_ui.throttle import Throttle
from store.open import Stores

__all__ = ["ExportPart", "ExportStep", "ReviewSettings", "create_app"]

_STATIC = Path(__file__).parent / "static"
_PAGES = (account, queue, review, decided, takedowns, sources, runs, capture, rules, evidence)
_API = (api_sign_in, api_hits, api_captures)


def create_app(
    stores: Stores, settings: ReviewSettings, *, export_takedowns: ExportStep, capture_page: CaptureStep
) -> FastAPI:
    """Make the application over open stores; the caller closes them after serving.

    Args:
        stores: The workspace's stores; safe between threads, so requests run side by side.
        settings: Lease, first language and length of a sign-in.
        export_takedowns: Builds the files of a takedown list.
        capture_page: Takes in what the browser extension sends.

    Raises:
        InvalidInput: A rule in the workspace's folder is malformed.
    """
    app = FastAPI(title="Soi", version="1", openapi_url=f"{API_PREFIX}/openapi.json", docs_url=None, redoc_url=None)
    app.state.stores, app.state.settings = stores, settings
    app.state.export_takedowns, app.state.throttle = export_takedowns, Throttle()
    app.state.capture = capture_page
    app.state.rules = rule_book(stores, settings.rules_folder, settings.countries)
    for part in _API:
        app.include_router(part.router, prefix=API_PREFIX)
    for shown in _PAGES:
        app.include_router(shown.router, include_in_schema=False)
    app.add_api_route("/healthz", health, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    answer_failures(app)
    described(app)
    app.add_middleware(BodyLimit, refuse=too_large, streamed=frozenset({CAPTURES_PATH}))
    app.add_middleware(ExtensionOrigin)
    app.add_middleware(StrictHeaders)
    return app


def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}
