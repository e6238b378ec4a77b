"""When a run is out of its bounds: a site that changed or shut us out must not look like one that has gone quiet. Pure.

Bounds come from the site's profile ([bounds] fewest_listings, most_listings; [fields] title = 0.98) and from the last
complete runs of the source, up to 10 and at least 3 of them. The profile's bounds go first, where it has any.

From history, with the median m and the spread s of these runs (1.4826 times the median distance from m, which is the
standard deviation where values spread normally, and which one odd run does not move):

- listings: m less or more the largest of 4 s, a quarter of m, and 3 listings;
- a field's fill rate: m less the largest of 4 s, 5 points, and what 3 listings are of all; never an upper bound.

4 s alone would do for many runs; of three runs alike s is 0, hence the floors. Two kinds of run are left out: one that
failed or read no page raises that alone, and one that was stopped saw too little for the lower bound of its listings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from listings.alarm import Alarm, AlarmBasis
from listings.page import RunReport
from listings.usual_runs import Usual

FEWEST_RUNS = 3
_SPREADS = 4.0
_SHARE_OF_LISTINGS = 0.25
_POINTS_OF_FILL = 0.05
_LISTINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileBounds:
    """What a site's profile says a run must keep to; `fill` are the least shares (0..1) of listings with a field."""

    fewest_listings: int | None = None
    most_listings: int | None = None
    fill: Mapping[str, float] = field(default_factory=dict)


def alarms_of(report: RunReport, bounds: ProfileBounds) -> tuple[Alarm, ...]:
    """Say what is out of its bounds in the report of a run that has ended."""
    whole = _of_the_whole(report)
    if whole is not None:
        return (whole,)
    return (*_of_the_count(report, bounds), *_of_the_fields(report, bounds))


def _of_the_whole(report: RunReport) -> Alarm | None:
    if report.finish == "failed":
        return Alarm(kind="run_failed")
    if report.pages_read == 0:
        return Alarm(kind="all_blocked" if report.blocked else "no_pages")
    return None


def _of_the_count(report: RunReport, bounds: ProfileBounds) -> Iterator[Alarm]:
    count, usual = report.listings_seen, _known(report, "listings")
    reach = max(_SPREADS * usual.spread, _SHARE_OF_LISTINGS * usual.median, _LISTINGS) if usual else 0
    fewest = _bound(bounds.fewest_listings, usual.median - reach if usual else None)
    most = _bound(bounds.most_listings, usual.median + reach if usual else None)
    if fewest and report.finish == "complete" and count < fewest[0]:
        yield Alarm(kind="few_listings", value=count, bound=fewest[0], basis=fewest[1])
    if most and count > most[0]:
        yield Alarm(kind="many_listings", value=count, bound=most[0], basis=most[1])


def _of_the_fields(report: RunReport, bounds: ProfileBounds) -> Iterator[Alarm]:
    count = report.listings_seen
    if count == 0:
        return
    for name, missing in report.fields_missing.items():
        usual = _known(report, name, of_field=True)
        reach = max(_SPREADS * usual.spread, _POINTS_OF_FILL, _LISTINGS / count) if usual else 0
        least = _bound(bounds.fill.get(name), 1 - usual.median - reach if usual else None)
        if least and 1 - missing < least[0]:
            yield Alarm(kind="field_missing", field=name, value=1 - missing, bound=least[0], basis=least[1])


def _known(report: RunReport, name: str, *, of_field: bool = False) -> Usual | None:
    if report.usual is None or report.usual.runs < FEWEST_RUNS:
        return None
    if of_field:
        # A field that no run before ever lacked is not among those that were missing.
        return report.usual.fields_missing.get(name, Usual(median=0.0, spread=0.0))
    return report.usual.figures.get(name)


def _bound(given: float | None, history: float | None) -> tuple[float, AlarmBasis] | None:
    if given is not None:
        return given, "profile"
    return None if history is None else (history, "history")
