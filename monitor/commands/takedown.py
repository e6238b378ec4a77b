"""`soi takedown`: lists for platforms and authorities, from confirmed hits only."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from listings.errors import NotFound
from listings.takedown import TakedownState
from listings.wording import Language
from monitor.acting import acting_user
from monitor.files import STANDARD_OUTPUT, whole_file
from monitor.steps.exporting import ExportFormat
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Takedown lists, from confirmed hits only.", no_args_is_help=True)
    application.add_typer(group, name="takedown")
    group.command("build")(build)
    group.command("list")(list_takedowns)
    group.command("export")(export)
    group.command("mark")(mark)


def build() -> None:
    """Make takedowns of confirmed hits that have none.

    Example: soi takedown build
    """
    from monitor.wiring import workspace_stores
    from takedowns.platforms.catalogue import platform_of

    with workspace_stores(find_workspace()) as stores:
        built = stores.takedowns.build(datetime.now(UTC), platform_of)
    say(f"{len(built)} takedowns built")


def list_takedowns(
    platform: Annotated[str | None, typer.Option(help="Of one platform only.")] = None,
    state: Annotated[TakedownState | None, typer.Option(help="In one state only.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the takedowns.

    Example: soi takedown list --state built
    """
    from monitor.steps.exporting import all_takedowns
    from monitor.wiring import workspace_stores
    from takedowns.platforms.catalogue import platform as known_platform

    if platform is not None:
        known_platform(platform)
    with workspace_stores(find_workspace()) as stores:
        takedowns = list(all_takedowns(stores, platform=platform, state=state))
    if as_json:
        for takedown in takedowns:
            say_json(takedown)
        return
    rows = [(t.id, t.state, t.platform, t.listing_id, t.title, t.url) for t in takedowns]
    say_rows(("takedown", "state", "platform", "listing", "title", "url"), rows)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="The file's format.")] = "xlsx",
    platform: Annotated[str | None, typer.Option(help="For one platform; else one list for all.")] = None,
    language: Annotated[Language, typer.Option(help="The language of headings and reasons.")] = "vi",
    output: Annotated[Path | None, typer.Option(help="The file; - or left out for JSONL and CSV is stdout.")] = None,
) -> None:
    """Export the takedown list. Formulas in foreign text are defused, ids stay text.

    A platform that takes so many items a list only gets several files, numbered.

    Example: soi takedown export --format xlsx --output list.xlsx
    """
    from monitor.steps.exporting import takedown_parts
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        parts = takedown_parts(stores, form, platform, language)
    if not parts:
        raise NotFound("no takedown to export", remedy="confirm hits, then: soi takedown build")
    if output == STANDARD_OUTPUT or (output is None and form != "xlsx"):
        sys.stdout.buffer.writelines(part.content for part in parts)
        return
    for number, part in enumerate(parts, start=1):
        path = output or Path(part.file_name)
        if len(parts) > 1 and output:
            path = output.with_stem(f"{output.stem}-{number}")
        with whole_file(path) as stream:
            stream.write(part.content)
        say(f"written: {path} ({len(part.content)} bytes)")


def mark(
    takedown: Annotated[int, typer.Argument(help="The takedown's number.")],
    state: Annotated[TakedownState, typer.Argument(help="Its new state.")],
    user: Annotated[str, typer.Option("--as", metavar="USER", help="Who says so.")],
    note: Annotated[str | None, typer.Option(help="A remark, such as the platform's ticket number.")] = None,
) -> None:
    """Note what became of a takedown; leads, officers and administrators may.

    Example: soi takedown mark 4 sent --as lan --note "ticket 8817"
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        acting_user(stores, user, "notify")
        marked = stores.takedowns.mark(takedown, state, note, user, datetime.now(UTC))
    say(f"takedown {marked.id}: {marked.state}")
