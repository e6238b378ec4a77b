"""`soi init`: a new workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from monitor.settings import WorkspaceKind
from monitor.terminal import note, say
from monitor.workspace import create_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""

    @application.command()
    def init(
        folder: Annotated[Path, typer.Argument(help="Where; this folder if left out.")] = Path(),
        kind: Annotated[WorkspaceKind | None, typer.Option(help="Who works here.")] = None,
    ) -> None:
        """Make a workspace: settings, brands, sites, rules, database and evidence folder.

        Example: soi init monitor --kind authority
        """
        from monitor.wiring import workspace_stores

        workspace = create_workspace(folder.resolve(), kind or _asked())
        with workspace_stores(workspace):
            say(f"workspace made in {workspace.folder}")
        if kind is None and not sys.stdin.isatty():
            note("no --kind given: made for an authority; change [workspace] kind in soi.toml if that is not so")
        say(f"next: soi --workspace {workspace.folder} user add NAME --role lead --password-file FILE")


def _asked() -> WorkspaceKind:
    if not sys.stdin.isatty():
        return "authority"
    kinds = get_args(WorkspaceKind)
    while (answer := typer.prompt(f"Who works here ({', '.join(kinds)})", default=kinds[0])) not in kinds:
        note(f"one of {', '.join(kinds)}, please")
    return cast("WorkspaceKind", answer)
