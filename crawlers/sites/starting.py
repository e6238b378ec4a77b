"""Where a source of an API site starts: checked when it is added, so that no run finds out first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from crawlers.sites.api_site import ApiSite, Wish
from crawlers.sites.catalogue import pages_of
from crawlers.sites.profile import SiteProfile
from listings.errors import InvalidInput
from listings.urls import canonical_url
from listings.wording import Wording


def answers_by_api(profile: SiteProfile) -> bool:
    """Say whether a site is asked by queries of its API instead of being read page by page."""
    return isinstance(pages_of(profile), ApiSite)


def needs_start(profile: SiteProfile) -> bool:
    """Say whether a source must name a start address; where the site's service has one of its own it need not."""
    return not (profile.api.base and answers_by_api(profile))


def api_start(profile: SiteProfile, start: Sequence[str], query: str | None) -> list[str]:
    """Give the start addresses of an API site: those given, else where the service answers.

    Raises:
        InvalidInput: there is none, or the site can make nothing of one or of the query.
    """
    site = pages_of(profile)
    assert isinstance(site, ApiSite)
    addresses = list(start) or ([profile.api.base] if profile.api.base else [])
    if not addresses:
        raise InvalidInput(
            Wording(
                f"trang {profile.name} không có sẵn địa chỉ bắt đầu", f"site {profile.name} has no address of its own"
            ),
            remedy=Wording("hãy ghi địa chỉ bắt đầu, như https://HOST", "give a start address, https://HOST"),
        )
    for address in addresses:
        canonical_url(address)
        site.first(Wish(start=address, query=query or None, now=datetime.now(UTC)))
    return addresses
