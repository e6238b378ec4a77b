"""Keeps a fingerprint of every image, sees which show the same picture, and finds those near a brand's references.

Safe to kill and to run beside another: an image is compared only after its fingerprint was stored, with all that were
stored by then, so of any two images the later one meets the earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from listings.brand import ReferenceImage
from listings.errors import NotFound
from listings.subject import SubjectImage

if TYPE_CHECKING:
    from detectors.images.fingerprint import StoredImages
    from detectors.images.hashes import Bits
    from store.open import Stores

BATCH = 64


class Fingerprints:
    """The fingerprints of one run: what is stored is loaded when the first new image comes."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._packed: StoredImages | None = None
        self._last_block = 0

    def take(self, images: Iterable[SubjectImage]) -> None:
        """Keep and compare those of some images that are new."""
        given = {image.digest: image.content for image in images}
        wanted = self._stores.pictures.to_place(given)
        if not wanted:
            return
        from detectors.images.fingerprint import orientations

        hashes = {digest: orientations(given[digest]) for digest in sorted(wanted)}
        upright = {digest: None if turned is None else turned[0].tobytes() for digest, turned in hashes.items()}
        ids = self._stores.pictures.keep(upright)
        self._place({ids[digest]: turned for digest, turned in hashes.items() if turned is not None})

    def take_rest(self) -> None:
        """Keep and compare what was stored before there were fingerprints, or by a run that was killed."""
        for left in (self._stores.pictures.unhashed, self._stores.pictures.unplaced):
            after = ""
            while digests := left(after, BATCH):
                self.take(self._read(digests))
                after = digests[-1]

    def near(self, references: Iterable[ReferenceImage]) -> set[int]:
        """Give the ids of the stored images that one of the references may concern."""
        from detectors.images.fingerprint import WORTH_JUDGING, reference_orientations

        contents = (self._stores.brands.reference_bytes(reference.digest) for reference in references)
        packed, single = self._stored()
        found = set[int]()
        for hashes in map(reference_orientations, contents):
            found |= packed.near(hashes, WORTH_JUDGING) | single.near(hashes, WORTH_JUDGING)
        return found

    def _place(self, hashes: Mapping[int, Bits]) -> None:
        from detectors.images.fingerprint import SAME_PICTURE

        packed, single = self._stored()
        self._stores.pictures.unite(
            {
                number: packed.near(turned, SAME_PICTURE) | single.near(turned, SAME_PICTURE)
                for number, turned in hashes.items()
            }
        )

    def _stored(self) -> tuple[StoredImages, StoredImages]:
        """Give what is stored now, in blocks and single: blocks are loaded once, then only those that came since."""
        from detectors.images.fingerprint import StoredImages

        self._stores.pictures.pack()
        loaded = self._stores.pictures.hashes(self._last_block)
        self._packed = self._packed or StoredImages()
        self._packed.add(loaded.packed.ids, loaded.packed.hashes)
        self._last_block = loaded.last_block
        return self._packed, StoredImages(loaded.single.ids, loaded.single.hashes)

    def _read(self, digests: Collection[str]) -> Iterator[SubjectImage]:
        for digest in digests:
            try:
                yield SubjectImage(digest=digest, content=self._stores.evidence.get(digest))
            except NotFound:
                # Erased since we were told of it.
                continue
