"""The brands' official pictures, made ready to be compared with. Nothing of the files is kept but what is compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from detectors.images.colours import is_recoloured
from detectors.images.decode import DecodedImage, open_image
from detectors.images.feature_index import FeatureIndex
from detectors.images.features import Features, reference_features
from detectors.images.hashes import Bits
from detectors.images.index import HashIndex
from detectors.images.layout import Layout, compare
from detectors.images.rendering import Pixels
from detectors.images.thumbnail import Thumbnail
from detectors.images.views import REFERENCE_PEELS, Margins, views_of
from listings.errors import Unreadable

# JPEG at another quality moves PDQ by 2 to 6 bits. Two references this close in drawing and colour are one.
DUPLICATE_DISTANCE = 6
DUPLICATE_SAME = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePicture:
    """An official picture as given: `digest` is the SHA-256 (hex) of `content`, `path` names it for people.

    `benign` makes it a negative reference: a picture like it proves nothing; without a brand, against any brand.
    """

    path: str
    brand: str | None
    product: str | None
    digest: str
    content: bytes
    benign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An official picture without its bytes. `width` and `height` are those of the upright original."""

    path: str
    brand: str | None
    product: str | None
    digest: str
    width: int
    height: int
    benign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReferenceView:
    """One hashed part of a reference. `pdq` and `phash` are uint8 [32]."""

    reference: Reference
    pdq: Bits
    phash: Bits
    layout: Layout
    aspect: float
    margins: Margins


@dataclass(frozen=True, slots=True)
class RefusedReference:
    """A picture that cannot serve as a reference, with its reason code and what is wrong with it."""

    path: str
    reason: str
    what: str


@dataclass(frozen=True, slots=True)
class MergedReference:
    """A reference that repeats an earlier one of its brand: `path` counts as `kept`."""

    path: str
    kept: str


class ReferenceSet:
    """References with their index. Built once, then only read; safe to share between threads."""

    def __init__(
        self,
        *,
        views: tuple[ReferenceView, ...],
        refused: tuple[RefusedReference, ...],
        merged: tuple[MergedReference, ...],
        by_digest: dict[str, tuple[Reference, ...]],
        thumbnails: tuple[Thumbnail, ...],
        features: Sequence[Features],
    ) -> None:
        self.views = views
        self.refused = refused
        self.merged = merged
        self.by_digest = by_digest
        self.thumbnails = thumbnails
        """One for each of `references`, in their order, as are the features."""
        self.feature_index = FeatureIndex(features)
        self._numbers = {reference: number for number, reference in enumerate(self.references)}
        self.index = HashIndex(np.stack([view.pdq for view in views]) if views else np.zeros((0, 32), np.uint8))

    @property
    def references(self) -> tuple[Reference, ...]:
        """Give the references that are compared with, in the order given."""
        return tuple(dict.fromkeys(view.reference for view in self.views))

    def official(self, reference: Reference) -> tuple[Pixels, tuple[int, int]]:
        """Give the rendering of a reference that is laid over pictures, and the width and height of its frame."""
        number = self._numbers[reference]
        return self.thumbnails[number].pixels(), self.feature_index.features(number).frame

    @property
    def version(self) -> str:
        """Name the set by what a verdict depends on: every digest with its brand."""
        named = sorted(
            f"{r.digest} {r.brand or ''}{' benign' * r.benign}" for rs in self.by_digest.values() for r in rs
        )
        return hashlib.sha256("\n".join(named).encode()).hexdigest()[:16]

    @classmethod
    def build(cls, items: Iterable[ReferencePicture]) -> Self:
        """Hash the references; list those that are refused or repeat another, and go on.

        Args:
            items: consumed one by one, so that only one picture's bytes need be held at a time.
        """
        shelf = _Shelf()
        for item in items:
            shelf.add(item)
        return cls(
            views=tuple(shelf.views),
            refused=tuple(shelf.refused),
            merged=tuple(shelf.merged),
            by_digest=shelf.by_digest,
            thumbnails=tuple(shelf.thumbnails),
            features=shelf.features,
        )


class _Shelf:
    def __init__(self) -> None:
        self.views: list[ReferenceView] = []
        self.refused: list[RefusedReference] = []
        self.merged: list[MergedReference] = []
        self.by_digest: dict[str, tuple[Reference, ...]] = {}
        self.thumbnails: list[Thumbnail] = []
        self.features: list[Features] = []
        self._wholes: dict[tuple[str | None, bool], list[ReferenceView]] = {}
        # The same rows packed, so that ten thousand pictures of one brand do not cost a call for each pair.
        self._hashes: dict[tuple[str | None, bool], bytearray] = {}

    def add(self, item: ReferencePicture) -> None:
        try:
            decoded = open_image(item.content)
        except Unreadable as error:
            self.refused.append(RefusedReference(item.path, error.reason, error.what))
            return
        reference, views = _hashed(item, decoded)
        self.by_digest[item.digest] = (*self.by_digest.get(item.digest, ()), reference)
        kept = self._repeated(views[0])
        if kept is not None:
            self.merged.append(MergedReference(item.path, kept.path))
            return
        self.views.extend(views)
        self.thumbnails.append(Thumbnail.of(decoded.pixels))
        self.features.append(reference_features(decoded.pixels))
        self._wholes.setdefault((item.brand, item.benign), []).append(views[0])
        self._hashes.setdefault((item.brand, item.benign), bytearray()).extend(views[0].pdq.tobytes())

    def _repeated(self, view: ReferenceView) -> Reference | None:
        kin = view.reference.brand, view.reference.benign
        hashes = np.frombuffer(self._hashes.get(kin, b""), dtype=np.uint8).reshape(-1, len(view.pdq))
        near = np.flatnonzero(np.bitwise_count(hashes ^ view.pdq).sum(axis=1) <= DUPLICATE_DISTANCE)
        wholes = (self._wholes[kin][row] for row in near)
        return next((whole.reference for whole in wholes if _repeats(view, whole)), None)


def _hashed(item: ReferencePicture, decoded: DecodedImage) -> tuple[Reference, tuple[ReferenceView, ...]]:
    reference = Reference(
        path=item.path,
        brand=item.brand,
        product=item.product,
        digest=item.digest,
        width=decoded.width,
        height=decoded.height,
        benign=item.benign,
    )
    return reference, tuple(
        ReferenceView(
            reference=reference,
            pdq=view.pdq[0],
            phash=view.phash(),
            layout=view.layout(),
            aspect=view.aspect,
            margins=view.margins,
        )
        for view in views_of(decoded.pixels, REFERENCE_PEELS)
    )


def _repeats(view: ReferenceView, kept: ReferenceView) -> bool:
    if view.reference.product != kept.reference.product:
        return False
    agreement = compare(view.layout, kept.layout)
    return (agreement.same or 0.0) >= DUPLICATE_SAME and not is_recoloured(agreement.other_colour)
