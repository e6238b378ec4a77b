"""The keys by which services let us in: named by profiles, held by settings, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawlers.sites.profile import SiteProfile
from listings.errors import InvalidInput
from listings.page import Source

SHORTEST_KEY = 8
"""Letters. What is removed from evidence wherever it stands must be nothing that stands there by chance."""

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def variable_of(site: str, key: str) -> str:
    """Name the environment variable that holds a site's key: SOI_YOUTUBE_API_KEY."""
    return f"SOI_{site}_{key}".upper()


def keys_of(profile: SiteProfile, settings: Mapping[str, str], environment: Mapping[str, str]) -> Mapping[str, str]:
    """Collect what the environment and, after it, the settings hold of a site's keys.

    Raises:
        InvalidInput: the settings name a key that the site does not have.
    """
    known = (*profile.api.keys, *profile.api.optional_keys)
    strange = sorted(set(settings) - set(known))
    if strange:
        raise InvalidInput(
            f"has no key {strange[0]}", where=f"[sites.{profile.name}]", remedy=f"known: {', '.join(known) or 'none'}"
        )
    held = {name: environment.get(variable_of(profile.name, name)) or settings.get(name, "") for name in known}
    return {name: value.strip() for name, value in held.items() if value.strip()}


def missing_keys(profile: SiteProfile, keys: Mapping[str, str]) -> tuple[str, ...]:
    """Name the keys that a site needs and that are not there."""
    return tuple(name for name in profile.api.keys if name not in keys)


def remedy_of(profile: SiteProfile, key: str) -> str:
    """Say where a key may be put."""
    return f"set {variable_of(profile.name, key)}, or {key} under [sites.{profile.name}] in soi.toml"


def check_keys(profile: SiteProfile, keys: Mapping[str, str], source: Source) -> None:
    """Check that a source can be crawled with these keys.

    Raises:
        InvalidInput: a key is missing or no key, or an address would send it in the clear. No message holds a key.
    """
    where = f"source {source.name}"
    for name in missing_keys(profile, keys):
        raise InvalidInput(f"site {profile.name} needs its {name}", where=where, remedy=remedy_of(profile, name))
    for name, value in keys.items():
        if len(value) < SHORTEST_KEY or not value.isascii() or not value.isprintable() or " " in value:
            raise InvalidInput(f"the {name} of site {profile.name} is no key", where=where, remedy="copy it anew")
    for start in source.start if keys else ():
        parts = urlsplit(start)
        if parts.scheme != "https" and parts.hostname not in _OWN_MACHINE:
            raise InvalidInput(f"{start} would send the key in the clear", where=where, remedy="write https://")
