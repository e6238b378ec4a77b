"""Opens the judge with its model, rules and brands."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detectors.claims.head import load_head
from detectors.judge import Judge
from detectors.pictured_text.reading import PictureReading
from detectors.rules.load import load_rules
from detectors.rules.rule import HOME
from listings.brand import Brand
from listings.errors import InvalidInput, NotFound
from listings.ports import BrandShelf
from listings.ruling import RuleChange

if TYPE_CHECKING:
    from detectors.claims.head import ClaimHead
    from detectors.claims.model.encoder import Encoder
    from detectors.images.match import ImageMatcher

logger = logging.getLogger(__name__)


def open_judge(
    model: str,
    cache: Path,
    brands: BrandShelf | None = None,
    rules_folder: Path | None = None,
    *,
    countries: Sequence[str] = HOME,
    changes: Mapping[str, RuleChange] | None = None,
    own_head: Path | None = None,
) -> Judge:
    """Open a judge.

    Args:
        model: Another SentenceTransformer by name or folder; empty for the packaged one.
        cache: The folder of the prepared text model.
        brands: The brands to watch for, or None.
        rules_folder: Rules (TOML) added to the built-in ones, or overriding fields of these.
        countries: Whose law the reasons cite.
        changes: The latest change of each rule's state; None: nobody has changed any, so added rules are only tried.
        own_head: A claim head that a workspace trained; the shipped one is used where it is not there.

    Raises:
        ToolMissing: The model has not been prepared; the message says what to do.
        InvalidInput: A rule in the folder is malformed, or the head was trained on another model.
    """
    encoder = encoder_for(model, cache)
    head = claim_head(encoder, own_head)
    rules = load_rules(rules_folder, countries=countries, changes=changes)
    watched = brands.brands() if brands else ()
    return Judge(encoder, head, rules, watched, _matcher(brands, watched), reading=PictureReading())


def claim_head(encoder: Encoder, own: Path | None = None) -> ClaimHead:
    """Load a workspace's own claim head if it is there, else the shipped one.

    Raises:
        InvalidInput: The file is no head, or the head was trained on another encoder.
    """
    own = own if own and own.exists() else None
    head = load_head(own) if own else load_head()
    if head.encoder == encoder.name:
        return head
    remedy = "use the packaged model, or train a head for this one: python -m detectors.claims.training"
    if own:
        remedy = "remove it, then train again: soi train --with-decisions"
    raise InvalidInput(
        f"the claim head was trained on {head.encoder}, not on {encoder.name}", where=str(own or ""), remedy=remedy
    )


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
            content=content,
            benign=benign,
        )
        for brand in brands
        for benign, references in ((False, brand.references), (True, brand.benign))
        for reference in references
        if (content := _bytes(shelf, reference.digest)) is not None
    )
    return ImageMatcher(ReferenceSet.build(pictures))


def _bytes(shelf: BrandShelf, digest: str) -> bytes | None:
    """Give a reference's bytes; None where they were erased, as a listing's picture that was made benign may be."""
    try:
        return shelf.reference_bytes(digest)
    except NotFound as error:
        logger.warning("reference %s is left out: %s", digest[:12], error)
        return None
