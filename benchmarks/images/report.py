"""Writes the measured figures as Markdown: the same on a terminal and in README.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.images.costs import Cost
from benchmarks.images.figures import AttackFigures, MethodFigures, ResemblingFigures
from benchmarks.images.methods.soi import Soi
from benchmarks.images.shares import RARE, Share

POOL_NOTE = "drawn by the benchmark alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. `shipped` are Soi's false positives at its own threshold; `methods` begin with Soi."""

    seed: int
    references: int
    from_pool: int
    left_out: int
    negatives: int
    methods: Sequence[MethodFigures]
    shipped: Share
    attacks: Sequence[AttackFigures]
    resembling: Sequence[ResemblingFigures]
    costs: Sequence[Cost]
    load: float
    seconds: float


def markdown(report: Report) -> str:
    """Give the whole report."""
    parts = (_heading(report), _attacks(report), _others(report), _resembling(report), _costs(report))
    return "\n\n".join("\n".join(part) for part in parts)


def percent(share: Share) -> str:
    """Give a share in per cent, and a dash where nothing was counted."""
    if share.value is None:
        return "-"
    shown = f"{100 * share.value:.1f}"
    return shown.removesuffix(".0")


def _heading(report: Report) -> Iterator[str]:
    source = f"{report.from_pool} of them from the pool" if report.from_pool else POOL_NOTE
    yield (
        f"{report.references} references ({source}; {report.left_out} more were refused as flat or merged as the "
        f"same), {report.negatives:,} pictures of other goods, seed {report.seed}. Each method matches what scores "
        f"above the threshold that leaves at most 1 in {RARE:,} of them; Soi also as shipped. In brackets: Wilson's "
        "95 % intervals."
    )
    yield ""
    yield from (f"- {method.name}: {method.about}" for method in report.methods)


def _attacks(report: Report) -> Iterator[str]:
    names = [method.name for method in report.methods]
    yield "Copies found again, %:"
    yield ""
    yield "| attack | target | copies | Soi as shipped | " + " | ".join(names) + " | as variant | other put first |"
    yield "|---|---|---|---|" + "---|" * (len(names) + 2)
    for row in report.attacks:
        cells = " | ".join(percent(row.at_bound[name]) for name in names)
        reached = row.shipped.value is not None and row.shipped.value >= row.target
        ours = f"{percent(row.shipped)} ({100 * row.shipped.low:.0f}-{100 * row.shipped.high:.0f})"
        wanted = f"{100 * row.target:.0f}{'' if reached else ' (missed)'}"
        yield f"| {row.attack} | {wanted} | {row.shipped.of} | {ours} | {cells} | {row.variants} | {row.mistaken} |"
    yield from _by_source(report.attacks)


def _by_source(attacks: Sequence[AttackFigures]) -> Iterator[str]:
    sources = sorted({source for row in attacks for source in row.by_source})
    if len(sources) > 1:
        yield ""
        yield "Of these, Soi as shipped, by where the picture comes from, %:"
        yield ""
        yield "| attack | " + " | ".join(sources) + " |"
        yield "|---|" + "---|" * len(sources)
        nothing = Share(hits=0, of=0)
        for row in attacks:
            shares = (row.by_source.get(source, nothing) for source in sources)
            yield f"| {row.attack} | " + " | ".join(f"{percent(share)} of {share.of}" for share in shares) + " |"


def _others(report: Report) -> Iterator[str]:
    yield "Pictures of other goods matched, and CPU ms a picture (decoding included):"
    yield ""
    yield "| method | matches above | asked | matched | ms |"
    yield "|---|---|---|---|---|"
    shipped = report.shipped
    ours = next(method for method in report.methods if method.name == Soi.name)
    upper = f"{shipped.hits} (at most {RARE * shipped.high:.1f} in {RARE:,})"
    yield f"| Soi as shipped | - | {shipped.of:,} | {upper} | {ours.milliseconds:.1f} |"
    for method in report.methods:
        wrong = method.false_positives
        yield f"| {method.name} | {method.bound:.3f} | {wrong.of:,} | {wrong.hits} | {method.milliseconds:.1f} |"


def _resembling(report: Report) -> Iterator[str]:
    names = [method.name for method in report.methods if method.name != Soi.name]
    yield (
        "Pictures made to resemble a reference, matched; none should be, but another flavour of the line as variant. "
        "Soi as shipped, the others at their threshold:"
    )
    yield ""
    yield "| kind | pictures | Soi: as copy | as variant | unusable | " + " | ".join(names) + " |"
    yield "|---|---|---|---|---|" + "---|" * len(names)
    for row in report.resembling:
        cells = " | ".join(f"{row.matched[name].hits} of {row.matched[name].of}" for name in names)
        yield f"| {row.kind} | {row.pictures} | {row.as_copy} | {row.as_variant} | {row.unusable} | {cells} |"


def _costs(report: Report) -> Iterator[str]:
    yield "| cost | measured | at most |"
    yield "|---|---|---|"
    for cost in report.costs:
        yield f"| {cost.name} | {cost.value:.1f} {cost.unit} | {cost.target or '-'} |"
    yield ""
    yield f"The run took {report.seconds / 60:.1f} minutes; the machine's load was {report.load:.1f} at its end."
