"""Local features as many write it: ORB, brute-force matching, a homography by RANSAC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.images.methods.method import Answer, Floats, Official, Query

FEATURES = 500
LONGEST = 512
# Bits of 256 up to which two features may be the same one, and how far off (pixels) an inlier may lie.
MOST_DIFFERING = 64
OFF = 5.0
LOOKED_AT = 5
LEAST_MATCHES = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Features:
    """Places float32 [n, 2] in pixels, descriptors uint8 [n, 32]."""

    places: Floats
    descriptors: npt.NDArray[np.uint8]


class Orb:
    """Every feature votes for the references whose features are near; the five with most votes are verified."""

    name = "ORB"
    about = f"{FEATURES} features, brute force, RANSAC; the score is the number of inliers"
    slow = True

    def __init__(self, officials: Sequence[Official]) -> None:
        cv2.setNumThreads(1)
        self._orb = cv2.ORB.create(FEATURES)
        self._matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
        self._references = [self._features(official.image) for official in officials]
        self._owners = np.repeat(np.arange(len(officials)), [len(own.places) for own in self._references])
        self._all = np.concatenate([own.descriptors for own in self._references])

    def answer(self, query: Query) -> Answer:
        """Score every reference by its inliers."""
        scores = np.zeros(len(self._references), dtype=np.float32)
        features = self._features(query.image)
        if len(features.places) < LEAST_MATCHES:
            return Answer(scores=scores)
        nearest = self._matcher.match(features.descriptors, self._all)
        owners = [self._owners[match.trainIdx] for match in nearest if match.distance <= MOST_DIFFERING]
        votes = np.bincount(owners, minlength=len(self._references))
        for place in np.argsort(-votes, kind="stable")[:LOOKED_AT]:
            if votes[place]:
                scores[place] = self._inliers(features, self._references[place])
        return Answer(scores=scores)

    def _features(self, image: Image.Image) -> _Features:
        small = image.convert("L")
        small.thumbnail((LONGEST, LONGEST))
        points, descriptors = self._orb.detectAndCompute(np.asarray(small), None)
        if descriptors is None:
            return _Features(np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8))
        return _Features(np.array([point.pt for point in points], dtype=np.float32), np.asarray(descriptors, np.uint8))

    def _inliers(self, query: _Features, reference: _Features) -> int:
        pairs = self._matcher.match(query.descriptors, reference.descriptors)
        near = [(pair.queryIdx, pair.trainIdx) for pair in pairs if pair.distance <= MOST_DIFFERING]
        if len(near) < LEAST_MATCHES:
            return 0
        seen, given = np.array(near).T
        cv2.setRNGSeed(1)
        _, mask = cv2.findHomography(reference.places[given], query.places[seen], cv2.RANSAC, OFF)
        return 0 if mask is None else int(mask.sum())
