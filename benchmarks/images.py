"""How well changed copies of official pictures are found, and how often other pictures are taken for them.

Groups (a shop, a product class, a mark's first word) lie wholly among the references or wholly among the negatives.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.image_attacks import ATTACKS, Attack, coloured_share, recolour
from detectors.images.match import ImageMatcher
from detectors.images.matches import ImageMatch
from detectors.images.reference_set import ReferencePicture, ReferenceSet

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
LONGEST = 800
CROPS = 4
COLOURFUL = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Shares (0..1) of changed copies of which the right reference was found, as what, and put first."""

    attack: str
    tried: int
    found: float
    as_copy: float
    as_variant: float
    first: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A folder of pictures, parted by group."""

    references: tuple[Path, ...]
    negatives: tuple[Path, ...]


def part(folder: Path, seed: int) -> Pool:
    """Part the pictures below a folder; photographs of shelves (`natural`) serve as negatives only."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    ours = {path for path in files if _drawn(_group(path), seed)}
    return Pool(
        references=tuple(path for path in files if path in ours and "natural" not in path.parts),
        negatives=tuple(path for path in files if path not in ours),
    )


def _group(path: Path) -> str:
    name = path.parent.name if path.parent.parent.name == "natural" else path.stem
    return re.split(r"[-_\d]", name)[0].lower()


def _drawn(group: str, seed: int) -> bool:
    return hashlib.sha256(f"{seed} {group}".encode()).digest()[0] % 2 == 0


def build(references: Iterable[Path]) -> ReferenceSet:
    """Make a reference set of files."""
    return ReferenceSet.build(
        ReferencePicture(
            path=str(path),
            brand=_group(path),
            product=None,
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
            content=path.read_bytes(),
        )
        for path in references
    )


def measure(matcher: ImageMatcher, paths: Sequence[Path], name: str, attack: Attack, seed: int) -> Recall:
    """Change each picture by one attack and look for the reference it was made from."""
    found = [_of(matcher.match(_attacked(path, attack, f"{seed} {name} {path.name}")), path) for path in paths]
    count = max(1, len(paths))
    return Recall(
        attack=name,
        tried=len(paths),
        found=sum(verdict is not None for verdict, _ in found) / count,
        as_copy=sum(verdict in {"copy", "contains"} for verdict, _ in found) / count,
        as_variant=sum(verdict == "variant" for verdict, _ in found) / count,
        first=sum(first for _, first in found) / count,
    )


def _of(match: ImageMatch, path: Path) -> tuple[str | None, bool]:
    ours = [found for found in match.matches if found.reference.path == str(path)]
    return (ours[0].verdict, match.matches[0] is ours[0]) if ours else (None, False)


def _attacked(path: Path, attack: Attack, seed: str) -> bytes:
    changed = attack(_opened(path), random.Random(seed))  # noqa: S311 - repeatable, not secret
    return _written(changed)


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        opened = image.convert("RGB")
    opened.thumbnail((LONGEST, LONGEST))
    return opened


def _written(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=90)
    return written.getvalue()


def negatives(paths: Iterable[Path], seed: int) -> Iterator[bytes]:
    """Give pictures of other goods: each whole, and random parts of it."""
    for path in paths:
        image = _opened(path)
        yield _written(image)
        chance = random.Random(f"{seed} {path.name}")  # noqa: S311 - repeatable, not secret
        for _ in range(CROPS):
            kept = chance.uniform(0.3, 0.8)
            x, y = int(chance.uniform(0, 1 - kept) * image.width), int(chance.uniform(0, 1 - kept) * image.height)
            yield _written(image.crop((x, y, x + int(kept * image.width), y + int(kept * image.height))))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print recall for each attack, false positives, and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=Path, required=True, help="a folder of pictures")
    parser.add_argument("--attacked", type=int, default=60, help="references that are attacked")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    pool = part(given.pool, given.seed)
    matcher = ImageMatcher(build(pool.references))
    usable = [Path(reference.path) for reference in matcher.references.references]
    chosen = random.Random(given.seed).sample(usable, min(given.attacked, len(usable)))  # noqa: S311 - repeatable
    _say(f"{len(usable)} references, {len(pool.references) - len(usable)} refused or merged; {len(chosen)} attacked")
    for recall in _recalls(matcher, chosen, given.seed):
        _say(
            f"{recall.attack:20} found {recall.found:6.1%}  copy {recall.as_copy:6.1%}"
            f"  variant {recall.as_variant:6.1%}  first {recall.first:6.1%}  of {recall.tried}"
        )
    _report_negatives(matcher, negatives(pool.negatives, given.seed))
    return 0


def _recalls(matcher: ImageMatcher, chosen: Sequence[Path], seed: int) -> Iterator[Recall]:
    for name, attack in ATTACKS.items():
        yield measure(matcher, chosen, name, attack, seed)
    colourful = [path for path in chosen if coloured_share(_opened(path)) > COLOURFUL]
    yield measure(matcher, colourful, "other colour", recolour, seed)


def _report_negatives(matcher: ImageMatcher, contents: Iterable[bytes]) -> None:
    tried = unusable = wrong = 0
    spent = 0.0
    for content in contents:
        started = time.process_time()
        match = matcher.match(content)
        spent += time.process_time() - started
        tried += 1
        unusable += not match.usable
        wrong += bool(match.matches)
    _say(f"negatives {tried}: {wrong} taken for a reference, {unusable} unusable; {1000 * spent / tried:.1f} ms each")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
