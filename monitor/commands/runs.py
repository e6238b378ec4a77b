"""`soi runs`: what crawling did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from listings.page import RunReport
from monitor.acting import acting_user
from monitor.run_words import alarm_line, alarm_lines, alarm_mark, pairs, report_rows, run_line
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Reports of the crawls that were run.", no_args_is_help=True)
    application.add_typer(group, name="runs")
    group.command("list")(list_runs)
    group.command("show")(show)
    group.command("acknowledge")(acknowledge)


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
        (
            r.id,
            r.source,
            f"{r.started:%Y-%m-%d %H:%M}Z",
            r.finish or "running",
            r.pages,
            pairs(r.listings),
            alarm_mark(r.alarms),
        )
        for r in reports
    ]
    say_rows(("run", "source", "started", "finish", "pages", "listings", "alarms"), rows)


def show(
    run: Annotated[int, typer.Argument(help="The run's number.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Show one run's report, beside what is usual: the median of up to ten complete runs of the source before it.

    Example: soi runs show 3 --json
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        report = stores.runs.report(run)
    if as_json:
        say_json(report)
    else:
        say_report(report)


def acknowledge(
    run: Annotated[int, typer.Argument(help="The run's number.")],
    *,
    user: Annotated[str, typer.Option("--as", help="Your account.")],
) -> None:
    """Say that you have looked at a run's alarms, and so at those of earlier runs of the same source.

    Example: soi runs acknowledge 3 --as ha
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        acting = acting_user(stores, user, "watch")
        for alarm in stores.alarms.acknowledge(run, acting.name, datetime.now(UTC)):
            say(f"run {alarm.run}: {alarm_line(alarm)}")


def say_report(report: RunReport) -> None:
    """Print a run report for a person."""
    say(run_line(report))
    for line in alarm_lines(report):
        say(line)
    usual = f"usual ({report.usual.runs} runs)" if report.usual else "usual"
    say_rows(("figure", "this run", usual), report_rows(report))
