"""Loads the rule catalogue: one TOML file a rule, validated once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from detectors.rules.rule import Rule, RuleBook
from listings.errors import InvalidInput

BUILT_IN = Path(__file__).with_name("catalogue")

_RULE = TypeAdapter(Rule)


def load_rules(*folders: Path) -> RuleBook:
    """Load the built-in rules, then those of further folders; a later rule replaces one of the same id or category.

    Raises:
        InvalidInput: A file is no rule; the message names file and field.
    """
    rules: dict[str, Rule] = {}
    for rule in _rules((BUILT_IN, *folders)):
        rules = {name: other for name, other in rules.items() if other.category != rule.category}
        rules[rule.id] = rule
    versions = "".join(f"{rule.id}@{rule.version}\n" for rule in rules.values())
    return RuleBook(rules=rules, version=hashlib.sha256(versions.encode()).hexdigest()[:12])


def _rules(folders: Iterable[Path]) -> Iterable[Rule]:
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            yield read_rule(path)


def read_rule(path: Path) -> Rule:
    """Read one rule file.

    Raises:
        InvalidInput: It is no TOML, or a field is missing, unknown or wrong.
    """
    try:
        content = path.read_bytes()
        given = tomllib.loads(content.decode())
        _refuse_unknown(given, path)
        rule = _RULE.validate_python(given)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"no rule file: {error}", where=str(path), remedy="write it as TOML in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{place}: {first['msg']}", where=str(path), remedy="correct this field") from error
    return replace(rule, version=hashlib.sha256(content).hexdigest()[:12])


def _refuse_unknown(given: dict[str, object], path: Path) -> None:
    unknown = sorted(set(given) - set(Rule.__dataclass_fields__) | ({"version"} & set(given)))
    if unknown:
        raise InvalidInput(f"unknown field {unknown[0]}", where=str(path), remedy="remove or rename it")
