"""One error tree. Children are named after what the caller can do about them."""

from __future__ import annotations


class SoiError(Exception):
    """Root of every error Soi raises on purpose.

    The message says what went wrong, where, and what to do about it; the command line prints it as one line and ends
    with exit code 1.
    """

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Give the whole message on one line: `where: what (remedy)`."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.remedy})" if self.remedy else text


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

    def __init__(self, reason: str, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
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
