"""The bound on memory looks at what the crawl holds, not at what its parent once held."""

from __future__ import annotations

import subprocess
import sys

_LARGE = 400 * 1024 * 1024
_CHILD = """
from scrapy.utils.test import get_crawler
from crawlers.spiders.memory import HeldMemory
print(HeldMemory(get_crawler(settings_dict={"MEMUSAGE_ENABLED": True})).get_virtual_size())
"""
_PARENT = f"""
import subprocess, sys
held = bytearray({_LARGE})
for place in range(0, len(held), 4096):
    held[place] = 1
print(subprocess.run([sys.executable, "-c", {_CHILD!r}], capture_output=True, text=True, check=True).stdout)
"""


def test_a_large_parent_does_not_make_its_crawl_look_large() -> None:
    done = subprocess.run([sys.executable, "-c", _PARENT], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < _LARGE
