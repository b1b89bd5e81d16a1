"""Lines into what the network takes at a time, and its answers back into lines.

What is read on a line must not depend on the lines beside it: each goes through the network by itself, in pieces where it
is very long. The network's arithmetic is in eight bits on a scale that it finds for each input, so that lines in one batch
would change each other's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.recognize.own_model import FRAME_PX, LINE_HEIGHT_PX, WIDTH_STEP_PX

_LONGEST_PX = 4_000
"""A longer line is read in pieces, so that memory is bounded: a line of a newspaper's widest headline has some 2,500."""
_CONTEXT_PX = 96
"""What a piece sees of its neighbours: some five letters."""
_WHITE = 0.3
"""Ink below which a column is paper."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line: mostly the whole of it. A piece sees a little of its neighbours, and answers for its own part.

    Args:
        line: Index of the line.
        x0: First column that is read.
        x1: Column after the last one.
        own0: First column that it answers for.
        own1: Column after the last one.
        white0: White columns on either side of the cut before it: a space may be seen in any of them.
        white1: The same for the cut after it.
    """

    line: int
    x0: int
    x1: int
    own0: int
    own1: int
    white0: int = 0
    white1: int = 0

    @property
    def padded_px(self) -> int:
        """Its width with the padding."""
        return -(-(self.x1 - self.x0) // WIDTH_STEP_PX) * WIDTH_STEP_PX

    def owns(self, x: float, *, is_space: bool) -> bool:
        """Whether a character whose middle stands at a column is for this piece to tell.

        A space in the gap at a cut is for both: two spaces are one.
        """
        before, after = (self.white0, self.white1) if is_space else (0, 0)
        return self.own0 - before <= x < self.own1 + after


def pieces_of(line: int, ink: Floats) -> tuple[Piece, ...]:
    """A line whole, or cut at the widest white gap of each second half of what the network takes at a time.

    Args:
        line: Its index.
        ink: Shape (40, width).
    """
    width, white = ink.shape[1], ink.max(axis=0, initial=0.0) < _WHITE
    cuts, whites = [0], [0]
    while width - cuts[-1] > _LONGEST_PX:
        low = cuts[-1] + _LONGEST_PX // 2
        left, right = _widest(white[low : cuts[-1] + _LONGEST_PX])
        middle = low + (left + right) // 2 if right > left else cuts[-1] + _LONGEST_PX
        cuts.append(middle // FRAME_PX * FRAME_PX)
        whites.append((right - left) // 2)
    cuts.append(width)
    whites.append(0)
    return tuple(
        Piece(line, max(0, own0 - _CONTEXT_PX), min(width, own1 + _CONTEXT_PX), own0, own1, white0, white1)
        for (own0, own1), (white0, white1) in zip(pairwise(cuts), pairwise(whites), strict=True)
    )


def _widest(white: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest run of white columns, the first of several; ``(0, 0)`` when there is none."""
    edges = np.flatnonzero(np.diff(white.astype(np.int8), prepend=0, append=0))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return 0, 0
    left, right = runs[int((runs[:, 1] - runs[:, 0]).argmax())].tolist()
    return left, right


def padded(piece: Piece, ink: Floats) -> Floats:
    """The network's input: shape (1, 1, 40, padded width), with paper on the right.

    Args:
        piece: Of the line.
        ink: The whole line's, of shape (40, width).
    """
    lines = np.zeros((1, 1, LINE_HEIGHT_PX, piece.padded_px), np.float32)
    lines[0, 0, :, : piece.x1 - piece.x0] = ink[:, piece.x0 : piece.x1]
    return lines
