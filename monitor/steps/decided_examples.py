"""What people have decided, as examples to train on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from listings.decided import DecidedListing
from listings.review import BESIDE_THE_TEXT

if TYPE_CHECKING:
    from store.open import Stores
    from store.records import DecidedHit


class DecidedExamples:
    """Reads decided hits and samples from the stores (`listings.ports.DecidedListings`)."""

    def __init__(self, stores: Stores) -> None:
        """Read from these stores."""
        self._stores = stores

    def examples(self) -> Iterator[DecidedListing]:
        """Give one example per listing text, by its latest decision, oldest decision first.

        A listing that comes back with the same words (another price, a new rule) is decided anew; only the last
        decision on these words counts. What was dismissed for a reason beside its text is left out.
        """
        latest: dict[tuple[str, str, str], DecidedListing] = {}
        for decided in _all(self._stores):
            key = (decided.listing.listing_key, decided.listing.title, decided.listing.description)
            # Taken out first, so that the order is that of the decisions that count.
            latest.pop(key, None)
            latest[key] = decided.listing
        yield from (example for example in latest.values() if example.reason not in BESIDE_THE_TEXT)


def _all(stores: Stores) -> Iterator[DecidedHit]:
    after = 0
    while page := stores.decided.page(after):
        yield from page
        after = page[-1].decision_id
