"""What Soi is compared with. Another method is a file and a line here."""

from __future__ import annotations

from functools import partial

from benchmarks.images.methods.crop_resistant import CropResistant
from benchmarks.images.methods.hashes import WholeHash, dhash, pdq, phash, whash
from benchmarks.images.methods.method import Maker
from benchmarks.images.methods.orb import Orb

COMPARED: tuple[Maker, ...] = (
    partial(WholeHash, "phash", phash),
    partial(WholeHash, "dhash", dhash),
    partial(WholeHash, "whash", whash),
    partial(WholeHash, "PDQ", pdq),
)

SLOW: tuple[Maker, ...] = (
    CropResistant,
    Orb,
)
"""Asked about a sample only."""
