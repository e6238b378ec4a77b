"""The explicit list of sites that come with Soi, and those a workspace adds."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from crawlers.sites.api_site import ApiSite
from crawlers.sites.page_site import PageSite
from crawlers.sites.profile import PROFILE_FILE, SiteProfile, read_profile
from listings.errors import InvalidInput, NotFound
from listings.wording import Wording

SITES = (
    "generic_shop", "generic_news", "woocommerce", "shopify", "tiki", "youtube", "meta_ad_library",
    "tiktok_commercial_content", "ebay", "bluesky", "mastodon",
)  # fmt: skip
"""Folders beside this file. A new site is a new folder and a word here."""

_HERE = Path(__file__).parent


def load_sites(workspace_sites: Path | None = None) -> Mapping[str, SiteProfile]:
    """Give all profiles by name; a workspace's own `sites/NAME/profile.toml` goes before ours of that name.

    Raises:
        InvalidInput: a profile is malformed, or its name is not that of its folder.
    """
    folders = [_HERE / name for name in SITES]
    if workspace_sites is not None and workspace_sites.is_dir():
        folders += sorted(folder for folder in workspace_sites.iterdir() if (folder / PROFILE_FILE).is_file())
    return {folder.name: _named_profile(folder) for folder in folders}


def site_profile(name: str, workspace_sites: Path | None = None) -> SiteProfile:
    """Give the profile of a site.

    Raises:
        NotFound: no such site; the message lists those there are.
    """
    sites = load_sites(workspace_sites)
    if name not in sites:
        known = ", ".join(sorted(sites))
        remedy = Wording(f"các trang đã có: {known}", f"known: {known}")
        raise NotFound(Wording("không có trang này", "is no known site"), where=name, remedy=remedy)
    return sites[name]


def pages_of(profile: SiteProfile) -> ApiSite | PageSite | None:
    """Give the pages module that a profile names. Only Soi's own are run: a workspace's folder holds no code.

    Raises:
        InvalidInput: no site of Soi has such a module.
    """
    if profile.pages is None:
        return None
    if profile.pages not in SITES or not (_HERE / profile.pages / "pages.py").is_file():
        with_pages = ", ".join(sorted(name for name in SITES if (_HERE / name / "pages.py").is_file()))
        message = Wording(
            f"mục pages: trang “{profile.pages}” không có mô-đun đọc trang",
            f"setting pages: {profile.pages!r} is no site with a pages module",
        )
        where = Wording(f"trang {profile.name}", f"site {profile.name}")
        remedy = Wording(f"hãy chọn một trong: {with_pages}", f"one of {with_pages}")
        raise InvalidInput(message, where=where, remedy=remedy)
    pages: ApiSite | PageSite = import_module(f"crawlers.sites.{profile.pages}.pages").PAGES
    return pages


def _named_profile(folder: Path) -> SiteProfile:
    profile = read_profile(folder / PROFILE_FILE)
    if profile.name != folder.name:
        message = Wording(
            f"hồ sơ ghi tên “{profile.name}” nhưng nằm trong thư mục “{folder.name}”",
            f"calls itself {profile.name!r}, but its folder is {folder.name!r}",
        )
        remedy = Wording("hãy đặt cùng một tên", "give both one name")
        raise InvalidInput(message, where=str(folder / PROFILE_FILE), remedy=remedy)
    return profile
