"""`soi runs`: what crawling did."""

from __future__ import annotations

from typing import Annotated

import typer

from listings.page import RunReport
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Reports of the crawls that were run.", no_args_is_help=True)
    application.add_typer(group, name="runs")
    group.command("list")(list_runs)
    group.command("show")(show)


def list_runs(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the latest runs.

    Example: soi runs list
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        reports = stores.runs.page(limit=limit)
    if as_json:
        for report in reports:
            say_json(report)
        return
    rows = [
        (r.id, r.source, f"{r.started:%Y-%m-%d %H:%M}Z", r.finish or "running", r.pages, _counted(r)) for r in reports
    ]
    say_rows(("run", "source", "started", "finish", "pages", "listings"), rows)


def show(
    run: Annotated[int, typer.Argument(help="The run's number.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Show one run's report.

    Example: soi runs show 3 --json
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        report = stores.runs.report(run)
    if as_json:
        say_json(report)
    else:
        say_report(report)


def say_report(report: RunReport) -> None:
    """Print a run report for a person. What could not be read stands beside what could: it is not clean."""
    say(f"run {report.id} of {report.source}: {report.finish or 'running'}, {report.pages} pages, {report.bytes} bytes")
    say(f"  listings: {_counted(report)}")
    if report.unreadable:
        say("  unreadable (not clean): " + _pairs(report.unreadable))
    missing = {name: f"{share:.0%}" for name, share in report.fields_missing.items() if share}
    if missing:
        say("  fields missing: " + _pairs(missing))
    say(f"  blocked {report.blocked}, retried {report.retried}, addresses refused {report.refused_addresses}")


def _counted(report: RunReport) -> str:
    return _pairs(report.listings)


def _pairs(counts: object) -> str:
    assert isinstance(counts, dict)
    return ", ".join(f"{name} {value}" for name, value in counts.items())
