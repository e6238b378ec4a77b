"""`soi doctor`: what works here, what is missing, what that costs."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from monitor.terminal import say, say_json
from monitor.workspace import WORKSPACE_VARIABLE, find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(doctor)


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Tell what is installed, what is missing, and what that costs. Exit code 1 if something needed is missing.

    Example: soi doctor
    """
    from listings.errors import NotFound
    from monitor.steps.diagnosing import diagnose

    try:
        workspace = find_workspace()
    except NotFound:
        if os.environ.get(WORKSPACE_VARIABLE):
            raise
        workspace = None
    diagnoses = diagnose(workspace)
    for diagnosis in diagnoses:
        if as_json:
            say_json(diagnosis)
        else:
            mark = "ok     " if diagnosis.works else ("MISSING" if diagnosis.needed else "missing")
            say(f"{mark}  {diagnosis.part}: {diagnosis.detail}" + (f" -> {diagnosis.cost}" if diagnosis.cost else ""))
    if any(d.needed and not d.works for d in diagnoses):
        raise typer.Exit(1)
