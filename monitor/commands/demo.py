"""`soi demo`: the sample marketplace, crawled by the real spiders into a review queue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(demo)


def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="Fill the queue, print the summary, end.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start anew instead of going on.")] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The review application's port; 0 takes a free one.")
    ] = 8000,
    market_port: Annotated[int, typer.Option(min=0, max=65535, help="The sample marketplace's port.")] = 8871,
) -> None:
    """Start the sample marketplace on this machine, crawl it, judge it, and serve the review queue until Ctrl-C.

    The workspace is ./.demo, or the one --workspace names; one that is there is gone on with.

    Example: soi demo --once --fresh
    """
    import os

    from monitor.steps.demonstrating import demonstrate
    from monitor.workspace import WORKSPACE_VARIABLE

    folder = Path(os.environ.get(WORKSPACE_VARIABLE) or ".demo").resolve()
    demonstrate(folder, once=once, fresh=fresh, port=port, market_port=market_port)
