"""django-oscar on loopback, where somebody installed it: SOI_OSCAR_PYTHON names the interpreter that has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.shops.trial import check, crawled, django_shop, truth_in
from tests.soi import new_workspace

PYTHON = os.environ.get("SOI_OSCAR_PYTHON", "")

pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="django-oscar is not installed (docs/trials.md says how)"),
    pytest.mark.timeout(1800),
]


def test_all_products_of_an_unknown_shop_are_found_once_and_read_right(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    with django_shop(PYTHON, "oscar_shop.py", tmp_path / "shop") as host:
        kept = crawled(soi, host)
    check(kept, truth_in(tmp_path / "shop"))
