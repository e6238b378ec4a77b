"""Keys of services, from settings and environment, as `soi` deals with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.steps.diagnosing import Diagnosis, diagnose
from monitor.wiring import workspace_stores
from monitor.workspace import Workspace, create_workspace, open_workspace
from tests.soi import Soi

KEY = "khoa-bi-mat-0123456789"


def watching(folder: Path, *sites: str) -> Workspace:
    workspace = create_workspace(folder, "authority")
    with workspace_stores(workspace) as stores:
        for site in sites:
            stores.sources.add(site, site, ["https://service.example"], query="kem")
    return workspace


def sites_of(workspace: Workspace) -> dict[str, Diagnosis]:
    return {each.part: each for each in diagnose(workspace) if each.part.startswith("site ")}


def test_the_doctor_says_which_keys_are_missing_for_the_sites_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = watching(tmp_path / "w", "youtube", "ebay", "woocommerce")
    monkeypatch.setenv("SOI_EBAY_CLIENT_ID", KEY)
    found = sites_of(workspace)
    assert set(found) == {"site youtube", "site ebay"}
    assert found["site ebay"].detail == "lacks client_secret"
    assert "SOI_EBAY_CLIENT_SECRET" in found["site ebay"].cost
    assert not any(each.works or each.needed for each in found.values())
    monkeypatch.setenv("SOI_YOUTUBE_API_KEY", KEY)
    assert sites_of(workspace)["site youtube"].works


def test_keys_are_read_from_the_settings_and_never_shown(tmp_path: Path) -> None:
    workspace = watching(tmp_path / "w", "youtube")
    settings = workspace.folder / "soi.toml"
    settings.write_text(settings.read_text("utf-8").replace("[sites]", f'[sites]\nyoutube.api_key = "{KEY}"'))
    workspace = open_workspace(workspace.folder)
    assert workspace.settings.site_keys("youtube") == {"api_key": KEY}
    assert sites_of(workspace)["site youtube"].works
    assert KEY not in repr(workspace.settings) + repr(diagnose(workspace))


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    workspace = watching(tmp_path / "w", "youtube")
    settings = workspace.folder / "soi.toml"
    settings.write_text(settings.read_text("utf-8").replace("[sites]", f'[sites]\nyoutube.apikey = "{KEY}"'))
    found = sites_of(open_workspace(workspace.folder))["site youtube"]
    assert "has no key apikey" in found.detail


def test_a_source_without_its_key_answers_one_line_and_starts_no_run(tmp_path: Path) -> None:
    create_workspace(tmp_path / "w", "authority")
    soi = Soi(tmp_path / "w", {})
    assert "googleapis" in soi("source", "add", "nam", "--site", "youtube", "--query", "kem trị nám")
    said = soi("crawl", "nam", exit_code=1)
    (line,) = said.splitlines()
    assert (
        "source nam: site youtube needs its api_key (set SOI_YOUTUBE_API_KEY, or api_key under [sites.youtube]" in line
    )
    assert soi("runs", "list", "--json") == ""
    assert "needs words" in soi("source", "add", "trống", "--site", "youtube", exit_code=1)
