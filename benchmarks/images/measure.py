"""Asks the methods: about changed copies of the references, and about pictures of other goods."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from benchmarks.images.attacks.attack import Attack
from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.chance import chance_of
from benchmarks.images.methods.method import Answer, Method, Query
from benchmarks.images.methods.soi import Soi
from benchmarks.images.negatives import Negative
from benchmarks.images.pictures import Others, Picture, as_jpeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A changed copy that was looked up. `scores` are those of the right reference, by method."""

    attack: Attack
    picture: Picture
    scores: Mapping[str, float]
    as_variant: bool
    """Soi takes it for another colour of the line."""
    mistaken: bool
    """Soi puts another reference first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A picture of other goods that was looked up. `scores` are the highest of any reference, by method."""

    kind: str
    name: str
    scores: Mapping[str, float]
    as_variant: bool
    """All that Soi says is that it is another colour of the line."""
    usable: bool
    nearest: int | None
    """The place of the reference that Soi takes it for."""


@dataclass(slots=True)
class Clock:
    """CPU seconds and questions, by method; `decode` is what the others share."""

    seconds: dict[str, float] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Count one question."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds
        self.asked[name] = self.asked.get(name, 0) + 1

    def join(self, other: Clock) -> None:
        """Count what another clock counted."""
        for name, seconds in other.seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + seconds
            self.asked[name] = self.asked.get(name, 0) + other.asked[name]

    def milliseconds(self, name: str) -> float:
        """Give the mean, 0 where nothing was asked."""
        return 1000 * self.seconds.get(name, 0.0) / max(1, self.asked.get(name, 0))


def changed(picture: Picture, attack: Attack, seed: int, others: Others) -> Image.Image:
    """Attack a picture; the same picture, attack and seed give the same pixels."""
    return attack.change(picture.open(), chance_of(seed, attack.name, picture.name), others)


def chosen(references: Sequence[Picture], attack: Attack, wanted: int, seed: int) -> list[Picture]:
    """Choose the references whose copies are looked up under an attack."""
    fitting = [picture for picture in references if picture.kind in attack.on]
    return chance_of(seed, "chosen", attack.name).sample(fitting, min(wanted, len(fitting)))


def look_up_copies(
    methods: Sequence[Method], references: Sequence[Picture], others: Others, *, wanted: int, slowly: int, seed: int
) -> Iterator[Copy]:
    """Look up changed copies of the references, `wanted` an attack; slow methods see the first `slowly` of them.

    Args:
        methods: Soi first; each scores the references in their order.
        references: all of them.
        others: what stands around a copy.
        wanted: copies an attack.
        slowly: copies an attack that slow methods see.
        seed: what the choices depend on.
    """
    places = {picture.name: place for place, picture in enumerate(references)}
    for attack in ATTACKS:
        for number, picture in enumerate(chosen(references, attack, wanted, seed)):
            query = Query(as_jpeg(changed(picture, attack, seed, others)))
            asked = [method for method in methods if not method.slow or number < slowly]
            answers = {method.name: method.answer(query) for method in asked}
            place = places[picture.name]
            ours = answers[Soi.name]
            yield Copy(
                attack=attack,
                picture=picture,
                scores={name: float(answer.scores[place]) for name, answer in answers.items()},
                as_variant=place in ours.variants,
                mistaken=ours.best > float(ours.scores[place]),
            )


def look_up_others(
    methods: Sequence[Method], negatives: Iterable[Negative], clock: Clock, *, slowly: int | None = None
) -> Iterator[tuple[Negative, Other]]:
    """Look up pictures that show no reference; slow methods see the first `slowly`, or all."""
    for number, negative in enumerate(negatives):
        query = Query(negative.content)
        began = time.process_time()
        query.image.load()
        clock.add("decode", time.process_time() - began)
        answers: dict[str, Answer] = {}
        for method in methods:
            if not method.slow or slowly is None or number < slowly:
                began = time.process_time()
                answers[method.name] = method.answer(query)
                clock.add(method.name, time.process_time() - began)
        ours = answers[Soi.name]
        matched = {place for place, score in enumerate(ours.scores) if score > 0}
        yield (
            negative,
            Other(
                kind=negative.kind,
                name=negative.name,
                scores={name: answer.best for name, answer in answers.items()},
                as_variant=bool(matched) and matched <= ours.variants,
                usable=ours.usable,
                nearest=int(ours.scores.argmax()) if matched else None,
            ),
        )
