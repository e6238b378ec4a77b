"""Turns what was looked up into figures: recall under each attack, false positives, by method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.drawn.families import OTHER_FLAVOUR
from benchmarks.images.measure import Copy, Other
from benchmarks.images.methods.soi import Soi
from benchmarks.images.shares import Share, bound, share


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFigures:
    """A method with the threshold chosen on pictures of other goods: it matches what scores above `bound`."""

    name: str
    about: str
    milliseconds: float
    bound: float
    false_positives: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackFigures:
    """What was found again under an attack: by Soi as shipped, with Soi's chosen threshold, by the others."""

    attack: str
    target: float
    shipped: Share
    variants: int
    mistaken: int
    by_source: Mapping[str, Share]
    at_bound: Mapping[str, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResemblingFigures:
    """What was matched of pictures made to resemble a reference; Soi as shipped, the others at their threshold.

    A `variant` is the right answer for another flavour of the line, and wrong for the other kinds.
    """

    kind: str
    pictures: int
    as_copy: int
    as_variant: int
    unusable: int
    matched: Mapping[str, Share]


def bounds(others: Sequence[Other], names: Sequence[str]) -> dict[str, float]:
    """Choose each method's threshold on pictures of other goods."""
    return {name: bound([other.scores[name] for other in others if name in other.scores]) for name in names}


def false_positives(others: Sequence[Other], name: str, above: float) -> Share:
    """Count the pictures that a method matches though they show no reference."""
    return share([other.scores[name] > above for other in others if name in other.scores])


def attack_figures(copies: Sequence[Copy], chosen: Mapping[str, float]) -> list[AttackFigures]:
    """Work out recall under each attack."""
    return [
        _of_attack(attack.name, attack.target, [copy for copy in copies if copy.attack.name == attack.name], chosen)
        for attack in ATTACKS
    ]


def _of_attack(name: str, target: float, copies: Sequence[Copy], chosen: Mapping[str, float]) -> AttackFigures:
    sources = sorted({copy.picture.source for copy in copies})
    return AttackFigures(
        attack=name,
        target=target,
        shipped=_found(copies, Soi.name, 0.0),
        variants=sum(copy.as_variant for copy in copies),
        mistaken=sum(copy.mistaken for copy in copies),
        by_source={
            source: _found([copy for copy in copies if copy.picture.source == source], Soi.name, 0.0)
            for source in sources
        },
        at_bound={method: _found(copies, method, above) for method, above in chosen.items()},
    )


def _found(copies: Sequence[Copy], method: str, above: float) -> Share:
    return share([copy.scores[method] > above for copy in copies if method in copy.scores])


def resembling_figures(others: Sequence[Other], chosen: Mapping[str, float]) -> list[ResemblingFigures]:
    """Work out what was matched of pictures that resemble a reference, by kind, other flavours last."""
    kinds = sorted({other.kind for other in others}, key=lambda kind: (kind == OTHER_FLAVOUR, kind))
    return [_of_kind(kind, [other for other in others if other.kind == kind], chosen) for kind in kinds]


def _of_kind(kind: str, others: Sequence[Other], chosen: Mapping[str, float]) -> ResemblingFigures:
    matched = [other for other in others if other.scores[Soi.name] > 0]
    return ResemblingFigures(
        kind=kind,
        pictures=len(others),
        as_copy=sum(not other.as_variant for other in matched),
        as_variant=sum(other.as_variant for other in matched),
        unusable=sum(not other.usable for other in others),
        matched={name: false_positives(others, name, above) for name, above in chosen.items() if name != Soi.name},
    )
