"""EverShop on loopback, where somebody installed it: SOI_EVERSHOP names the folder that has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.shops.evershop_shop import evershop
from tests.shops.trial import check, crawled
from tests.soi import new_workspace

INSTALLED = os.environ.get("SOI_EVERSHOP", "")

pytestmark = [
    pytest.mark.skipif(not INSTALLED, reason="EverShop is not installed (docs/trials.md says how)"),
    pytest.mark.timeout(1800),
]


def test_all_products_of_a_shop_rendered_by_react_are_found_once_and_read_right(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    with evershop(Path(INSTALLED)) as shop:
        kept = crawled(soi, shop.host)
    check(kept, shop.products)
