"""The encoder in torch, with low-rank changes to learn, and the two linear heads on its states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from detectors.claims.head import Floats
from detectors.claims.model.adapter import GROUPS, NORMS, Adapter
from detectors.claims.model.e5s1 import WeightFile
from detectors.claims.model.prepared import CUTS

RANK: Final = 16
_SCALE: Final = 2.0
# Half the memory and, where the processor multiplies bf16 in hardware, a third of the time.
_HALF = torch.bfloat16
_MASKED = -1e4
_RARE = -2.0
"""Log odds that the heads begin with: most clauses claim nothing."""


class _Changed(nn.Module):
    """A fixed linear map with a low-rank change."""

    matrix: Tensor
    bias: Tensor

    def __init__(self, matrix: Floats, bias: Floats) -> None:
        super().__init__()
        outputs, inputs = matrix.shape
        self.register_buffer("matrix", torch.tensor(matrix).to(_HALF))
        self.register_buffer("bias", torch.tensor(bias).to(_HALF))
        self.down = nn.Parameter(torch.randn(RANK, inputs) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, value: Tensor) -> Tensor:
        change = (self.up * _SCALE).to(_HALF) @ self.down.to(_HALF)
        return functional.linear(value, self.matrix + change, self.bias)


class _Norm(nn.Module):
    def __init__(self, scale: Floats, shift: Floats, epsilon: float, *, learned: bool) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(scale), requires_grad=learned)
        self.shift = nn.Parameter(torch.tensor(shift), requires_grad=learned)
        self.epsilon = epsilon

    def forward(self, value: Tensor) -> Tensor:
        scale, shift = self.scale.to(value.dtype), self.shift.to(value.dtype)
        return functional.layer_norm(value, scale.shape, scale, shift, self.epsilon)


class _Layer(nn.Module):
    def __init__(self, weights: WeightFile, number: int) -> None:
        super().__init__()
        self.heads = weights.sizes.heads
        self.qkv, self.ao, self.fi, self.fo = (_changed(weights, number, group) for group in GROUPS)
        self.aln, self.oln = (_norm(weights, f"l{number}.{norm}", learned=True) for norm in NORMS)

    def forward(self, value: Tensor, mask: Tensor) -> Tensor:
        value = self.aln(value + self.ao(self._attended(value, mask)))
        result: Tensor = self.oln(value + self.fo(functional.gelu(self.fi(value))))
        return result

    def _attended(self, value: Tensor, mask: Tensor) -> Tensor:
        # Written out: on CPUs torch's own backward of attention in bf16 takes two thirds of a step.
        windows, tokens, width = value.shape
        shape = (windows, tokens, self.heads, width // self.heads)
        query, key, content = (part.view(shape).transpose(1, 2) for part in self.qkv(value).split(width, dim=-1))
        closeness = (query * shape[-1] ** -0.5) @ key.transpose(-1, -2) + mask
        mixed: Tensor = torch.softmax(closeness, -1) @ content
        return mixed.transpose(1, 2).reshape(windows, tokens, width)


class Network(nn.Module):
    """Token ids in, scores per clause and per token out."""

    words: Tensor
    places: Tensor
    mean: Tensor
    spread: Tensor

    def __init__(self, weights: WeightFile, outputs: int) -> None:
        super().__init__()
        width = weights.sizes.hidden
        self.pad = weights.pieces.pad
        places = weights.tensors["emb.pos"].matrix(width) + weights.tensors["emb.type"].matrix(width)[0]
        self.register_buffer(
            "words", torch.tensor(weights.tensors["emb.word"].matrix(width)).to(_HALF), persistent=False
        )
        self.register_buffer("places", torch.tensor(places).to(_HALF), persistent=False)
        self.first = _norm(weights, "emb.ln", learned=False)
        self.layers = [_Layer(weights, number) for number in range(weights.sizes.layers)]
        self._registered = nn.ModuleList(self.layers)
        # Where the encoder's stages end, a screen asks whether a clause may claim anything: honest windows stop there.
        self.depths = (*(depth for depth in CUTS if depth < len(self.layers)), len(self.layers))
        self.clause, self.word = nn.Linear(width, outputs), nn.Linear(width, outputs)
        self.screened = [nn.Linear(width, 1) for _ in self.depths[:-1]]
        self._registered_screens = nn.ModuleList(self.screened)
        for head in (self.clause, self.word, *self.screened):
            nn.init.zeros_(head.weight)
            nn.init.constant_(head.bias, _RARE)
        # For each of the depths: the screens', and the last layer's.
        self.register_buffer("mean", torch.zeros(len(self.depths), width))
        self.register_buffer("spread", torch.ones(len(self.depths), width))

    def forward(self, ids: Tensor, clauses: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Give scores [clauses, k], [tokens, k] and of the screens [clauses, s].

        `clauses` [clauses, tokens] averages each clause's tokens.
        """
        moved = [
            (states.flatten(0, 1) - mean) / spread
            for states, mean, spread in zip(self.states(ids), self.mean, self.spread, strict=True)
        ]
        screened = [screen(clauses @ states) for screen, states in zip(self.screened, moved, strict=False)]
        return self.clause(clauses @ moved[-1]), self.word(moved[-1]), torch.cat([clauses[:, :0], *screened], dim=1)

    def states(self, ids: Tensor) -> list[Tensor]:
        """Give the states [windows, tokens, d] in fp32 that the screens see, and the last layer's."""
        # Padding may reach beyond the last place; nothing looks at it.
        places = torch.arange(ids.shape[1]).clamp(max=len(self.places) - 1)
        value: Tensor = self.first(self.words[ids] + self.places[places])
        mask = torch.zeros(ids.shape[0], 1, 1, ids.shape[1], dtype=_HALF)
        mask = mask.masked_fill((ids == self.pad)[:, None, None, :], _MASKED)
        seen = []
        for depth, layer in enumerate(self.layers, start=1):
            value = layer(value, mask)
            if depth in self.depths:
                seen.append(value.float())
        return seen

    def centre(self, pooled: Sequence[Tensor]) -> None:
        """Take mean and spread from clauses' states: e5's lie in a narrow cone, where a linear head learns nothing."""
        self.mean.copy_(torch.stack([states.mean(0) for states in pooled]))
        self.spread.copy_(torch.stack([states.std(0) * 2 for states in pooled]))

    def screens(self) -> Tensor:
        """Give each screen's weights and bias [s, d + 1] for states as they come, neither moved nor spread."""
        rows = [self.mean.new_zeros(0, self.mean.shape[1] + 1)]
        for screen, mean, spread in zip(self.screened, self.mean, self.spread, strict=False):
            weights = screen.weight / spread
            rows.append(torch.cat([weights, screen.bias[None] - weights @ mean[:, None]], dim=1))
        return torch.cat(rows)

    def adapter(self) -> Adapter:
        """Give what was learned of the encoder."""
        named: dict[str, _Changed] = {
            f"l{number}.{group}": getattr(layer, group) for number, layer in enumerate(self.layers) for group in GROUPS
        }
        norms: dict[str, _Norm] = {
            f"l{number}.{norm}": getattr(layer, norm) for number, layer in enumerate(self.layers) for norm in NORMS
        }
        return Adapter(
            up={name: (part.up * _SCALE).detach().numpy() for name, part in named.items()},
            down={name: part.down.detach().numpy() for name, part in named.items()},
            norms={
                **{f"{name}.w": part.scale.detach().numpy() for name, part in norms.items()},
                **{f"{name}.b": part.shift.detach().numpy() for name, part in norms.items()},
            },
        )


def _changed(weights: WeightFile, number: int, group: str) -> _Changed:
    parts: Sequence[str] = [f"l{number}.{part}" for part in (group if group == "qkv" else (group,))]
    bias = np.concatenate([weights.tensors[f"{part}.b"].values() for part in parts])
    matrix = np.concatenate([weights.tensors[f"{part}.w"].values() for part in parts]).reshape(len(bias), -1)
    return _Changed(matrix, bias)


def _norm(weights: WeightFile, name: str, *, learned: bool) -> _Norm:
    scale, shift = (weights.tensors[f"{name}.{kind}"].values().copy() for kind in "wb")
    return _Norm(scale, shift, weights.sizes.epsilon, learned=learned)
