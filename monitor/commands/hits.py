"""`soi hits`: the review queue from the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from listings.review import Decision, DecisionVerdict
from monitor.acting import acting_user
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace

if TYPE_CHECKING:
    from review_ui.marking import MarkedPassage
    from store.records import HitCase

AsJson = Annotated[bool, typer.Option("--json", help="JSON, for scripts.")]
AsUser = Annotated[str, typer.Option("--as", metavar="USER", help="Who acts.")]
HitNumber = Annotated[int, typer.Argument(help="The hit's number.")]


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="The review queue: listings that are suspected, for a person to decide.", no_args_is_help=True
    )
    application.add_typer(group, name="hits")
    group.command("list")(list_hits)
    group.command("show")(show)
    group.command("claim")(claim)
    group.command("decide")(decide)


def list_hits(
    limit: Annotated[int, typer.Option(min=1, help="How many, the riskiest first.")] = 50, *, as_json: AsJson = False
) -> None:
    """List the open hits.

    Example: soi hits list --limit 10
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        rows = stores.hits.queue(limit=limit, samples=False)
    if as_json:
        for row in rows:
            say_json(row)
        return
    say_rows(
        ("hit", "risk", "suspected", "title", "seller", "held by"),
        [
            (r.hit.id, f"{r.hit.risk:.2f}", ", ".join(r.categories), r.title, r.seller_name, r.hit.lease_owner)
            for r in rows
        ],
    )


def show(hit: HitNumber, *, as_json: AsJson = False) -> None:
    """Show one hit with its findings.

    Example: soi hits show 12 --json
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        case = stores.hits.case(hit)
    if as_json:
        say_json(case)
    else:
        _say_case(case)


def claim(user: AsUser, *, as_json: AsJson = False) -> None:
    """Take the riskiest open hit that nobody holds, else a sample; exit code 1 if there is none.

    Example: soi hits claim --as lan
    """
    from monitor.wiring import workspace_stores

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        acting_user(stores, user, "decide")
        lease = workspace.settings.review.lease
        hit = stores.hits.claim(user, lease=lease, now=datetime.now(UTC))
        case = stores.hits.case(hit.id) if hit else None
    if case is None:
        say("no open hit is free")
        raise typer.Exit(1)
    if as_json:
        say_json(case)
    else:
        _say_case(case)


def decide(
    hit: HitNumber,
    user: AsUser,
    reason: Annotated[str, typer.Option(help="A reason code, such as false_claim or insufficient_grounds.")],
    note: Annotated[str | None, typer.Option(help="A remark.")] = None,
    passage: Annotated[
        list[str] | None,
        typer.Option(metavar="CATEGORY=TEXT", help="A passage the detectors missed, word for word; may be repeated."),
    ] = None,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="There are grounds for suspicion.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="There are none.")] = False,
    as_json: AsJson = False,
) -> None:
    """Decide a hit.

    Example: soi hits decide 12 --as lan --confirm --reason false_claim
    """
    if confirm == dismiss:
        raise typer.BadParameter("give --confirm or --dismiss")
    verdict: DecisionVerdict = "confirm" if confirm else "dismiss"
    decision = _decide(hit, user, verdict, reason, note=note, passages=_passages(passage or []))
    if as_json:
        say_json(decision)
    else:
        say(f"hit {hit}: {'confirmed' if confirm else 'dismissed'} by {user} ({reason})")


def _passages(given: Sequence[str]) -> tuple[MarkedPassage, ...]:
    from review_ui.marking import MarkedPassage

    pairs = [each.partition("=") for each in given]
    if not all(category and text for category, _, text in pairs):
        raise typer.BadParameter("write a passage as CATEGORY=TEXT")
    return tuple(MarkedPassage(category=category, text=text) for category, _, text in pairs)


def _decide(
    hit: int,
    user: str,
    verdict: DecisionVerdict,
    reason: str,
    *,
    note: str | None,
    passages: Sequence[MarkedPassage],
) -> Decision:
    from monitor.wiring import workspace_rules, workspace_stores
    from review_ui.marking import marked_findings

    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        case = stores.hits.case(hit)
        acting_user(stores, user, "answer_passed" if case.hit.state == "passed" else "decide")
        marked = marked_findings(case, passages, workspace_rules(workspace, stores)) if passages else ()
        return stores.hits.decide(hit, user, verdict, reason, marked=marked, note=note, now=datetime.now(UTC))


def _say_case(case: HitCase) -> None:
    listing = case.listing.listing
    name = f"{case.hit.sample} sample" if case.hit.sample else "hit"
    say(f"{name} {case.hit.id} ({case.hit.state}, risk {case.hit.risk:.2f}): {listing.title or listing.id}")
    say(f"  {listing.url or listing.site or ''}  seller: {listing.seller.name or listing.seller.id or 'not known'}")
    for stored in case.findings:
        finding = stored.finding
        say(f"  [{stored.id}] {finding.kind} {finding.category} {finding.score:.2f} ({finding.rule})")
        say(f"        {finding.reason.en}")
        for span in finding.spans:
            say(f"        {span.field}: “{span.text}”")
        for region in finding.regions:
            if region.text:
                say(f"        read from picture {region.image[:12]}: “{region.text}”")
