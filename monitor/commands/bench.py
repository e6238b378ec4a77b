"""`soi bench`: the shipped benchmarks, each a program of its own."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import Annotated

import typer

from listings.errors import InvalidInput, NotFound

BENCHMARKS = {
    "claims": "benchmarks.claims",
    "images": "benchmarks.images",
    "extraction": "benchmarks.extraction",
    "throughput": "benchmarks.throughput",
}


def register(application: typer.Typer) -> None:
    """Add the command."""
    # What follows the name is the benchmark's own, --help included.
    passed_on = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": False}
    application.command(context_settings=passed_on)(bench)


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(BENCHMARKS)}.")],
) -> None:
    """Run a shipped benchmark with the arguments that follow its name; `soi bench NAME --help` explains them.

    Example: soi bench claims --json figures.json
    """
    if name not in BENCHMARKS:
        raise InvalidInput(f"there is no benchmark {name!r}", remedy=f"one of: {', '.join(BENCHMARKS)}")
    if importlib.util.find_spec("benchmarks") is None:
        raise NotFound("the benchmarks are not installed", remedy="they come with the source: ./run setup there")
    # -P: a folder called benchmarks where the user happens to be is not ours.
    done = subprocess.run([sys.executable, "-P", "-m", BENCHMARKS[name], *context.args], check=False)
    raise typer.Exit(done.returncode)
