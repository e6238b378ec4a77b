"""`soi work`: the worker with the scheduler."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from monitor.terminal import say
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(work)


def work(*, until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is due.")] = False) -> None:
    """Crawl the sources that are due and judge what they brought, until Ctrl-C.

    Any number of workers may share a workspace. What a stopped or killed one was at is gone on with.

    Example: soi work --until-idle
    """
    from monitor.steps.working import Worker
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        Worker(workspace, stores, _say_at_once).work(until_idle=until_idle)


def _say_at_once(line: str) -> None:
    say(line)
    sys.stdout.flush()
