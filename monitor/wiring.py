"""Ties the rooms together: who gets which store, judge, guard and step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.workspace import Workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

    from crawlers.net_guard import NetGuard
    from detectors.judge import Judge
    from detectors.rules.rule import RuleBook
    from store.open import Stores

PACKAGED_MODEL = "e5-small"
MODEL_VARIABLE = "SOI_MODEL_DIR"


def workspace_stores(workspace: Workspace) -> Stores:
    """Open the workspace's database and evidence; close it when done."""
    from store.open import open_stores

    return open_stores(
        workspace.database_url, workspace.evidence, busy_timeout=workspace.settings.database.busy_timeout
    )


def model_cache() -> Path:
    """Give the folder of the packaged text model: SOI_MODEL_DIR, else beside this installation."""
    named = os.environ.get(MODEL_VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parent.parent / ".soi-cache" / PACKAGED_MODEL


def workspace_judge(workspace: Workspace, stores: Stores) -> Judge:
    """Open the judge with the workspace's model, rules and brands."""
    from detectors.open import open_judge

    return open_judge(
        workspace.settings.model.name,
        model_cache(),
        brands=stores.brands,
        rules_folder=workspace.folder / "rules",
        countries=workspace.settings.workspace.countries,
        changes=stores.rules.changes(),
        own_head=workspace.own_head,
    )


def workspace_rules(workspace: Workspace, stores: Stores) -> RuleBook:
    """Load the rules as they count in the workspace now."""
    from review_ui.ruling import rule_book

    return rule_book(stores, workspace.folder / "rules", workspace.settings.workspace.countries)


def net_guard(workspace: Workspace, allow: Sequence[str] = ()) -> NetGuard:
    """Make the one way out of the house, with the private hosts that settings and command line allow."""
    from crawlers.net_guard import NetGuard

    return NetGuard((*workspace.settings.net.allow_private, *allow))


def review_application(workspace: Workspace, stores: Stores) -> FastAPI:
    """Make the review application on the workspace's stores."""
    from monitor.steps.capturing import Captures
    from monitor.steps.exporting import TakedownFiles
    from review_ui.application import ReviewSettings, create_app

    settings = ReviewSettings(
        lease=workspace.settings.review.lease,
        language=workspace.settings.workspace.language,
        session=workspace.settings.review.session,
        rules_folder=workspace.folder / "rules",
        countries=workspace.settings.workspace.countries,
        sites_folder=workspace.folder / "sites",
        calendar=workspace.calendar,
    )
    return create_app(stores, settings, export_takedowns=TakedownFiles(stores), capture_page=Captures(stores))
