"""A brand: a protected name with reference images, words, authorised sellers and usual prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from listings.listing import Seller


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualPrice:
    """What a product usually costs, new, for one pack size. All of `words` occur in such a listing's title."""

    product: str
    words: tuple[str, ...]
    size: str | None
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceImage:
    """An official picture of the brand. `digest` is the SHA-256 (hex) of its bytes, `path` where it was added from."""

    digest: str
    path: str
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A protected name. `authorised` holds seller ids or names that may sell it as new.

    `benign` are pictures known to prove nothing (a shop's seal, a stock photo): what matches one of them at least as
    well as a reference is no match.
    """

    name: str
    words: tuple[str, ...] = ()
    owner: str | None = None
    authorised: tuple[str, ...] = ()
    usual_prices: tuple[UsualPrice, ...] = ()
    references: tuple[ReferenceImage, ...] = ()
    benign: tuple[ReferenceImage, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Legal titles: registration number -> class or remark."""

    def authorises(self, seller: Seller) -> bool:
        """Say whether the brand vouches for a seller by its id. A name proves nothing: anybody may take one."""
        return seller.id is not None and seller.id in self.authorised

    def lists(self, seller: Seller) -> bool:
        """Say whether a seller stands on the brand's list, by id or by name with case aside; a look-alike does not."""
        names = {name.casefold().strip() for name in self.authorised}
        return self.authorises(seller) or (seller.name or "").casefold().strip() in names
