"""Say how well the monitor did on the sample marketplace: `python -m demo.compare HITS LISTINGS RUNS [--json]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demo.comparison import Comparison, Miss, Share, compare
from demo.marketplace import read_lines
from demo.truth import read_truth


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison; exit 1 when an honest listing was called counterfeit or an export cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m demo.compare", description=__doc__)
    for name in ("hits", "listings", "runs"):
        parser.add_argument(name, type=Path, help=f"file from: soi export {name} --format jsonl")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args(arguments)
    try:
        exports = [list(read_lines(file)) for file in (given.hits, given.listings, given.runs)]
    except (OSError, ValueError) as error:
        sys.stderr.write(f"demo.compare: an export cannot be read: {error}\n")
        return 1
    result = compare(read_truth(), *exports)
    text = json.dumps(as_json(result), ensure_ascii=False, indent=2) if given.json else "\n".join(summary(result))
    sys.stdout.write(text + "\n")
    return 1 if result.honest_as_counterfeit else 0


def as_json(result: Comparison) -> Mapping[str, Any]:
    """Give the figures as plain JSON values, shares with their value."""
    shares = {
        name: _share_json(getattr(result, name)) for name in ("collected", "violating_queued", "queued_violating")
    }
    categories = {category: _share_json(share) for category, share in result.categories.items()}
    return {**asdict(result), **shares, "categories": categories}


def summary(result: Comparison) -> Iterator[str]:
    """Give the figures as lines for people."""
    yield f"listings collected:              {_share(result.collected)}"
    yield f"violating listings queued:       {_share(result.violating_queued)}"
    yield f"queued listings that violate:    {_share(result.queued_violating)}"
    yield f"honest official photos queued as counterfeit: {len(result.honest_as_counterfeit)} (must be 0)"
    yield "by category (labelled as such):"
    yield from (f"  {category:<18} {_share(share)}" for category, share in result.categories.items())
    yield "traps:"
    yield from (f"  {'ok    ' if met else 'FAILED'} {name}" for name, met in result.traps.items())
    yield from _listed("missed", result.missed)
    yield from _listed("wrongly queued", result.wrongly_queued)
    yield from (f"queued, not of the marketplace: {url}" for url in result.unknown_queued)
    yield from (f"collected twice: {key}" for key in result.collected_twice)


def _listed(title: str, misses: tuple[Miss, ...]) -> Iterator[str]:
    if misses:
        yield f"{title}:"
        yield from (f"  {miss.id}  {miss.why}" for miss in misses)


def _share(share: Share) -> str:
    value = share.value
    return f"{share.found} of {share.of}" + (f" ({value:.1%})" if value is not None else "")


def _share_json(share: Share) -> Mapping[str, float | int | None]:
    return {"found": share.found, "of": share.of, "value": share.value}


if __name__ == "__main__":
    sys.exit(main())
