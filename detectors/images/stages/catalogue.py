"""The stages of the cascade, cheapest first. A new stage is a file beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable

from detectors.images.matches import Stage
from detectors.images.reference_set import ReferenceSet
from detectors.images.stages.covered import CoveredStage
from detectors.images.stages.exact import ExactStage
from detectors.images.stages.features import FeatureStage
from detectors.images.stages.hash import HashStage
from detectors.images.stages.panels import PanelStage

STAGES: tuple[Callable[[ReferenceSet], Stage], ...] = (
    ExactStage,
    HashStage,
    CoveredStage,
    PanelStage,
    FeatureStage,
)
