"""Which language a screen is in: the person's choice, else the workspace's."""

from __future__ import annotations

from fastapi import Request, Response

from listings.wording import Language
from review_ui.texts.catalogue import LANGUAGES

LANGUAGE_COOKIE = "soi_language"
# A year: the choice of a language is no secret and should outlive sign-ins.
_KEPT_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """Give the language that the request's cookie names, else the workspace's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    default: Language = request.app.state.settings.language
    return next((language for language in LANGUAGES if language == chosen), default)


def remember_language(response: Response, language: Language, *, secure: bool) -> None:
    """Keep the choice in a cookie."""
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_KEPT_SECONDS, httponly=True, secure=secure, samesite="strict"
    )
