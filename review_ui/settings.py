"""What the review application is told by its workspace, and the step it is handed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, Protocol

from crawlers.schedule import Calendar
from detectors.rules.rule import HOME
from listings.wording import Language

ExportForm = Literal["xlsx", "csv", "jsonl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettings:
    """How reviewing goes.

    `lease`: how long a claimed hit is held; `language`: of the first screen; `session`: how long a sign-in lasts;
    `rules_folder`: the workspace's own rules, beside the built-in ones; `countries`: whose law applies and is cited;
    `sites_folder`: the workspace's own site profiles; `calendar`: how its schedules are meant.
    """

    lease: timedelta = timedelta(minutes=10)
    language: Language = "vi"
    session: timedelta = timedelta(hours=12)
    rules_folder: Path | None = None
    countries: tuple[str, ...] = HOME
    sites_folder: Path | None = None
    calendar: Calendar = field(default_factory=Calendar)


class ExportPart(Protocol):
    """One file of a takedown list: a platform that takes at most n rows gets several."""

    @property
    def file_name(self) -> str:
        """Give the name to save it under."""

    @property
    def media_type(self) -> str:
        """Give its media type."""

    @property
    def content(self) -> bytes:
        """Give its bytes."""


class ExportStep(Protocol):
    """Builds the takedown list of one platform, or of all (`platform` None)."""

    def __call__(self, form: ExportForm, platform: str | None, language: Language) -> Sequence[ExportPart]:
        """Give the files of the list, at least one."""
