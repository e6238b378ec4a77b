"""`soi train`: the claim model learns again, from the corpus and from what reviewers decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.terminal import say, say_json
from monitor.workspace import find_workspace

if TYPE_CHECKING:
    from monitor.steps.training import Measured, TrainingReport


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(train)


def train(
    *,
    with_decisions: Annotated[
        bool, typer.Option("--with-decisions", help="Learn from the findings that reviewers upheld and rejected, too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Retrain the claim head for this workspace; one that measures worse than the head in use is refused.

    Without --with-decisions it learns from the corpus in the repository alone. The text model below the head stays as
    it is: training that, too, needs torch, half an hour and a checkout (python -m detectors.claims.training).

    Example: soi train --with-decisions
    """
    report = _train(with_decisions=with_decisions)
    if as_json:
        say_json(report)
    else:
        _say(report)
    if not report.kept:
        raise typer.Exit(1)


def _train(*, with_decisions: bool) -> TrainingReport:
    from detectors.open import claim_head, encoder_for
    from monitor.steps.decided_examples import DecidedExamples
    from monitor.steps.training import Heads, train_with_decisions
    from monitor.steps.training import train as train_again
    from monitor.wiring import model_cache, workspace_rules, workspace_stores

    workspace = find_workspace()
    encoder = encoder_for(workspace.settings.model.name, model_cache())
    with workspace_stores(workspace) as stores:
        decided = list(DecidedExamples(stores).examples()) if with_decisions else []
        rules = workspace_rules(workspace, stores)
    heads = Heads(claim_head(encoder), claim_head(encoder, workspace.own_head))
    if with_decisions:
        return train_with_decisions(decided, encoder, heads, rules, workspace.own_head)
    return train_again(encoder, heads, rules, workspace.own_head)


def _say(report: TrainingReport) -> None:
    decided = f" and {report.passages} passages of {report.decisions} decided listings" if report.decisions else ""
    say(f"learned from {report.listings} listings of the corpus{decided}")
    if report.agreement:
        given = report.agreement
        say(
            f"  of {given.passages} passages of other sellers it agrees with {given.before:.0%}, then {given.after:.0%}"
        )
    say(f"  benchmark before: {_figures(report.benchmark_before)}")
    say(f"  benchmark after:  {_figures(report.benchmark_after)}")
    if report.kept:
        say(f"the new head {report.model} is in use now; soi detect --all judges again with it")
    else:
        say("the new head measures worse and was refused; the old one stays")


def _figures(given: Measured) -> str:
    return (
        f"F1 {given.f1:.3f}, precision {given.precision:.3f}, recall {given.recall:.3f}, "
        f"clean listings flagged {given.clean_flagged:.1%}"
    )
