"""Learns the network's weights from marked texts."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from detectors.claims.reading import Reader
from detectors.claims.training.cropping import cropped
from detectors.claims.training.network import Network
from detectors.claims.training.spellings import respelled
from detectors.claims.training.targets import Lesson, Marked, lessons

logger = logging.getLogger(__name__)

EPOCHS: Final = 5
# At 8e-4 one run of two collapsed (every state alike); at 4e-4 none did.
_RATE: Final = 4e-4
_HEAD_RATE: Final = 2e-3
_WARM_UP: Final = 0.1
_LAST_SHARE: Final = 0.02
_TOKENS_A_BATCH: Final = 1024
# Few shapes of batch: on CPUs torch compiles its products anew for every shape it meets.
_STEP: Final = 32
_CATEGORY_SHARE: Final = 1.0
_WORD_SHARE: Final = 0.5
# What the screens ask of the lower layers must not cost the upper ones much.
_SCREEN_SHARE: Final = 0.25
_FOR_CENTRE: Final = 600
_LONGEST_STEP: Final = 1.0


def learn(network: Network, texts: Sequence[Marked], reader: Reader, seed: int = 1, epochs: int = EPOCHS) -> None:
    """Train the network in place, every epoch on the texts newly cropped and respelled."""
    torch.manual_seed(seed)
    random = Random(seed)  # noqa: S311 - no secret depends on it
    _centre(network, texts, reader, random)
    optimiser = torch.optim.AdamW(_groups(network), weight_decay=0.01)
    step, steps = 0, 0
    for epoch in range(epochs):
        drawn = list(
            batches(
                [lesson for text in texts for lesson in lessons(respelled(cropped(text, random), random), reader)],
                random,
            )
        )
        steps = steps or len(drawn) * epochs
        total = 0.0
        for batch in drawn:
            step += 1
            _set_rate(optimiser, step / steps)
            total += _step(network, optimiser, batch)
        logger.info("epoch %d of %d: loss %.4f", epoch + 1, epochs, total / len(drawn))


def _pooled(network: Network, given: Sequence[Lesson]) -> list[Tensor]:
    """Give the mean states [clauses, d] of the lessons' clauses for each depth, in no order."""
    with torch.no_grad():
        read = [network_input(network, batch) for batch in batches(list(given))]
        seen = [[clauses @ states.flatten(0, 1) for states in network.states(ids)] for ids, clauses in read]
        return [torch.cat(states) for states in zip(*seen, strict=True)]


def _centre(network: Network, texts: Sequence[Marked], reader: Reader, random: Random) -> None:
    drawn = random.sample(list(texts), min(_FOR_CENTRE, len(texts)))
    network.centre(_pooled(network, [lesson for text in drawn for lesson in lessons(text, reader)]))


def _groups(network: Network) -> list[dict[str, object]]:
    heads = [
        *network.clause.parameters(),
        *network.word.parameters(),
        *(weights for one in network.screened for weights in one.parameters()),
    ]
    known = {id(parameter) for parameter in heads}
    rest = [parameter for parameter in network.parameters() if parameter.requires_grad and id(parameter) not in known]
    return [{"params": rest, "top": _RATE, "lr": 0.0}, {"params": heads, "top": _HEAD_RATE, "lr": 0.0}]


def _set_rate(optimiser: torch.optim.Optimizer, progress: float) -> None:
    share = min(1.0, progress / _WARM_UP) * max(_LAST_SHARE, 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))
    for group in optimiser.param_groups:
        group["lr"] = group["top"] * share


def _step(network: Network, optimiser: torch.optim.Optimizer, batch: Sequence[Lesson]) -> float:
    loss = _loss(network, batch)
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(network.parameters(), _LONGEST_STEP)
    optimiser.step()
    return float(loss.detach())


def _loss(network: Network, batch: Sequence[Lesson]) -> Tensor:
    ids, clauses = network_input(network, batch)
    of_clauses, of_words, of_screens = network(ids, clauses)
    wanted = torch.tensor(np.concatenate([lesson.wanted for lesson in batch]))
    weights = torch.tensor(np.concatenate([lesson.weights for lesson in batch]))
    words, word_weights = _padded(batch, *ids.shape)
    clause_loss = _summed(of_clauses, wanted, weights) / len(wanted)
    word_loss = _summed(of_words, words, word_weights[:, None]) / word_weights.sum().clamp(min=1)
    screen_loss = _plain(of_screens, wanted[:, :1].expand_as(of_screens), weights[:, :1]).sum() / len(wanted)
    return clause_loss + _WORD_SHARE * word_loss + _SCREEN_SHARE * screen_loss


def _summed(scores: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    losses = _plain(scores, wanted, weights)
    return losses[:, 0].sum() + _CATEGORY_SHARE * losses[:, 1:].sum()


def _plain(scores: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * weights


def batches(given: list[Lesson], random: Random | None = None) -> Iterator[list[Lesson]]:
    """Put lessons of like length together, in a drawn order where there is something to draw with."""
    groups: dict[int, list[Lesson]] = defaultdict(list)
    if random:
        random.shuffle(given)
    for lesson in given:
        groups[_rounded(len(lesson.window.ids))].append(lesson)
    parts = [
        group[start : start + _rows(width)]
        for width, group in groups.items()
        for start in range(0, len(group), _rows(width))
    ]
    if random:
        random.shuffle(parts)
    yield from parts


def _rounded(tokens: int) -> int:
    return -(-tokens // _STEP) * _STEP


def _rows(width: int) -> int:
    return max(1, _TOKENS_A_BATCH // width)


def network_input(network: Network, batch: Sequence[Lesson]) -> tuple[Tensor, Tensor]:
    """Give ids [rows, width], filled up with empty rows, and the matrix that averages each clause's tokens."""
    width = _rounded(max(len(lesson.window.ids) for lesson in batch))
    ids = torch.full((max(_rows(width), len(batch)), width), network.pad)
    # A row of nothing but padding has no softmax.
    ids[len(batch) :, 0] = 0
    clauses = torch.zeros(sum(len(lesson.window.clauses) for lesson in batch), ids.numel())
    place = 0
    for row, lesson in enumerate(batch):
        ids[row, : len(lesson.window.ids)] = torch.tensor(lesson.window.ids)
        for placed in lesson.window.clauses:
            first, last = placed.tokens
            clauses[place, row * width + first : row * width + last] = 1 / (last - first)
            place += 1
    return ids, clauses


def _padded(batch: Sequence[Lesson], rows: int, width: int) -> tuple[Tensor, Tensor]:
    wanted = np.zeros((rows, width, batch[0].token_wanted.shape[1]), np.float32)
    weights = np.zeros((rows, width), np.float32)
    for row, lesson in enumerate(batch):
        wanted[row, : len(lesson.token_wanted)] = lesson.token_wanted
        weights[row, : len(lesson.token_weights)] = lesson.token_weights
    return torch.tensor(wanted).flatten(0, 1), torch.tensor(weights).flatten()
