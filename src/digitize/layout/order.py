"""Reading order of blocks.

Two rules give a partial order (T. M. Breuel, "High performance document layout analysis", 2003), which is then sorted
topologically: a block comes before another when it stands above it and they share columns; and when it stands wholly
to the left of it and no third block, between them in height, shares columns with both.
"""

from __future__ import annotations

import numpy as np

from digitize.layout.ink import Mask
from digitize.model.geometry import Box


def reading_order(boxes: list[Box]) -> list[int]:
    """Indices of the boxes in the order in which they are read: column by column under their headline."""
    if not boxes:
        return []
    edges = np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes])
    share = _shares(edges)
    before = _precedence(edges, share)
    missing = before.sum(axis=0)
    waiting = sorted(range(len(boxes)), key=lambda i: (boxes[i].x0, boxes[i].y0))
    order: list[int] = []
    while waiting:
        ready = [i for i in waiting if missing[i] == 0]
        # Noise can make the rules contradict each other: then the topmost block breaks the circle.
        chosen = (
            _nearest(ready, order, boxes, share) if ready else min(waiting, key=lambda i: (boxes[i].y0, boxes[i].x0))
        )
        order.append(chosen)
        waiting.remove(chosen)
        missing -= before[chosen]
    return order


def _nearest(ready: list[int], order: list[int], boxes: list[Box], share: Mask) -> int:
    """Of the blocks that may come next, one that goes on below the last; else the leftmost, topmost."""
    if order:
        last = boxes[order[-1]]
        below = [i for i in ready if share[i, order[-1]] and boxes[i].y0 >= (last.y0 + last.y1) // 2]
        if below:
            return min(below, key=lambda i: (boxes[i].y0, boxes[i].x0))
    return min(ready, key=lambda i: (boxes[i].x0, boxes[i].y0))


def _precedence(edges: np.ndarray[tuple[int, int], np.dtype[np.int64]], share: Mask) -> Mask:
    """``[a, b]``: whether block a comes before block b."""
    x0, y0, _, y1 = edges.T
    middle = (y0 + y1) // 2
    above = share & ((y0 + y1)[:, None] < (y0 + y1)[None, :])
    beside = ~share & (x0[:, None] < x0[None, :])
    for a in range(len(edges)):
        (candidates,) = np.nonzero(beside[a])
        (others,) = np.nonzero(share[a])
        low, high = np.minimum(y0[a], y0[candidates]), np.maximum(y1[a], y1[candidates])
        between = (low[:, None] < middle[others]) & (middle[others] < high[:, None])
        third = (others[None, :] != a) & (others[None, :] != candidates[:, None])
        beside[a, candidates] = ~(share[np.ix_(candidates, others)] & between & third).any(axis=1)
    return np.asarray(above | beside, dtype=np.bool_)


def _shares(edges: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Mask:
    """Whether two blocks share columns: a fifth of the narrower one's width."""
    x0, _, x1, _ = edges.T
    common = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :])
    width = x1 - x0
    return np.asarray(common > 0.2 * np.minimum(width[:, None], width[None, :]), dtype=np.bool_)
