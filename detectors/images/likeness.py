"""Compares a reference, block by block, with what lies under it in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.images.colours import LUMA, RED, differing_colours
from detectors.images.palette import apart, in_the_light, main_colours, share_drawn_in

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BLOCK = 8
# What is compared: light, and red for what differs by its colour alone.
CHANNELS = (LUMA, RED)
# Levels of deviation from which on a block has something drawn in it.
DRAWN = 8.0
# How much red must tell, in parts of what light does, to be asked.
AS_WELL = 0.5
# Correlation inside a block from which on it shows the same thing, and from which on it is the same.
SAME = 0.7
EXACT = 0.9
# What lies in a plain block of the reference from which on it is something else.
FOREIGN = 14.0
# Correlation below which a block shows something else, and the share of its pixels that must have the reference's own
# colours for it to be drawn otherwise, not covered.
OTHERWISE = 0.5
OWN_COLOURS = 0.9
# How far from the colour of the reference's edge its figure begins, and how much of the edge must have that colour.
GROUND = 24.0
GROUND_EDGE = 0.7
# Agreeing blocks that the light is read from.
LEAST_LIT = 2
# Pixels of a block that the figure must fill for its colour to count.
LEAST_FIGURE = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laid:
    """A reference laid over a picture: both RGB, float32 [h, w, 3], of one shape, sides multiples of 8.

    `seen`: what lies under the reference in the picture; `given`: the reference; `inside`: for each block, row by row,
    whether it lies inside the picture.
    """

    seen: Floats
    given: Floats
    inside: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many of a reference's drawn blocks are in the picture, and agree.

    `visible`: share of its drawn blocks inside the picture; `drawn`: their number; `same`: share of them that agree;
    `exact`: share that agree closely.
    """

    visible: float
    drawn: int
    same: float
    exact: float

    @property
    def agreeing(self) -> int:
        """Give the number of drawn blocks that agree."""
        return round(self.drawn * self.same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness(Agreement):
    """The agreement, and what the colours say.

    `other_colour`: share of the agreeing and plain blocks in another colour; `otherwise`: blocks that show something
    else in the reference's own colours, as a share of the drawn ones. A copy's blocks are covered by something foreign;
    a look-alike's letters are of the same ink.
    """

    other_colour: float
    otherwise: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedBlocks:
    """Blocks [n, 64, 3] of the reference and of what lies there: drawn ones that agree, and plain ones."""

    drawn: tuple[Floats, Floats]
    plain: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Both pictures in blocks [n, 64, 3], which are drawn and inside, how close these are, and what lies there."""

    base: Floats
    beneath: Floats
    looked: Flags
    closeness: Floats
    there: Floats
    agreement: Agreement


def agreement(laid: Laid, moved: int) -> Agreement:
    """Compare what is drawn; `moved` is by how many pixels a block may lie elsewhere, as much as the fit is inexact."""
    return _compared(laid, moved).agreement


def likeness(laid: Laid, moved: int) -> Likeness:
    """Compare what is drawn, and its colours."""
    found = _compared(laid, moved)
    base, beneath, looked = found.base, found.beneath, found.looked
    same, unlike = looked.copy(), looked.copy()
    same[looked], unlike[looked] = found.closeness > SAME, found.closeness < OTHERWISE
    undrawn = laid.inside & ~looked
    plain = _is_plain(laid, found)
    shown = beneath.copy()
    shown[looked] = found.there
    figure = in_blocks(figure_of(laid.given)[..., None])[..., 0]
    otherwise = _drawn_otherwise(beneath, shown, base, same | plain, unlike | (undrawn & ~plain))
    return Likeness(
        visible=found.agreement.visible,
        drawn=found.agreement.drawn,
        same=found.agreement.same,
        exact=found.agreement.exact,
        other_colour=share_recoloured(shown, base, figure, same | plain),
        otherwise=otherwise / max(1, int(looked.sum())),
    )


def shared_blocks(laid: Laid) -> SharedBlocks:
    """Give the blocks that show the same in both, each where it fits best within a pixel."""
    found = _compared(laid, 1)
    plain = _is_plain(laid, found)
    same = found.closeness > SAME
    drawn = found.base[found.looked][same], found.there[same]
    return SharedBlocks(drawn=drawn, plain=(found.base[plain], found.beneath[plain]))


def _is_plain(laid: Laid, found: _Compared) -> Flags:
    """Say which blocks have nothing drawn in them, in the reference or there."""
    return np.asarray(laid.inside & ~found.looked & ((found.beneath @ LUMA).std(axis=1) < FOREIGN), dtype=np.bool_)


def _compared(laid: Laid, moved: int) -> _Compared:
    base, beneath = in_blocks(laid.given), in_blocks(laid.seen)
    drawn = is_drawn(base)
    looked = drawn & laid.inside
    count = int(looked.sum())
    closeness, there = _closest(laid.seen, base[looked], np.flatnonzero(looked), moved)
    found = Agreement(
        visible=count / max(1, int(drawn.sum())),
        drawn=count,
        same=float((closeness > SAME).sum() / max(1, count)),
        exact=float((closeness > EXACT).sum() / max(1, count)),
    )
    return _Compared(base, beneath, looked, closeness, there, found)


def _drawn_otherwise(beneath: Floats, shown: Floats, given: Floats, agreeing: Flags, differing: Flags) -> int:
    """Count the differing blocks whose pixels have the reference's own colours, in the picture's light."""
    if agreeing.sum() < LEAST_LIT or not differing.any():
        return 0
    colours = main_colours(given)
    if not len(colours):
        return 0
    lit = in_the_light(colours, given[agreeing].reshape(-1, 3), shown[agreeing].reshape(-1, 3))
    return int((share_drawn_in(beneath[differing], lit) > OWN_COLOURS).sum())


def figure_of(given: Floats) -> Floats:
    """Give 1 for each pixel of the reference that is not its plain ground, else 0; all 1 where it has no such ground.

    The ground is cut away where a mark is put on goods: it says nothing, neither does its colour.
    """
    import cv2

    edge = np.concatenate([given[0], given[-1], given[:, 0], given[:, -1]])
    ground = np.median(edge, axis=0)
    if (apart(edge, ground) < GROUND).mean() < GROUND_EDGE:
        return np.ones(given.shape[:2], dtype=np.float32)
    figure = (apart(given, ground) >= GROUND).astype(np.float32)
    # Its rim has the ground's colour mixed in, and a fit is not exact to the pixel.
    return np.asarray(cv2.erode(figure, np.ones((3, 3), dtype=np.uint8)), dtype=np.float32)


def share_recoloured(seen: Floats, given: Floats, figure: Floats, compared: Flags) -> float:
    """Give the share of blocks whose figure has another colour, of those that are compared and hold some of it."""
    compared = compared & (figure.sum(axis=1) >= LEAST_FIGURE)
    weights = (figure / np.maximum(figure.sum(axis=1, keepdims=True), 1))[..., None]
    colours = [(each * weights).sum(axis=1)[compared] for each in (seen, given)]
    return float(differing_colours(*colours).sum()) / max(1, int(compared.sum()))


def is_drawn(blocks: Floats) -> Flags:
    """Say which blocks [n, 64, 3] have something drawn in them, by light or by red alone."""
    return np.asarray(np.any(told_by(blocks), axis=0), dtype=np.bool_)


def told_by(blocks: Floats) -> tuple[Flags, Flags]:
    """Say for light and for red which blocks [n, 64, 3] have something drawn in them that it tells."""
    light, red = ((blocks @ channel).std(axis=1) for channel in CHANNELS)
    return tells(light, red, DRAWN)


def tells(light: Floats, red: Floats, least: float) -> tuple[Flags, Flags]:
    """Say where each has contrast enough to be asked, of the deviations of light and of red in the same places."""
    return light > least, (red > least) & (red > AS_WELL * light)


def _closest(seen: Floats, given: Floats, numbers: Numbers, moved: int) -> tuple[Floats, Floats]:
    """Give each block's best correlation with what lies around its place, and what lies there, [n, 64, 3].

    `given` holds the reference's blocks, `numbers` counts them row by row.
    """
    if not len(numbers):
        return np.zeros(0, dtype=np.float32), np.zeros((0, BLOCK * BLOCK, 3), dtype=np.float32)
    padded = np.pad(seen, ((moved, moved), (moved, moved), (0, 0)), mode="edge")
    rows, columns = np.divmod(numbers, seen.shape[1] // BLOCK)
    top, left = rows * BLOCK, columns * BLOCK
    closeness = np.full(len(numbers), -1, dtype=np.float32)
    best = np.full((len(numbers), 2), moved)
    for channel, tells in zip(CHANNELS, told_by(given), strict=True):
        # What light shows to be the same needs no second look.
        telling = np.flatnonzero(tells & (closeness <= EXACT))
        close, move = _best_moves(padded @ channel, given[telling] @ channel, top[telling], left[telling], moved)
        closer = close > closeness[telling]
        closeness[telling[closer]], best[telling[closer]] = close[closer], move[closer]
    pixels = np.lib.stride_tricks.sliding_window_view(padded, (BLOCK, BLOCK), axis=(0, 1))
    shown = pixels[top + best[:, 0], left + best[:, 1]].transpose(0, 2, 3, 1)
    return closeness, shown.reshape(len(numbers), BLOCK * BLOCK, -1)


def _best_moves(around: Floats, given: Floats, top: Numbers, left: Numbers, moved: int) -> tuple[Floats, Numbers]:
    """Give each block's best correlation among the places around its own, and the move (down, right) to there."""
    given = given - given.mean(axis=1, keepdims=True)
    strength = np.sqrt((given * given).mean(axis=1))
    reach = BLOCK + 2 * moved
    patches = np.lib.stride_tricks.sliding_window_view(around, (reach, reach))[top, left]
    windows = np.lib.stride_tricks.sliding_window_view(patches, (BLOCK, BLOCK), axis=(1, 2))
    # What is compared lies about its mean already: the other's mean adds nothing.
    common = np.einsum("nabij,nij->nab", windows, given.reshape(-1, BLOCK, BLOCK)) / BLOCK**2
    contrast = _deviations(around)
    contrast = np.lib.stride_tricks.sliding_window_view(contrast, (2 * moved + 1, 2 * moved + 1))[top, left]
    closeness = (common / np.maximum(contrast * strength[:, None, None], DRAWN)).reshape(-1, (2 * moved + 1) ** 2)
    best = closeness.argmax(axis=1)
    return closeness[np.arange(len(given)), best], np.column_stack(np.divmod(best, 2 * moved + 1))


def _deviations(values: Floats) -> Floats:
    """Give the deviation in each place that a block may lie in, [h - 7, w - 7], by its upper left corner."""
    import cv2

    block, corner = (BLOCK, BLOCK), (0, 0)
    mean = cv2.boxFilter(values, cv2.CV_64F, block, anchor=corner)
    squares = cv2.sqrBoxFilter(values, cv2.CV_64F, block, anchor=corner)
    inside = np.s_[: values.shape[0] - BLOCK + 1, : values.shape[1] - BLOCK + 1]
    return np.sqrt(np.maximum(squares - mean * mean, 0)[inside]).astype(np.float32)


def in_blocks(pixels: Floats) -> Floats:
    """Divide pixels [h, w, channels], sides multiples of 8, into blocks [n, 64, channels], row by row."""
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    split = pixels.reshape(rows, BLOCK, columns, BLOCK, -1).transpose(0, 2, 1, 3, 4)
    return split.reshape(rows * columns, BLOCK * BLOCK, -1)
