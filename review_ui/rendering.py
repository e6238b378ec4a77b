"""Fills the templates. Everything is escaped; a name a template does not know is an error, not an empty place."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from listings.review import REASON_BY_CODE, REASONS, User
from listings.wording import Language
from review_ui.languages import language_of
from review_ui.permissions import may
from review_ui.presentation.addresses import safe_link
from review_ui.presentation.figures import show_clock, show_length, show_money, show_number, show_share, show_time
from review_ui.session import form_token, remember_visit
from review_ui.texts.catalogue import LANGUAGES, name_of, text

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Make the one template environment."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(time=show_time, clock=show_clock, share=show_share, link=safe_link)
    made.globals.update(languages=LANGUAGES, reasons=REASONS, may=may)
    return made


def page(request: Request, template: str, user: User | None, *, status: int = 200, **values: object) -> HTMLResponse:
    """Give a page in the request's language.

    Args:
        request: For the language and the forms' token.
        template: File name in templates/.
        user: Who is signed in, None on the sign-in page.
        status: HTTP status.
        **values: What the template names.
    """
    filled = (
        environment()
        .get_template(template)
        .render(
            **_words(language_of(request)),
            user=user,
            form_token=form_token(request),
            path=request.url.path,
            back=_back(request),
            **values,
        )
    )
    # A scraped title may hold half a surrogate pair, which UTF-8 cannot: show "?" rather than fail.
    response = HTMLResponse(filled.encode("utf-8", "replace"), status_code=status)
    if user is None:
        remember_visit(request, response)
    return response


def _back(request: Request) -> str:
    """Give where to go on after the language was changed: here, with its filters; the queue, after a form."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}" if request.method == "GET" else "/"


def _words(language: Language) -> dict[str, object]:
    return {
        "language": language,
        "t": partial(text, language),
        "name_of": partial(name_of, language),
        "money": partial(show_money, language=language),
        "number": partial(show_number, language=language),
        "interval": partial(show_length, language=language),
        "reason_words": partial(_reason_words, language),
    }


def _reason_words(language: Language, code: str) -> str:
    """Give a reason in words, or its code when a newer Soi gave it."""
    reason = REASON_BY_CODE.get(code)
    return reason.wording.in_language(language) if reason else code
