"""Stateless judging: listings as JSON lines in, verdicts as JSON lines out, order kept, memory bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING

from listings.errors import InvalidInput, SoiError
from listings.listing import Listing
from listings.subject import Subject
from listings.wording import Language, Wording
from monitor.terminal import note

if TYPE_CHECKING:
    from detectors.judge import Judge

# Lines judged together: enough to fill the encoder's batches, few enough to hold.
BATCH = 512
# One listing of 1 MB of text is odd but bearable; a line of 16 MB is no listing.
LONGEST_LINE = 16 * 1024 * 1024
_PICTURES_UNSEEN = Wording(
    vi="{count} ảnh chưa được xem: lệnh này chỉ đọc chữ; dùng soi match cho ảnh, soi crawl cho cả trang",
    en="{count} pictures not looked at: only text is read here; use soi match for pictures, soi crawl for pages",
)


def check_lines(lines: IO[bytes], out: IO[str], *, language: Language, model: str, name: str) -> int:
    """Write one verdict or error a line, in order; give how many lines could not be judged."""
    from detectors.open import open_judge
    from monitor.wiring import model_cache

    judge = open_judge(model, model_cache(), brands=None, rules_folder=None)
    faults = 0
    numbered = _numbered(lines)
    while batch := list(islice(numbered, BATCH)):
        read = [_read(line, number, name) for number, line in batch]
        for answer in _answers(judge, read, language):
            faults += "error" in answer
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return faults


def _numbered(lines: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            _skip_rest(lines)
        if line.strip():
            yield number, line


def _skip_rest(lines: IO[bytes]) -> None:
    while rest := lines.readline(LONGEST_LINE):
        if rest.endswith(b"\n"):
            return


def _read(line: bytes, number: int, name: str) -> Listing | dict[str, object]:
    from crawlers.records import listing_from_json

    try:
        if len(line) > LONGEST_LINE:
            raise InvalidInput(f"is longer than {LONGEST_LINE} bytes")
        given = json.loads(line)
        if not isinstance(given, dict):
            raise InvalidInput("is no JSON object")
        listing = listing_from_json(given)
        if not (listing.title or listing.description):
            raise InvalidInput("has neither title nor description")
    except (ValueError, RecursionError, SoiError) as error:
        fault = f"{name}, line {number}: {error}"
        note(f"soi: {fault}")
        return {"id": _id_of(line), "error": fault}
    return listing


def _id_of(line: bytes) -> str | None:
    try:
        given = json.loads(line[:LONGEST_LINE])
    except (ValueError, RecursionError):
        return None
    found = given.get("id") if isinstance(given, dict) else None
    return found if isinstance(found, str) else None


def _answers(
    judge: Judge, read: Sequence[Listing | dict[str, object]], language: Language
) -> Iterator[dict[str, object]]:
    from detectors.check import verdict_to_json

    now = datetime.now(UTC)
    verdicts = iter(judge.judge([Subject(listing=r, captured_at=now) for r in read if isinstance(r, Listing)]))
    for item in read:
        if not isinstance(item, Listing):
            yield item
            continue
        verdict = next(verdicts)
        noted = replace(verdict, notes=(*verdict.notes, *_unseen(item, language)))
        yield verdict_to_json(item.id, noted, language, judge.model)


def _unseen(listing: Listing, language: Language) -> Iterator[str]:
    """Say that pictures were not looked at: their paths and addresses are a stranger's, and nothing is opened here."""
    if listing.images:
        yield _PICTURES_UNSEEN.in_language(language).format(count=len(listing.images))
