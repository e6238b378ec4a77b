"""File names of the sample marketplace's pictures."""

from __future__ import annotations

import hashlib


def picture_name(subject: str, change: str) -> str:
    """Give a name that tells neither the pack nor what was done to the picture."""
    return hashlib.sha256(f"{subject}/{change}".encode()).hexdigest()[:12] + ".jpg"
