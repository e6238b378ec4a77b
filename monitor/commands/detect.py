"""`soi detect`: judge what is stored."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.terminal import ProgressLine, say, say_json
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(detect)


def detect(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything again: a new rule, model or brand picture.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Judge what is new, and queue what is suspected.

    Example: soi detect --all
    """
    from monitor.steps.detecting import detect as judge_all
    from monitor.wiring import workspace_judge, workspace_stores

    workspace = find_workspace()
    progress = ProgressLine()
    with workspace_stores(workspace) as stores:
        judge = workspace_judge(workspace, stores)
        report = judge_all(stores, judge, again=everything, progress=lambda n: progress.show(f"judged {n}"))
        waiting = stores.hits.count_open()
    progress.end()
    if as_json:
        say_json({"judge": judge.version, "open_hits": waiting, "report": report})
        return
    say(f"judged {report.judged} listings, suspected {report.violating}; {waiting} hits wait for review")
    for kind, counts in (("labels", report.labels), ("signals", report.signals), ("rules on trial", report.shadow)):
        if counts:
            say(f"  {kind}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    if report.unreadable_images:
        say(f"  {report.unreadable_images} remarks on pictures that could not be judged (not clean)")
    if report.notice:
        say(f"  {report.notice.in_language(workspace.settings.workspace.language)}")
