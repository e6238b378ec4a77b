"""Whether a rule counts or is only tried (in shadow), who said so, and how right people found what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from listings.proportion import Proportion, wilson

RuleState = Literal["live", "shadow"]
"""`shadow`: what the rule finds is recorded and shown to leads, and does nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """What a rule found and what people said of it. Everything counts listings.

    `flagged`: listings in which it finds something as they are now. `confirmed` of `decided`: listings on which a
    person has concluded. `marked_right`, `marked_wrong`: what people said of the finding itself. `right` of `judged`:
    both together, one listing once; a mark goes before a decision, since a listing may be confirmed for another
    reason. An opinion stays when the listing changes, so `judged` may exceed `flagged`.
    """

    flagged: int = 0
    decided: int = 0
    confirmed: int = 0
    marked_right: int = 0
    marked_wrong: int = 0
    right: int = 0
    judged: int = 0

    @property
    def precision(self) -> Proportion | None:
        """Estimate how often the rule is right; None where nobody has looked."""
        return wilson(self.right, self.judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRule:
    """A rule as somebody read it before changing its state.

    `version` and `phrases` are those of its files, `change` the id of the latest change of its state, None where nobody
    had changed it.
    """

    version: str
    phrases: tuple[str, ...]
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A person set a rule's state.

    `version` and `phrases` are those that the rule had then: later phrases start in shadow again. `figures` are those
    of the state that it left: of the trial where it was set live, of its use where it was put into shadow.
    """

    id: int
    rule: str
    state: RuleState
    phrases: tuple[str, ...]
    user: str
    at: datetime
    version: str = ""
    figures: RuleFigures = RuleFigures()
