"""Looks at what is installed here, what is missing, and what that costs."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from listings.errors import SoiError
from monitor.workspace import Workspace

ROOMS = ("monitor", "review_ui", "crawlers", "detectors", "store", "takedowns", "listings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One part: whether it works, whether Soi cannot do without it, and what its absence costs."""

    part: str
    works: bool
    needed: bool
    detail: str
    cost: str = ""


def diagnose(workspace: Workspace | None) -> list[Diagnosis]:
    """Look at everything; the workspace only if there is one."""
    parts = [_python(), _rooms(), _text_model(workspace), _browser(), _fonts(), _picture_reader(), _any_model()]
    return [*parts, _postgresql(workspace), *([_database(workspace), *_site_keys(workspace)] if workspace else [])]


def _python() -> Diagnosis:
    version = ".".join(str(n) for n in sys.version_info[:3])
    return Diagnosis(part="python", works=sys.version_info >= (3, 11), needed=True, detail=version)


def _rooms() -> Diagnosis:
    """Packages named `store` and `detectors` exist on the public index: ours must be the ones that are imported."""
    root = Path(__file__).resolve().parent.parent.parent
    strangers = [room for room in ROOMS if root not in _home(room).parents]
    detail = f"all under {root}" if not strangers else f"not ours: {', '.join(strangers)}"
    cost = "" if not strangers else "foreign code would run; install Soi into an environment of its own"
    return Diagnosis(part="packages", works=not strangers, needed=True, detail=detail, cost=cost)


def _home(room: str) -> Path:
    spec = importlib.util.find_spec(room)
    return Path(spec.origin).resolve() if spec and spec.origin else Path("/")


def _text_model(workspace: Workspace | None) -> Diagnosis:
    from detectors.open import encoder_for
    from monitor.wiring import model_cache

    named = workspace.settings.model.name if workspace else ""
    try:
        encoder = encoder_for(named, model_cache())
    except SoiError as error:
        return Diagnosis(part="text model", works=False, needed=True, detail=str(error), cost="claims cannot be judged")
    return Diagnosis(part="text model", works=True, needed=True, detail=f"{encoder.name} {encoder.version}")


def _browser() -> Diagnosis:
    from crawlers.browser import find_browser

    found = find_browser()
    if found is None:
        cost = "pages drawn by scripts are reported as unreadable"
        return Diagnosis(part="browser", works=False, needed=False, detail="no Chromium found", cost=cost)
    return Diagnosis(part="browser", works=True, needed=False, detail=str(found.path))


def _fonts() -> Diagnosis:
    found = next(Path("/usr/share/fonts").rglob("*.ttf"), None)
    if found is None:
        cost = "screenshots may lack Vietnamese letters"
        return Diagnosis(part="fonts", works=False, needed=False, detail="none found", cost=cost)
    return Diagnosis(part="fonts", works=True, needed=False, detail=str(found.parent))


def _picture_reader() -> Diagnosis:
    from detectors.pictured_text.tesseract import Installation

    found = Installation.look()
    detail = f"tesseract {found.release} with {', '.join(sorted(found.languages))}" if found.program else "no tesseract"
    cost = f"text inside pictures is not read; apt-get install {' '.join(found.missing)}" if found.missing else ""
    return Diagnosis(part="picture reader", works=not found.missing, needed=False, detail=detail, cost=cost)


def _any_model() -> Diagnosis:
    works = importlib.util.find_spec("sentence_transformers") is not None
    cost = "" if works else 'only the packaged text model can be used; pip install "soi[models]"'
    return Diagnosis(
        part="sentence-transformers", works=works, needed=False, detail="installed" if works else "absent", cost=cost
    )


def _postgresql(workspace: Workspace | None) -> Diagnosis:
    wanted = workspace is not None and workspace.database_url.startswith("postgresql")
    works = importlib.util.find_spec("psycopg") is not None
    cost = "" if works else 'only SQLite can be used; pip install "soi[postgresql]"'
    return Diagnosis(
        part="postgresql driver", works=works, needed=wanted, detail="installed" if works else "absent", cost=cost
    )


def _database(workspace: Workspace) -> Diagnosis:
    from monitor.wiring import workspace_stores

    try:
        with workspace_stores(workspace) as stores:
            waiting = stores.hits.count_open()
    except SoiError as error:
        return Diagnosis(part="database", works=False, needed=True, detail=str(error), cost="nothing can be stored")
    return Diagnosis(part="database", works=True, needed=True, detail=f"{waiting} hits wait for review")


def _site_keys(workspace: Workspace) -> list[Diagnosis]:
    """Look for the keys of the sites that sources are on; keys are counted, never shown."""
    from monitor.wiring import workspace_stores

    try:
        with workspace_stores(workspace) as stores:
            sites = sorted({source.site for source in stores.sources.all()})
    except SoiError:
        return []
    return [found for site in sites if (found := _keys_of_site(workspace, site)) is not None]


def _keys_of_site(workspace: Workspace, site: str) -> Diagnosis | None:
    from crawlers.sites.catalogue import site_profile
    from crawlers.sites.keys import keys_of, missing_keys, remedy_of

    part = f"site {site}"
    try:
        profile = site_profile(site, workspace.folder / "sites")
        keys = keys_of(profile, workspace.settings.site_keys(site), os.environ)
    except SoiError as error:
        cost = "its sources cannot be crawled"
        return Diagnosis(part=part, works=False, needed=False, detail=str(error), cost=cost)
    if not profile.api.keys:
        return None
    missing = missing_keys(profile, keys)
    if not missing:
        return Diagnosis(part=part, works=True, needed=False, detail="has its keys")
    cost = f"its sources cannot be crawled; {'; '.join(remedy_of(profile, key) for key in missing)}"
    return Diagnosis(part=part, works=False, needed=False, detail=f"lacks {', '.join(missing)}", cost=cost)
