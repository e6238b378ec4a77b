"""Who a brand vouches for, and who stands on its list."""

from __future__ import annotations

import pytest

from listings.brand import Brand
from listings.listing import Seller

_BRAND = Brand(name="Ombrelis", authorised=("s01", "Gian hàng Ombrelis"))


@pytest.mark.parametrize(
    ("seller", "vouched", "listed"),
    [
        (Seller(id="s01", name="Bất kỳ"), True, True),
        (Seller(id="s27", name="gian hàng OMBRELIS "), False, True),
        (Seller(id="s27", name="Gian hàng 0mbrelis"), False, False),
        (Seller(id="S01"), False, False),
        (Seller(), False, False),
    ],
)
def test_an_id_vouches_a_name_only_lists(seller: Seller, vouched: bool, listed: bool) -> None:
    assert (_BRAND.authorises(seller), _BRAND.lists(seller)) == (vouched, listed)
