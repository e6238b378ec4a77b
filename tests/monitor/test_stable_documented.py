"""docs/stable.md names every call over HTTP, and records.md every key of the records that only commands print."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from listings.capturing import PageToCapture, Received, ReceivedPart
from listings.page import RunReport
from monitor.steps.capturing import Captures
from monitor.steps.exporting import TakedownFiles
from review_ui.application import create_app
from review_ui.settings import ReviewSettings
from store.open import open_stores
from tests.monitor.test_command_line import COMMANDS
from tests.soi import ROOT

STABLE = (ROOT / "docs" / "stable.md").read_text(encoding="utf-8")
RECORDS = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return RECORDS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_call_is_named_with_its_method_and_no_other(tmp_path: Path) -> None:
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as stores:
        app = create_app(
            stores, ReviewSettings(), export_takedowns=TakedownFiles(stores), capture_page=Captures(stores)
        )
        paths = app.openapi()["paths"]
    offered = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"^\| `((?:GET|POST) /api/v1/[^`]+)`", STABLE, re.MULTILINE)) == offered


def test_every_command_in_the_table_exists() -> None:
    named = re.findall(r"`soi ([a-z]+(?: [a-z]+)?)", STABLE)
    assert {"runs acknowledge", "capture received", "evidence picture", "user token"} <= set(named)
    assert [name for name in named if name not in COMMANDS and name.split()[0] not in COMMANDS] == []


@pytest.mark.parametrize(
    ("heading", "kinds"), [("Page to capture", (PageToCapture,)), ("Received", (Received, ReceivedPart))]
)
def test_every_key_is_named_and_the_example_has_them(heading: str, kinds: tuple[type, ...]) -> None:
    keys = [{field.name for field in fields(kind)} for kind in kinds]
    named = set(re.findall(r"`([^`]+)`", section(heading)))
    assert set().union(*keys) <= named
    (example,) = re.findall(r"```json\n(.*?)```", section(heading), re.DOTALL)
    assert set(json.loads(example)) == keys[0]


def test_every_key_of_the_run_report_is_said_to_stay() -> None:
    said = STABLE.partition("Of the [run report]")[2]
    assert {field.name for field in fields(RunReport)} <= set(re.findall(r"`([^`]+)`", said))
