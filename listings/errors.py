"""One error tree. Children are named after what the caller can do about them."""

from __future__ import annotations

from listings.wording import Language, Wording


class SoiError(Exception):
    """Root of every error Soi raises on purpose.

    The message says what went wrong, where, and what to do about it; the command line prints it in English as one line
    and ends with exit code 1. What a person can meet on a screen is given as `Wording`.
    """

    def __init__(
        self, what: str | Wording, *, where: str | Wording | None = None, remedy: str | Wording | None = None
    ) -> None:
        self._parts = (where, what, remedy)
        self.what = _told(what, "en")
        self.remedy = _told(remedy, "en")
        super().__init__(self.what)

    def __str__(self) -> str:
        """Give the whole message in English on one line: `where: what (remedy)`."""
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """Give the whole message on one line: `where: what (remedy)`."""
        where, what, remedy = (_told(part, language) for part in self._parts)
        text = f"{where}: {what}" if where else what
        return f"{text} ({remedy})" if remedy else text


def _told(part: str | Wording | None, language: Language) -> str:
    return part.in_language(language) if isinstance(part, Wording) else part or ""


class NotFound(SoiError):
    """The thing asked for is not there: correct the name or id."""


class InvalidInput(SoiError):
    """A file, line, setting or request is malformed: correct it; the rest of a batch goes on."""


class Conflict(SoiError):
    """Someone else holds it, or it has been decided: look again before acting."""


class NotAllowed(SoiError):
    """The user's role does not permit this."""


class Unreadable(SoiError):
    """A page or image could not be judged. Never the same as clean (law 2 of the house)."""

    def __init__(
        self,
        reason: str,
        what: str | Wording,
        *,
        where: str | Wording | None = None,
        remedy: str | Wording | None = None,
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.reason = reason
        """One of `listings.page.UNREADABLE_REASONS`."""


class AddressRefused(SoiError):
    """The net guard will not let us fetch this address (private, local, or a scheme we do not speak)."""


class ToolMissing(SoiError):
    """A browser, model, font or package is not installed: install it, or go on without what it gives."""


class StoreUnavailable(SoiError):
    """The database or the evidence folder cannot be used now: locked, full disk, no rights, not reachable."""


class StoreMismatch(SoiError):
    """The database was written by a newer Soi, or is not Soi's at all."""
