"""`soi serve`: the review application."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the review application until Ctrl-C.

    Prints "listening on URL" when ready. Put a proxy with TLS in front of it before others than this machine use it.

    Example: soi serve --port 8000
    """
    from monitor.steps.serving import serve_review

    serve_review(find_workspace(), host, port)
