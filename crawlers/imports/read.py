"""Reads files and folders that people bring, whatever their format, fault by fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawlers.imports.catalogue import FORMATS, format_of
from crawlers.imports.imported import Imported, ImportFault
from crawlers.imports.screenshot import PICTURES, has_text
from listings.errors import InvalidInput, NotFound

_LAID_IN_VAIN = (
    *(".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".eml", ".msg", ".webarchive"),
    *(".zip", ".rar", ".7z", ".mp4", ".mov"),
)
_PICTURES_IN_VAIN = (".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff")


def read_path(path: Path) -> Iterator[Imported | ImportFault]:
    """Read a file, or every file of a known suffix below a folder, in order of name.

    Yields:
        Imported listings, and a fault for each entry or file that could not be read; the rest goes on.

    Raises:
        NotFound: there is no such file or folder.
    """
    if not path.exists():
        raise NotFound("there is no such file or folder", where=str(path), remedy="correct the path")
    files = files_to_read(path) if path.is_dir() else [path]
    for file in files:
        yield from read_file(file)


def files_to_read(folder: Path) -> list[Path]:
    """List the files below a folder that have a format's suffix, in order of name.

    A picture without a text beside it is no screenshot: it belongs to a record that names it.
    """
    suffixes = tuple(suffix for form in FORMATS for suffix in form.suffixes)
    inside = folder.resolve()
    found = (file for file in sorted(folder.rglob("*")) if file.name.lower().endswith(suffixes))
    ours = (file for file in found if file.suffix.lower() not in PICTURES or has_text(file))
    return [file for file in ours if file.is_file() and file.resolve().is_relative_to(inside)]


def files_laid(folder: Path) -> list[Path]:
    """List the files to read, and those that a person brought too though nobody reads them: these shall be named.

    What browsers lay beside a saved page (styles, scripts, icons) and unfinished downloads are none of a person's.
    """
    inside = folder.resolve()
    vain = (file for file in folder.rglob("*") if not file.name.startswith((".", "~$")) and _is_in_vain(file))
    here = (file for file in vain if file.is_file() and file.resolve().is_relative_to(inside))
    return sorted({*files_to_read(folder), *here})


def _is_in_vain(file: Path) -> bool:
    suffix = file.suffix.lower()
    return suffix in _LAID_IN_VAIN or (suffix in _PICTURES_IN_VAIN and has_text(file))


def read_file(file: Path) -> Iterator[Imported | ImportFault]:
    """Read one file; this is the boundary where a file's faults become values."""
    try:
        form = format_of(file)
        if form is None:
            known = ", ".join(sorted({known.name for known in FORMATS}))
            yield ImportFault(
                file=str(file), line=None, reason="invalid", what=f"the format is unknown; known are {known}"
            )
            return
        yield from form.read(file)
    except InvalidInput as wrong:
        yield ImportFault(file=str(file), line=None, reason="invalid", what=wrong.what)
    except OSError as failed:
        yield ImportFault(
            file=str(file), line=None, reason="unreachable", what=f"the file cannot be read: {failed.strerror}"
        )
