"""Reading order of blocks.

Two rules give a partial order (T. M. Breuel, "High performance document layout analysis", 2003), which is then sorted
topologically: a block comes before another when it stands above it and they share columns; and when it stands wholly
to the left of it and no third block, between them in height, shares columns with both.
"""

from __future__ import annotations

from digitize.model.geometry import Box


def reading_order(boxes: list[Box]) -> list[int]:
    """Indices of the boxes in the order in which they are read: column by column under their headline."""
    count = len(boxes)
    before: list[set[int]] = [set() for _ in range(count)]
    for a in range(count):
        for b in range(count):
            if a != b and _precedes(boxes, a, b):
                before[b].add(a)
    order: list[int] = []
    done: set[int] = set()
    waiting = sorted(range(count), key=lambda i: (boxes[i].x0, boxes[i].y0))
    while waiting:
        ready = [i for i in waiting if before[i] <= done]
        # Noise can make the rules contradict each other: then the topmost block breaks the circle.
        chosen = _nearest(ready, order, boxes) if ready else min(waiting, key=lambda i: (boxes[i].y0, boxes[i].x0))
        order.append(chosen)
        done.add(chosen)
        waiting.remove(chosen)
    return order


def _nearest(ready: list[int], order: list[int], boxes: list[Box]) -> int:
    """Of the blocks that may come next, one that goes on below the last; else the leftmost, topmost."""
    if order:
        last = boxes[order[-1]]
        below = [i for i in ready if _share(boxes[i], last) and boxes[i].y0 >= (last.y0 + last.y1) // 2]
        if below:
            return min(below, key=lambda i: (boxes[i].y0, boxes[i].x0))
    return min(ready, key=lambda i: (boxes[i].x0, boxes[i].y0))


def _precedes(boxes: list[Box], a: int, b: int) -> bool:
    first, second = boxes[a], boxes[b]
    if _share(first, second):
        return first.y0 + first.y1 < second.y0 + second.y1
    if first.x0 >= second.x0:
        return False
    low, high = min(first.y0, second.y0), max(first.y1, second.y1)
    return not any(
        _share(c, first) and _share(c, second) and low < (c.y0 + c.y1) // 2 < high
        for k, c in enumerate(boxes)
        if k not in (a, b)
    )


def _share(a: Box, b: Box) -> bool:
    """Whether two blocks share columns: a fifth of the narrower one's width."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.2 * min(a.width, b.width)
