"""Imports a heavy library when it is first needed, with an error that says what to do."""

from __future__ import annotations

import importlib
from typing import Any

from detectors.claims.model.errors import ModelUnavailable


def need(name: str, remedy: str) -> Any:  # noqa: ANN401 - modules differ
    """Import `name`."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ModelUnavailable(f"{name} cannot be imported: {error}", remedy=remedy) from error
