"""`soi source`: what is watched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from listings.urls import canonical_url
from monitor.arguments import named
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from review_ui.watching import SourceSheet


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What is watched: start addresses on a site, with a schedule.", no_args_is_help=True)
    application.add_typer(group, name="source")
    group.command("add")(add)
    group.command("list")(list_sources)
    group.command("pause")(pause)


def add(
    name: Annotated[str, typer.Argument(help="A name of your choice.", callback=named)],
    site: Annotated[str, typer.Option(help="The site's profile, for example generic_shop or generic_news.")],
    start: Annotated[
        list[str] | None, typer.Option(help="A start address; may be repeated. Services such as youtube need none.")
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="What to search for; stands where a start address says {query}.")
    ] = None,
    every: Annotated[str | None, typer.Option(help="How often: 30m, 6h, 1d.")] = None,
    cron: Annotated[str | None, typer.Option(help="When, as a cron line, in the workspace's time zone.")] = None,
    quiet_hours: Annotated[
        str | None, typer.Option(help="When not, as 22:00-06:00, or none; goes before the workspace's own.")
    ] = None,
) -> None:
    """Watch a shop, a search or a seller.

    Example: soi source add market --site generic_shop --start https://shop.example/ --every 6h
    """
    from monitor.wiring import workspace_stores
    from review_ui.watching import NewSource, add_source

    if every and cron:
        raise typer.BadParameter("give --every or --cron, not both")
    given = NewSource(
        name=name,
        site=site,
        start=start or (),
        query=query or "",
        every=every or "",
        cron=cron or "",
        quiet_hours=quiet_hours or "",
    )
    workspace = find_workspace()
    with workspace_stores(workspace) as stores:
        source = add_source(stores, given, workspace.folder / "sites")
    say(f"{source.name}: watching {', '.join(source.start)}")


def list_sources(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List what is watched, when it is due, what the last run was like, and whether an alarm is open.

    Example: soi source list
    """
    workspace = find_workspace()
    sheets = _sheets(workspace)
    if as_json:
        for sheet in sheets:
            say_json(_record(sheet))
        return
    headings = ("source", "site", "start", "schedule", "next due", "last run", "state", "alarm", "last error")
    say_rows(headings, [_row(sheet, workspace) for sheet in sheets])


def pause(
    name: Annotated[str, typer.Argument(help="The source.")],
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Take it up again.")] = False,
) -> None:
    """Stop a source's schedule, or take it up again.

    Example: soi source pause market
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        source = stores.sources.pause(name, paused=not resume)
    say(f"{source.name}: {'paused' if source.paused else 'watched'}")


def checked_address(address: str) -> str:
    """Give the address back if it is one a crawl can start from.

    Raises:
        InvalidInput: it is no web address.
    """
    canonical_url(address)
    return address


def _sheets(workspace: Workspace) -> list[SourceSheet]:
    from monitor.wiring import workspace_stores
    from review_ui.watching import source_sheets

    with workspace_stores(workspace) as stores:
        return source_sheets(stores, workspace.calendar, datetime.now(UTC))


def _record(sheet: SourceSheet) -> dict[str, object]:
    from takedowns.rows import record

    return record(sheet.source) | {
        "due": sheet.due,
        "last_run_at": sheet.last_run_at,
        "last_run": sheet.last_run.id if sheet.last_run else None,
        "finish": sheet.last_run.finish if sheet.last_run else None,
        "alarms": [record(alarm) for alarm in sheet.alarms],
        "running": sheet.running,
        "last_error": sheet.last_error,
    }


def _row(sheet: SourceSheet, workspace: Workspace) -> tuple[object, ...]:
    from monitor.run_words import alarm_mark

    source, zone = sheet.source, workspace.calendar.zone
    due = f"{sheet.due.astimezone(zone):%Y-%m-%d %H:%M}" if sheet.due else ""
    last = f"{sheet.last_run_at.astimezone(zone):%Y-%m-%d %H:%M}" if sheet.last_run_at else "never"
    state = "paused" if source.paused else "running" if sheet.running else ""
    return (
        source.name,
        source.site,
        " ".join(source.start),
        source.every or source.cron or "by hand",
        due,
        last,
        state,
        alarm_mark(sheet.alarms),
        sheet.last_error,
    )
