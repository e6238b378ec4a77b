"""What the command line prints: plain lines in a pipe, tables and progress on a terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from takedowns.tables.jsonl import plain

# Joiners hold an emoji together; they move nothing.
_HARMLESS = frozenset("\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def say(text: str) -> None:
    """Print one line for the person or pipe that reads us. Control characters of foreign text are taken out."""
    sys.stdout.write(printable(text) + "\n")


def note(text: str) -> None:
    """Print one line beside the output proper: progress and remarks go to stderr."""
    sys.stderr.write(printable(text) + "\n")
    sys.stderr.flush()


def printable(text: str) -> str:
    """Replace what could move the cursor or recolour a terminal: a scraped title may hold escape sequences."""
    return "".join(c if c.isprintable() or c in _HARMLESS else _harmless(c) for c in text)


def _harmless(character: str) -> str:
    return " " if unicodedata.category(character) == "Zs" else "\N{REPLACEMENT CHARACTER}"


def say_json(value: object) -> None:
    """Print a value or record as one line of JSON."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def say_rows(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table on a terminal, as tab-separated lines in a pipe."""
    texts = [[printable("" if cell is None else str(cell)).replace("\n", " ") for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for line in texts:
            sys.stdout.write("\t".join(cell.replace("\t", " ") for cell in line) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*headings, box=None, header_style="bold")
    for line in texts:
        table.add_row(*(_unmarked(cell) for cell in line))
    Console().print(table)


def _unmarked(cell: str) -> str:
    from rich.markup import escape

    return escape(cell)


class ProgressLine:
    """One line that is rewritten on a terminal; in a pipe a plain line now and then."""

    def __init__(self, every: int = 100) -> None:
        """Print in a pipe once in `every` calls."""
        self._every = every
        self._calls = 0

    def show(self, text: str) -> None:
        """Show where we are."""
        self._calls += 1
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{printable(text)}")
            sys.stderr.flush()
        elif self._calls % self._every == 0:
            note(text)

    def end(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty() and self._calls:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
