"""Rules as leads work with them: which count, which are tried, what people said, and setting one live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from detectors.rules.load import load_rules
from detectors.rules.rule import Rule, RuleBook
from listings.errors import Conflict, NotFound
from listings.review import User
from listings.ruling import RuleChange, RuleFigures, RuleState, SeenRule
from listings.wording import Wording
from review_ui.permissions import require
from store.open import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSheet:
    """A rule with its state and figures.

    `tried` are the phrases that count for nothing yet; `shadow` what was found in shadow, `live` what was found while
    the rule counted; `change` who set its state last, None where nobody did.
    """

    rule: Rule
    state: RuleState
    built_in: bool
    tried: tuple[str, ...]
    shadow: RuleFigures
    live: RuleFigures
    change: RuleChange | None

    @property
    def on_trial(self) -> bool:
        """Say whether the rule, or some of its phrases, could be set live."""
        return self.state == "shadow" or bool(self.tried)

    @property
    def seen(self) -> SeenRule:
        """Give what must still hold when somebody who has read this sets the rule's state."""
        phrases = (*self.rule.phrases, *self.tried)
        return SeenRule(version=self.rule.version, phrases=phrases, change=self.change.id if self.change else None)


def rule_book(stores: Stores, folder: Path | None, countries: Sequence[str]) -> RuleBook:
    """Load the rules as they count in this workspace now.

    Raises:
        InvalidInput: a rule file is malformed; the message names file and field.
    """
    return load_rules(folder, countries=countries, changes=stores.rules.changes())


def rule_sheets(stores: Stores, book: RuleBook) -> list[RuleSheet]:
    """Give every rule, what is tried first, then in the order of the catalogue."""
    changes, trial, live = stores.rules.changes(), stores.rules.trial_figures(), stores.rules.live_figures()
    sheets = [_sheet(book, rule, changes, trial, live) for rule in book.rules.values()]
    return sorted(sheets, key=lambda sheet: not sheet.on_trial)


def rule_sheet(stores: Stores, book: RuleBook, rule_id: str) -> RuleSheet:
    """Give one rule.

    Raises:
        NotFound: there is none of this id.
    """
    trial, live = stores.rules.trial_figures(rule_id), stores.rules.live_figures(rule_id)
    return _sheet(book, _known(book, rule_id), stores.rules.changes(), trial, live)


def set_rule_state(
    stores: Stores, book: RuleBook, rule_id: str, state: RuleState, *, seen: SeenRule, user: User, now: datetime
) -> RuleChange:
    """Set a rule, as the user has read it, live or in shadow.

    Raises:
        NotAllowed: the user's role may not.
        NotFound: there is no such rule.
        Conflict: it is in that state already, or it is no longer as the user has read it.
    """
    require(user, "set_rules")
    rule = _known(book, rule_id)
    if _state(rule) == state and not (state == "live" and rule_id in book.trial_book.rules):
        what = Wording(f"quy tắc {rule_id} đã ở trạng thái này rồi", f"rule {rule_id} is {state} already")
        raise Conflict(what, remedy=Wording("không cần làm gì thêm", "nothing needs to be done"))
    if (seen.version, set(seen.phrases)) != (rule.version, set(book.phrases_of(rule_id))):
        what = Wording(f"tệp của quy tắc {rule_id} vừa được sửa", f"the files of rule {rule_id} were changed meanwhile")
        raise Conflict(what, remedy=Wording("hãy đọc lại trang của quy tắc", "look at the rule again"))
    return stores.rules.change(rule_id, state, seen, user.name, now)


def _known(book: RuleBook, rule_id: str) -> Rule:
    rule = book.rules.get(rule_id)
    if rule is None:
        what = Wording(f"không có quy tắc {rule_id}", f"there is no rule {rule_id}")
        raise NotFound(what, remedy=Wording("lệnh soi rule list liệt kê mọi quy tắc", "soi rule list names all"))
    return rule


def _sheet(
    book: RuleBook,
    rule: Rule,
    changes: Mapping[str, RuleChange],
    trial: Mapping[str, RuleFigures],
    live: Mapping[str, RuleFigures],
) -> RuleSheet:
    tried = book.trial_book.rules.get(rule.id)
    return RuleSheet(
        rule=rule,
        state=_state(rule),
        built_in=rule.id in book.built_in,
        tried=tried.phrases if tried else (),
        shadow=trial.get(rule.id, RuleFigures()),
        live=live.get(rule.id, RuleFigures()),
        change=changes.get(rule.id),
    )


def _state(rule: Rule) -> RuleState:
    return "shadow" if rule.kind == "shadow" else "live"
