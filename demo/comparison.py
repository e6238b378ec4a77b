"""Hold what the monitor queued against what is true. Pure: records in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from demo.traps import ODD_PICTURES, PRIVATE_AREA, path_of
from demo.truth import COUNTERFEIT_SIDE, Truth, truth_id

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A listing judged otherwise than it should be, and why it is what it is."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    found: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0..1; None of nothing."""
        return self.found / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The marketplace's own verdict on a run of the monitor."""

    collected: Share
    violating_queued: Share
    queued_violating: Share
    honest_as_counterfeit: tuple[Miss, ...]
    categories: Mapping[str, Share]
    missed: tuple[Miss, ...]
    wrongly_queued: tuple[Miss, ...]
    unknown_queued: tuple[str, ...]
    collected_twice: tuple[str, ...]
    traps: Mapping[str, bool]


def compare(
    truth: Mapping[str, Truth], hits: Sequence[Record], listings: Sequence[Record], runs: Sequence[Record]
) -> Comparison:
    """Compare the exports of hits, listings and runs with the truth."""
    queued = {truth_id(hit["listing"], truth) for hit in hits} - {None}
    collected = Counter(key for listing in listings if (key := truth_id(listing, truth)))
    violating = {key for key, answer in truth.items() if answer.violating}
    as_counterfeit = {truth_id(hit["listing"], truth) for hit in hits if is_counterfeit_hit(hit)}
    return Comparison(
        collected=Share(found=len(collected), of=len(truth)),
        violating_queued=Share(found=len(violating & queued), of=len(violating)),
        queued_violating=Share(found=len(violating & queued), of=len(hits)),
        honest_as_counterfeit=_misses(
            truth, (k for k, t in truth.items() if t.honest_official_photo and k in as_counterfeit)
        ),
        categories=_by_category(truth, hits),
        missed=_misses(truth, violating - queued),
        wrongly_queued=_misses(truth, (key for key in queued if key and key not in violating)),
        unknown_queued=tuple(str(hit["listing"].get("url")) for hit in hits if truth_id(hit["listing"], truth) is None),
        collected_twice=tuple(sorted(key for key, times in collected.items() if times > 1)),
        traps=trap_results(listings, runs),
    )


def is_counterfeit_hit(hit: Record) -> bool:
    """Say whether a label of a hit is about counterfeit goods; signals do not count."""
    return any(f["kind"] == "label" and f["category"] in COUNTERFEIT_SIDE for f in hit["findings"])


def trap_results(listings: Sequence[Record], runs: Sequence[Record]) -> Mapping[str, bool]:
    """Say for each trap whether it was met as it should be: named as unread, and never taken for a clean listing."""
    paths = {urlsplit(str(listing.get("url") or "")).path for listing in listings}
    unreadable: Counter[str] = Counter()
    for run in runs:
        unreadable.update(run["unreadable"])
    dead = sum(int(run.get("dead_links", 0)) for run in runs)
    pictures = {name: _picture_unreadable(listings, key) for name, key in ODD_PICTURES.items()}
    return {
        "captcha_unreadable": path_of("captcha") not in paths and unreadable["captcha"] > 0,
        "dead_link_gone": path_of("dead_link") not in paths and dead > 0,
        "dropped_unreadable": path_of("dropped") not in paths
        and sum(unreadable[r] for r in ("truncated", "unreachable")) > 0,
        "inward_redirects_refused": sum(int(run["refused_addresses"]) for run in runs) >= 2,  # noqa: PLR2004 (one private, one loopback)
        "private_area_untouched": not any(path.startswith(PRIVATE_AREA) for path in paths),
        **{f"{name}_picture_unreadable": unread for name, unread in pictures.items()},
    }


def _picture_unreadable(listings: Sequence[Record], key: str) -> bool:
    return any(listing.get("images_unreadable") for listing in listings if listing.get("id") == key)


def _by_category(truth: Mapping[str, Truth], hits: Sequence[Record]) -> Mapping[str, Share]:
    """Count per category how many of its listings are queued under a label of that category."""
    labelled: Counter[str] = Counter()
    for hit in hits:
        answer = truth.get(truth_id(hit["listing"], truth) or "")
        given = {f["category"] for f in hit["findings"] if f["kind"] == "label"}
        labelled.update(given & set(answer.categories) if answer else ())
    expected = Counter(category for answer in truth.values() for category in answer.categories)
    return {category: Share(found=labelled[category], of=number) for category, number in sorted(expected.items())}


def _misses(truth: Mapping[str, Truth], keys: Iterable[str]) -> tuple[Miss, ...]:
    return tuple(Miss(id=key, why=truth[key].why) for key in sorted(keys))
