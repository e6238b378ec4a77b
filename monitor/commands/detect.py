"""`soi detect`: judge what is stored."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from monitor.terminal import ProgressLine, note, say, say_json
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(detect)


def detect(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything again: a new rule, model or brand picture.")
    ] = False,
    near_brand: Annotated[
        str, typer.Option(metavar="NAME", help="Only listings with a picture near a reference of this brand, again.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Judge what is new, and queue what is suspected. `soi serve` and `soi work` do so by themselves.

    Where another process judges what is new, this one waits for it.

    Example: soi detect --all
    """
    from monitor.steps.detecting import detect as judge_all
    from monitor.steps.judging import judging_turn
    from monitor.wiring import workspace_judge, workspace_stores

    workspace = find_workspace()
    progress = ProgressLine()
    # What is asked for by hand and takes hours must not hold up what people bring meanwhile.
    turn = nullcontext() if everything or near_brand else judging_turn(workspace, note)
    with turn, workspace_stores(workspace) as stores:
        brand = stores.brands.get(near_brand) if near_brand else None
        judge = workspace_judge(workspace, stores)
        report = judge_all(
            stores,
            judge,
            again=everything,
            near=(*brand.references, *brand.benign) if brand else None,
            progress=lambda n: progress.show(f"judged {n}"),
        )
        waiting = stores.hits.count_open()
    progress.end()
    if as_json:
        say_json({"judge": report.judge, "open_hits": waiting, "report": report})
        return
    say(f"judged {report.judged} listings, suspected {report.violating}; {waiting} hits wait for review")
    for kind, counts in (("labels", report.labels), ("signals", report.signals), ("rules on trial", report.shadow)):
        if counts:
            say(f"  {kind}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    if report.unreadable_images:
        say(f"  {report.unreadable_images} remarks on pictures that could not be judged (not clean)")
    for flood in report.floods:
        say(f"  set aside: reference {flood.reference[:12]} of {flood.brand} matched {flood.matches} listings in a day")
    if report.floods:
        say(f"  {report.aside} listings match only such references, without effect; look with: soi brand floods")
    if report.notice:
        say(f"  {report.notice.in_language(workspace.settings.workspace.language)}")
