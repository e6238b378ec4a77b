"""A folder of pictures of one's own, parted by group."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from benchmarks.images.pictures import Picture
from listings.errors import NotFound

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
LOGOS = "logos"
NATURAL = "natural"
LONGEST = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The folder's pictures: references and others share no group."""

    references: Sequence[Picture] = ()
    others: Sequence[Picture] = ()


def read_pool(folder: Path, seed: int) -> Pool:
    """Part the pictures below a folder by the first word of their names.

    Below a folder `logos` lie logos. Below `natural` lie photos of goods in shops, in folders named after what they
    show: they are never references, and those that show a reference's goods are left out.

    Raises:
        NotFound: The folder holds no pictures.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        raise NotFound("holds no pictures", where=str(folder), remedy="give a folder of JPEG, PNG or WebP files")
    ours = [path for path in files if _referred_to(group_of(path), seed)]
    return Pool(
        references=[_picture(path, folder) for path in ours if NATURAL not in path.parts],
        others=[_picture(path, folder) for path in files if path not in set(ours)],
    )


def group_of(path: Path) -> str:
    """Give the first word of the file's name, of its folder's below `natural`: a shop, a class of goods, a mark."""
    name = path.parent.name if path.parent.parent.name == NATURAL else path.stem
    return re.split(r"[-_\d]", name)[0].lower() or name.lower()


def opened(path: Path) -> Image.Image:
    """Open a picture: RGB, transparent parts white, longest side at most 800."""
    with Image.open(path) as image:
        image.thumbnail((LONGEST, LONGEST))
        if image.has_transparency_data:
            ground = Image.new("RGBA", image.size, "white")
            return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
        return image.convert("RGB")


def _referred_to(group: str, seed: int) -> bool:
    return hashlib.sha256(f"{seed} {group}".encode()).digest()[0] % 2 == 0


def _picture(path: Path, folder: Path) -> Picture:
    inner = path.relative_to(folder)
    return Picture(
        name=f"pool/{inner.as_posix()}",
        group=f"pool-{group_of(path)}",
        kind="logo" if LOGOS in inner.parts else "photo",
        source="pool",
        open=partial(opened, path),
    )
