"""Loads the rule catalogue: the built-in rules, a workspace's own on top, and what counts of both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from detectors.rules.fields import RuleFile, read_folder, rule_of
from detectors.rules.rule import HOME, Rule, RuleBook
from listings.ruling import RuleChange

BUILT_IN = Path(__file__).with_name("catalogue")


def load_rules(
    folder: Path | None = None,
    *,
    countries: Sequence[str] = HOME,
    changes: Mapping[str, RuleChange] | None = None,
) -> RuleBook:
    """Load the built-in rules with those that a workspace adds or overrides.

    What a workspace adds (a rule, or phrases of a built-in rule) is only tried until a person sets it live.

    Args:
        folder: The workspace's rules (TOML).
        countries: Whose law applies in the workspace.
        changes: The latest change of each rule's state; None: nobody has changed any.

    Raises:
        InvalidInput: A file is no rule; the message names file and field.
    """
    built_in = built_in_rules()
    rules = dict(built_in)
    for file in read_folder(folder) if folder else ():
        rules[file.id] = rule_of(file, _built_in_files().get(file.id))
    counted, trial, known = [], [], changes or {}
    for rule in rules.values():
        own = built_in[rule.id].phrases if rule.id in built_in else None
        live, tried = _split(replace(rule, countries=tuple(countries)), own, known.get(rule.id))
        counted.append(live)
        trial.extend(tried)
    return RuleBook(
        rules={rule.id: rule for rule in counted},
        trial=tuple(trial),
        built_in=frozenset(built_in),
        version=_version((*counted, *trial), known),
        changed=max((change.id for change in known.values()), default=0),
    )


@cache
def built_in_rules() -> Mapping[str, Rule]:
    """Give the rules that come with Soi, by id."""
    return {id_: rule_of(file) for id_, file in _built_in_files().items()}


@cache
def _built_in_files() -> Mapping[str, RuleFile]:
    return {file.id: file for file in read_folder(BUILT_IN)}


def _split(rule: Rule, own: tuple[str, ...] | None, change: RuleChange | None) -> tuple[Rule, list[Rule]]:
    """Tell what counts of a rule from what is tried. `own`: the built-in rule's phrases, None for another rule."""
    state = change.state if change else ("shadow" if own is None else "live")
    if state == "shadow":
        return replace(rule, kind="shadow"), []
    known = {*(own or ()), *(change.phrases if change else ())}
    added = tuple(phrase for phrase in rule.phrases if phrase not in known)
    if not added:
        return rule, []
    counted = tuple(phrase for phrase in rule.phrases if phrase in known)
    return replace(rule, phrases=counted), [replace(rule, phrases=added, kind="shadow")]


def _version(rules: Iterable[Rule], changes: Mapping[str, RuleChange]) -> str:
    """Name all that a verdict depends on: the files, the states, and whose law is cited.

    Every change of a state gives a new name, even one that brings an earlier state back: else what was judged in
    between would count as judged by this book already, and its hits would stay.
    """
    named = [f"{rule.id}@{rule.version} {rule.kind} {rule.phrases} {rule.countries}" for rule in rules]
    changed = [f"{rule}#{changes[rule].id}" for rule in sorted(changes)]
    return hashlib.sha256("\n".join((*named, *changed)).encode()).hexdigest()[:12]
