"""Readers of files people bring: listings from JSONL, CSV, saved pages, archives and our browser capture."""

from crawlers.imports.imported import Imported, ImportFault
from crawlers.imports.read import read_path

__all__ = ["ImportFault", "Imported", "read_path"]
