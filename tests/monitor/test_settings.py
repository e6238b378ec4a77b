"""Settings and workspaces."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from listings.errors import Conflict, InvalidInput, NotFound
from monitor.workspace import create_workspace, find_workspace, open_workspace


def test_a_new_workspace_opens_with_the_defaults(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w", "rights-holder")
    assert workspace.settings.workspace.kind == "rights-holder"
    assert workspace.settings.review.lease == timedelta(minutes=10)
    assert workspace.database_url == f"sqlite:///{tmp_path / 'w' / 'soi.sqlite'}"


def test_the_template_names_every_setting_and_each_can_be_switched_on(tmp_path: Path) -> None:
    folder = create_workspace(tmp_path / "w", "authority").folder
    lines = (folder / "soi.toml").read_text(encoding="utf-8").splitlines()
    uncommented = [line.removeprefix("# ") if " = " in line else line for line in lines]
    (folder / "soi.toml").write_text("\n".join(uncommented), encoding="utf-8")
    assert open_workspace(folder).settings.crawl.delay == 1.0


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    create_workspace(tmp_path, "authority")
    with pytest.raises(Conflict, match="is a workspace already"):
        create_workspace(tmp_path, "authority")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[review]\nlease = 'soon'\n", "review.lease"),
        ("[review]\nleese = 5\n", "review.leese"),
        ("[crawl]\ndelay = -1\n", "crawl.delay"),
        ("[crawl]\nquiet_hours = 'always'\n", "crawl.quiet_hours"),
        ("[crawl]\njitter = 0.9\n", "crawl.jitter"),
        ("[workspace]\ntime_zone = 'Mars/Olympus'\n", "workspace.time_zone"),
        ("[work]\ntries = 0\n", "work.tries"),
        ("[crawl]\ndelay = inf\n", "crawl.delay"),
        ("[review]\nlease = 0\n", "review.lease"),
        ("[review]\nsession = 99999999999\n", "review.session"),
        ("[review\n", "TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, text: str, named: str) -> None:
    folder = create_workspace(tmp_path, "authority").folder
    (folder / "soi.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=named) as caught:
        open_workspace(folder)
    assert "soi.toml" in str(caught.value)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOI_DATABASE_URL", "postgresql+psycopg://somewhere/soi")
    assert create_workspace(tmp_path, "authority").database_url == "postgresql+psycopg://somewhere/soi"


def test_a_workspace_is_found_from_a_folder_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = create_workspace(tmp_path / "w", "authority").folder
    monkeypatch.delenv("SOI_WORKSPACE", raising=False)
    monkeypatch.chdir(folder / "brands")
    assert find_workspace().folder == folder


def test_outside_of_a_workspace_we_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOI_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFound, match="soi init DIR"):
        find_workspace()
