"""Opens the judge with its model, rules and brands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detectors.claims.head import load_head
from detectors.judge import Judge
from detectors.rules.load import load_rules
from listings.brand import Brand
from listings.errors import InvalidInput
from listings.ports import BrandShelf

if TYPE_CHECKING:
    from detectors.claims.model.encoder import Encoder
    from detectors.images.match import ImageMatcher


def open_judge(model: str, cache: Path, brands: BrandShelf | None = None, rules_folder: Path | None = None) -> Judge:
    """Open a judge.

    Args:
        model: Another SentenceTransformer by name or folder; empty for the packaged one.
        cache: The folder of the prepared text model.
        brands: The brands to watch for, or None.
        rules_folder: Rules (TOML) added to the built-in ones; one of the same category replaces the built-in rule.

    Raises:
        ToolMissing: The model has not been prepared; the message says what to do.
        InvalidInput: A rule in the folder is malformed, or the head was trained on another model.
    """
    encoder = encoder_for(model, cache)
    head = load_head()
    if head.encoder != encoder.name:
        raise InvalidInput(
            f"the claim head was trained on {head.encoder}, not on {encoder.name}",
            remedy="use the packaged model, or train a head for this one: python -m detectors.claims.train",
        )
    rules = load_rules(*([rules_folder] if rules_folder else []))
    watched = brands.brands() if brands else ()
    return Judge(encoder, head, rules, watched, _matcher(brands, watched))


def encoder_for(model: str, cache: Path) -> Encoder:
    """Open the packaged text model in `cache`, or another by name; onnxruntime is loaded only here.

    Raises:
        ToolMissing: The model has not been prepared, or a library is not installed.
    """
    from detectors.claims.model.encoder import OnnxEncoder, open_encoder

    return open_encoder(model, cache) if model else OnnxEncoder(cache)


def _matcher(shelf: BrandShelf | None, brands: Sequence[Brand]) -> ImageMatcher | None:
    """Build the picture matcher only where there are references: faiss and PIL stay unloaded otherwise."""
    if shelf is None or not any(brand.references for brand in brands):
        return None
    from detectors.images.match import ImageMatcher
    from detectors.images.reference_set import ReferencePicture, ReferenceSet

    pictures = (
        ReferencePicture(
            path=reference.path,
            brand=brand.name,
            product=reference.product,
            digest=reference.digest,
            content=shelf.reference_bytes(reference.digest),
        )
        for brand in brands
        for reference in brand.references
    )
    return ImageMatcher(ReferenceSet.build(pictures))
