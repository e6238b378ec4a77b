"""The formats we import: how each is told apart, and its reader. A new format is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawlers.imports.browser_capture import read_browser_capture
from crawlers.imports.csv_table import read_csv
from crawlers.imports.har import read_har
from crawlers.imports.imported import Entry
from crawlers.imports.jsonl import read_jsonl
from crawlers.imports.mhtml import read_mhtml
from crawlers.imports.saved_html import read_saved_html
from crawlers.imports.screenshot import MAGIC, PICTURES, read_screenshot
from crawlers.imports.warc import read_warc

# How much of a file is looked at to tell its format.
HEAD = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: the suffixes it goes by, what its first bytes look like, its reader."""

    name: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[bytes]
    read: Callable[[Path], Iterator[Entry]]


# In order: what is more particular comes first.
FORMATS = (
    Format(name="WARC", suffixes=(".warc", ".warc.gz"), looks=re.compile(rb"WARC/\d"), read=read_warc),
    Format(
        name="browser capture",
        suffixes=(".json",),
        looks=re.compile(rb'\s*\{[^{}\[\]]{0,20000}"capture"\s*:\s*"soi/'),
        read=read_browser_capture,
    ),
    Format(name="HAR", suffixes=(".har",), looks=re.compile(rb'\s*\{\s*"log"\s*:\s*\{'), read=read_har),
    Format(
        name="MHTML",
        suffixes=(".mhtml", ".mht"),
        looks=re.compile(
            rb"(?i)(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,30}?content-type:\s*multipart/related"
        ),
        read=read_mhtml,
    ),
    Format(
        name="saved page",
        suffixes=(".html", ".htm", ".xhtml"),
        looks=re.compile(rb"(?is)\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta)\b"),
        read=read_saved_html,
    ),
    Format(name="screenshot", suffixes=PICTURES, looks=MAGIC, read=read_screenshot),
    Format(name="JSONL", suffixes=(".jsonl", ".ndjson", ".json"), looks=re.compile(rb"\s*\{"), read=read_jsonl),
    Format(name="CSV", suffixes=(".csv", ".tsv"), looks=re.compile(rb"[^\r\n]{0,5000}[,;\t|]"), read=read_csv),
)


def format_of(path: Path) -> Format | None:
    """Tell a file's format: by what its first bytes look like if its suffix agrees, else by suffix, else by looks."""
    with path.open("rb") as file:
        head = file.read(HEAD).removeprefix(b"\xef\xbb\xbf")
    looking = [form for form in FORMATS if form.looks.match(head)]
    name = path.name.lower()
    suffixed = [form for form in FORMATS if name.endswith(form.suffixes)]
    both = [form for form in suffixed if form in looking]
    return next(iter([*both, *suffixed, *(form for form in looking if form.name != "CSV")]), None)
