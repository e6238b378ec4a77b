"""A served application over a real store, and people signed in to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from monitor.steps.capturing import Captures
from review_ui.application import ReviewSettings, create_app
from store.open import Stores, open_stores
from tests.review_ui.people import Person
from tests.review_ui.samples import export, open_filled


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled workspace to copy: hashing passwords is slow on purpose."""
    folder = tmp_path_factory.mktemp("filled")
    open_filled(folder).close()
    return folder


@pytest.fixture
def stores(filled: Path, tmp_path: Path) -> Iterator[Stores]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    with open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence") as opened:
        yield opened


@pytest.fixture
def app(stores: Stores) -> FastAPI:
    return create_app(stores, ReviewSettings(), export_takedowns=export, capture_page=Captures(stores))


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def person(app: FastAPI) -> Callable[[str], Person]:
    """Sign somebody in, once by cookie and once by token."""
    return lambda name: Person(TestClient(app, follow_redirects=False), name)
