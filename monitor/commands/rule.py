"""`soi rule`: which rules count, which are only tried, and setting one live."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from listings.ruling import RuleChange, RuleState
from listings.wording import Language
from monitor.acting import acting_user
from monitor.rule_report import (
    change_record,
    change_words,
    rule_record,
    say_figures,
    say_wording,
    share_words,
    state_words,
)
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace

AsJson = Annotated[bool, typer.Option("--json", help="JSON, for scripts.")]
AsUser = Annotated[str, typer.Option("--as", metavar="USER", help="Who acts: a lead or administrator.")]
RuleId = Annotated[str, typer.Argument(metavar="ID", help="The rule's id.")]


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Rules: which count, which are only tried (in shadow).", no_args_is_help=True)
    application.add_typer(group, name="rule")
    group.command("list")(list_rules)
    group.command("show")(show)
    group.command("live")(live)
    group.command("shadow")(shadow)


def list_rules(*, as_json: AsJson = False) -> None:
    """List the rules, those on trial first.

    Example: soi rule list
    """
    from monitor.wiring import workspace_rules, workspace_stores
    from review_ui.ruling import rule_sheets

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        sheets = rule_sheets(stores, workspace_rules(workspace, stores))
    if as_json:
        for sheet in sheets:
            say_json(rule_record(sheet))
        return
    say_rows(
        ("rule", "category", "severity", "state", "on trial found", "precision", "in use found", "upheld"),
        [
            (
                r.id,
                r.category,
                r.severity,
                state_words(s),
                s.shadow.flagged,
                share_words(s.shadow),
                s.live.flagged,
                share_words(s.live),
            )
            for s, r in ((sheet, sheet.rule) for sheet in sheets)
        ],
    )


def show(
    rule: RuleId,
    language: Annotated[Language, typer.Option(help="The language of the wording.")] = "vi",
    *,
    as_json: AsJson = False,
) -> None:
    """Show one rule: law, wording, state, what it found, how right people found that.

    Example: soi rule show vn-ad-disease-cure
    """
    from monitor.wiring import workspace_rules, workspace_stores
    from review_ui.ruling import rule_sheet

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        sheet = rule_sheet(stores, workspace_rules(workspace, stores), rule)
        samples = stores.rules.samples(rule, limit=5)
        history = stores.rules.history(rule)
    if as_json:
        say_json(rule_record(sheet) | {"history": [change_record(change) for change in history]})
        return
    say_wording(sheet, language)
    say_figures(sheet)
    for change in history:
        say(f"  {change_words(change)}")
    for sample in samples:
        quoted = " / ".join(sample.finding.quotes)
        say(f"  found in {sample.listing.id}: “{quoted}”")


def live(rule: RuleId, *, user: AsUser) -> None:
    """Show a rule and set it live as shown, with all its phrases: it counts from the next `soi detect` on.

    Example: soi rule live own-rule --as ha
    """
    change = _set(rule, "live", user)
    say(f"rule {rule} is live from the next soi detect on, in version {change.version}")
    say("soi detect --all applies it to what is stored")


def shadow(rule: RuleId, *, user: AsUser) -> None:
    """Only try a rule: what it finds is recorded and has no effect.

    Example: soi rule shadow own-rule --as ha
    """
    _set(rule, "shadow", user)
    say(f"rule {rule} is only tried from the next soi detect on; soi detect --all applies that to what is stored")


def _set(rule: str, state: RuleState, user: str) -> RuleChange:
    from monitor.wiring import workspace_rules, workspace_stores
    from review_ui.ruling import rule_sheet, set_rule_state

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        acting = acting_user(stores, user, "set_rules")
        book, now = workspace_rules(workspace, stores), datetime.now(UTC)
        sheet = rule_sheet(stores, book, rule)
        if state == "live":
            say_wording(sheet, workspace.settings.workspace.language)
            say_figures(sheet)
        return set_rule_state(stores, book, rule, state, seen=sheet.seen, user=acting, now=now)
