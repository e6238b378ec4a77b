"""The name we go by."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def user_agent(contact: str) -> str:
    """Give our user agent, with a way to reach us where there is one."""
    try:
        ours = version("soi")
    except PackageNotFoundError:
        ours = "0"
    # A line break in a setting must not become a header of its own.
    reach = " ".join(contact.split())
    return f"Soi/{ours} (+{reach})" if reach else f"Soi/{ours}"
