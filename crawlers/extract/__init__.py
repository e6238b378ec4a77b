"""Bytes of a page in, listings or a named reason out. Pure: no network, no clock, nothing executed."""

from crawlers.extract.page import read_page
from crawlers.extract.reading import Link, LinkKind, PageReading

__all__ = ["Link", "LinkKind", "PageReading", "read_page"]
