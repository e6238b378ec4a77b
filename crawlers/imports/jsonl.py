"""JSONL: one listing a line, as CONTRACT.md fixes it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from crawlers.imports.given_record import import_record
from crawlers.imports.imported import Entry, ImportFault
from crawlers.imports.limits import MAX_ENTRY
from crawlers.lines import bounded_lines


def read_jsonl(path: Path) -> Iterator[Entry]:
    """Read listings line by line; a bad line is a fault and the rest goes on."""
    with path.open("rb") as file:
        for number, line in bounded_lines(file, MAX_ENTRY):
            if line is None:
                yield ImportFault(file=str(path), line=number, reason="too_large", what="the line is too long")
            elif line.strip():
                yield _entry(line.removeprefix(codecs.BOM_UTF8), path, number)


def _entry(line: bytes, path: Path, number: int) -> Entry:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return ImportFault(file=str(path), line=number, reason="invalid", what="the line is not JSON")
    if not isinstance(given, dict):
        return ImportFault(file=str(path), line=number, reason="invalid", what="the line is no JSON object")
    return import_record(given, path, number)
