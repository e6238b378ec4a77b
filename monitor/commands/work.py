"""`soi work`: the worker with the scheduler."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.terminal import say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(work)


def work(*, until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is due.")] = False) -> None:
    """Crawl the sources that are due and judge what they brought, until Ctrl-C.

    Example: soi work --until-idle
    """
    from monitor.steps.scheduling import work as work_on
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        work_on(workspace, stores, until_idle=until_idle, say=say)
