"""What can go wrong with the text model, named after what the caller can do about it."""

from __future__ import annotations

from listings.errors import InvalidInput, ToolMissing


class ModelUnavailable(ToolMissing):
    """The text model or a library it needs is not here: run the setup, install the extra, or name another model."""


class MalformedWeights(InvalidInput):
    """A weight file is cut short or is not of the kind we read: fetch it again."""
