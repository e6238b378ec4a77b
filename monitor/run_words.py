"""A run in words for the terminal: one line, its alarms, and the whole report beside what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from listings.alarm import Alarm
from listings.page import RunReport
from listings.usual_runs import Usual


def run_line(report: RunReport) -> str:
    """Say on one line what a run did."""
    pace = f" ({report.pages_per_second:.1f} a second)" if report.pages_per_second else ""
    unreadable = sum(report.unreadable.values())
    return (
        f"run {report.id} of {report.source}: {report.finish or 'running'}, {report.pages} pages{pace};"
        f" listings: {pairs(report.listings)}; {unreadable} unreadable, {report.blocked} blocked"
    )


def alarm_lines(report: RunReport) -> list[str]:
    """Say what a run raised, one line an alarm."""
    return [f"  ALARM {alarm_line(alarm)}" for alarm in report.alarms]


def alarm_line(alarm: Alarm) -> str:
    """Say one alarm, and who has looked."""
    if alarm.acknowledged_by is None or alarm.acknowledged_at is None:
        return alarm.wording.en
    return f"{alarm.wording.en} - seen by {alarm.acknowledged_by}, {alarm.acknowledged_at:%Y-%m-%d %H:%M}Z"


def alarm_mark(alarms: Iterable[Alarm]) -> str:
    """Say for a list how many alarms are there, and whether anybody has looked."""
    given = list(alarms)
    waiting = sum(alarm.acknowledged_at is None for alarm in given)
    return f"{waiting} open" if waiting else "seen" if given else ""


def report_rows(report: RunReport) -> Iterator[tuple[str, str, str]]:
    """Give the report as rows of figure, value, and what is usual. What could not be read is not clean."""
    usual = report.usual.figures if report.usual else {}
    yield "pages", str(report.pages), _usual(usual, "pages")
    yield "pages a second", _figure(report.pages_per_second), _usual(usual, "pages_per_second")
    yield "listings", str(report.listings_seen), _usual(usual, "listings")
    for state, count in report.listings.items():
        yield f"  {state}", str(count), _usual(usual, state)
    yield "unreadable (not clean)", str(sum(report.unreadable.values())), _usual(usual, "unreadable")
    for reason, count in report.unreadable.items():
        yield f"  {reason}", str(count), ""
    for name, share in report.fields_missing.items():
        missing = report.usual.fields_missing.get(name) if report.usual else None
        yield f"without {name}", f"{share:.1%}", f"{missing.median:.1%}" if missing else ""
    yield "blocked", str(report.blocked), _usual(usual, "blocked")
    yield "retried", str(report.retried), _usual(usual, "retried")
    yield "dead links", str(report.dead_links), _usual(usual, "dead_links")
    yield "addresses refused", str(report.refused_addresses), _usual(usual, "refused_addresses")
    yield "bytes", str(report.bytes), _usual(usual, "bytes")
    yield "peak memory (bytes)", _figure(report.peak_memory), _usual(usual, "peak_memory")
    yield "seconds at work", _figure(report.seconds), ""


def pairs(counts: Mapping[str, object]) -> str:
    """Give counts as words: `new 3, same 7`."""
    return ", ".join(f"{name} {value}" for name, value in counts.items())


def _usual(figures: Mapping[str, Usual], name: str) -> str:
    known = figures.get(name)
    return _figure(known.median) if known else ""


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
