"""`soi sample`: listings that no detector flagged, queued for people to check."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from listings.review import SampleKind
from monitor.terminal import note, say, say_json
from monitor.workspace import find_workspace

if TYPE_CHECKING:
    from monitor.steps.sampling import SampleReport
    from store.records import SampleDraw

# A day's work for one reviewer is some hundreds.
_MOST = 10_000


def register(application: typer.Typer) -> None:
    """Add the command."""
    application.command()(sample)


def sample(
    *,
    uncertain: Annotated[int, typer.Option(min=0, max=_MOST, help="So many that came closest to a claim.")] = 0,
    random: Annotated[int, typer.Option(min=0, max=_MOST, help="So many drawn by lot.")] = 0,
    source: Annotated[str | None, typer.Option(help="From this source only.")] = None,
    report: Annotated[bool, typer.Option("--report", help="What people said of earlier samples.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for scripts.")] = False,
) -> None:
    """Queue judged listings that nobody suspects, to find and count what the detectors miss.

    They are reviewed on the same screen as hits, marked as samples, and count as hits only once confirmed.

    Example: soi sample --random 50 --uncertain 20
    """
    if report == bool(uncertain or random):
        raise typer.BadParameter("give --random N or --uncertain N, or --report alone")
    if report:
        _report(source, as_json=as_json)
        return
    for draw in _draw(uncertain, random, source):
        if as_json:
            say_json(draw)
        else:
            _say_draw(draw)


def _draw(uncertain: int, random: int, source: str | None) -> list[SampleDraw]:
    from monitor.wiring import workspace_stores

    wanted: tuple[tuple[SampleKind, int], ...] = (("random", random), ("uncertain", uncertain))
    now = datetime.now(UTC)
    with workspace_stores(find_workspace()) as stores:
        return [stores.samples.draw(kind, count, now, source=source) for kind, count in wanted if count]


def _say_draw(draw: SampleDraw) -> None:
    known = draw.drawn - draw.queued
    aside = f"; {known} wait for review or are decided already" if known else ""
    say(f"{draw.kind}: {draw.queued} listings queued for review{aside}")
    if draw.drawn < draw.asked:
        note(f"only {draw.drawn} of {draw.asked} could be drawn: judged, not suspected, not drawn before")
    if draw.to_judge_again:
        note(
            f"of {draw.to_judge_again} more listings nobody knows how close they came, because an earlier judge did not"
            " say: soi detect --all judges them again"
        )


def _report(source: str | None, *, as_json: bool) -> None:
    from monitor.steps.sampling import sample_reports
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        reports = [report for report in sample_reports(stores) if source is None or report.source == source]
    for report in reports:
        if as_json:
            say_json(report)
        else:
            _say_report(report)
    if not reports and not as_json:
        say("no samples have been drawn yet")


def _say_report(report: SampleReport) -> None:
    where = f"source {report.source}" if report.source else "all sources"
    say(f"{report.kind}, {where}, judge {report.judge_version}:")
    aside = f"; {report.changed} left out: the listing changed before anybody decided" if report.changed else ""
    say(f"  {report.drawn} drawn, {report.decided} decided, {report.confirmed} confirmed{aside}")
    if report.note:
        say(f"  {report.note}")
    missed = report.missed
    if missed is None:
        return
    say(f"  missed of what nobody suspects: {missed.share:.1%} (95 %: {missed.low:.1%} to {missed.high:.1%})")
    low, high = round(missed.low * report.unflagged), round(missed.high * report.unflagged)
    say(f"  nobody suspects {report.unflagged} listings now, so {low} to {high} of them are missed")
