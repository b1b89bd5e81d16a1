"""Which found line lies on which line of truth.

Boxes of other tools differ in height by a factor of two and lean with the page, so a line is taken as a band along its
baseline: its box, less what its slope adds to the height. Two lines stand on one row where their bands share at least
half of the lower one's height, measured in the middle of the stretch that they have in common; the tolerance is that of
the baseline measure of Gruening, Labahn, Diem, Kleber & Fiel (READ-BAD, DAS 2018) in being one of height alone. Along the
row, the share of each line's length that the other covers decides, with the classes of Wolf & Jolion (Object count/area
graphs, IJDAR 8, 2006): one to one, one to many (split), many to one (merged).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from digitize.evaluate.normalisation import Normalisation
from digitize.evaluate.page_layout import LaidLine

COVERS = 0.8
"""Share of its length that the other must cover for a line to be found one to one: the area recall of Wolf & Jolion."""
BELONGS = 0.5
"""Share of either's length in common by which a found line is a part of a true one."""
_SAME_ROW = 0.5
_LEAST_HEIGHT = 0.4
"""Of the box's height, that remains when the slope's share is taken off: slopes of short lines are unsure."""
_SAME_TEXT = 0.3
"""Errors per character of truth up to which a line is known by its text."""
_ENOUGH_TEXT = 5
"""Characters that a line needs to be known by its text."""

_Floats = npt.NDArray[np.float64]
_FOLDS = Normalisation()


@dataclass(frozen=True, slots=True)
class Matching:
    """The lines of truth and found that belong together, by their indices.

    Args:
        parts: For each line of truth its found parts, from left to right.
        owners: For each found line the lines of truth on it, from left to right.
        covered: Share of each line of truth's length that its parts cover.
        filled: Share of each found line's length that lies on its owners.
        by_text: Lines of truth that were not found by their place but by their text.
    """

    parts: tuple[tuple[int, ...], ...]
    owners: tuple[tuple[int, ...], ...]
    covered: tuple[float, ...]
    filled: tuple[float, ...]
    by_text: frozenset[int]


def match_lines(truth: Sequence[LaidLine], found: Sequence[LaidLine]) -> Matching:
    """Matches lines by place, best first, and what is left over by text.

    A found line can lie on several lines of truth where these stand side by side, and the other way round; never on two
    that stand one above the other. Specks beside a line are no pieces of it.
    """
    parts: list[list[int]] = [[] for _ in truth]
    owners: list[list[int]] = [[] for _ in found]
    for t, f in _by_place(truth, found):
        beside_parts = all(_apart(found[f], found[other]) for other in parts[t])
        if beside_parts and all(_apart(truth[t], truth[other]) for other in owners[f]):
            parts[t].append(f)
            owners[f].append(t)
    _drop_specks(truth, found, parts, owners)
    covered = [_covered(line, [found[f] for f in of]) for line, of in zip(truth, parts, strict=True)]
    filled = [_covered(line, [truth[t] for t in of]) for line, of in zip(found, owners, strict=True)]
    by_text = dict(_by_text(truth, found, parts, owners))
    for t, f in by_text.items():
        parts[t].append(f)
        owners[f].append(t)
    return Matching(
        tuple(tuple(sorted(of, key=lambda f: (found[f].box.x0, f))) for of in parts),
        tuple(tuple(sorted(of, key=lambda t: (truth[t].box.x0, t))) for of in owners),
        tuple(covered),
        tuple(filled),
        frozenset(by_text),
    )


def _by_place(truth: Sequence[LaidLine], found: Sequence[LaidLine]) -> list[tuple[int, int]]:
    """Pairs on one row, those that share most of their joint area first; ties as they stand in the text."""
    if not truth or not found:
        return []
    t, f = _bands(truth)[:, :, None], _bands(found)[:, None, :]
    left, right = np.maximum(t[0], f[0]), np.minimum(t[1], f[1])
    length, middle = np.clip(right - left, 0, None), (left + right) / 2
    t_y, f_y = (of[2] + of[4] * (middle - (of[0] + of[1]) / 2) for of in (t, f))
    shared = np.minimum(t_y + t[3] / 2, f_y + f[3] / 2) - np.maximum(t_y - t[3] / 2, f_y - f[3] / 2)
    t_length, f_length = t[1] - t[0], f[1] - f[0]
    on_row = (length > 0) & (shared >= _SAME_ROW * np.minimum(t[3], f[3]))
    belongs = on_row & ((length >= BELONGS * t_length) | (length >= BELONGS * f_length))
    area = length * shared
    quality = area / (t_length * t[3] + f_length * f[3] - area)
    pairs = np.argwhere(belongs)
    order = np.argsort(-quality[pairs[:, 0], pairs[:, 1]], kind="stable")
    return [(int(a), int(b)) for a, b in pairs[order]]


def _bands(lines: Sequence[LaidLine]) -> _Floats:
    """Rows of left, right, middle height, height of the band, slope; a column per line."""
    rows = []
    for line in lines:
        box = line.box
        height = max(box.height - abs(line.slope) * box.width, _LEAST_HEIGHT * box.height)
        rows.append((box.x0, box.x1, (box.y0 + box.y1) / 2, height, line.slope))
    return np.array(rows, dtype=np.float64).T


def _apart(one: LaidLine, other: LaidLine) -> bool:
    """Whether two lines stand side by side rather than one above the other."""
    common = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    return common < BELONGS * min(one.box.width, other.box.width)


def _drop_specks(
    truth: Sequence[LaidLine], found: Sequence[LaidLine], parts: list[list[int]], owners: list[list[int]]
) -> None:
    """A found line shorter than the line of truth is high, beside a longer one, is no piece of it but surplus."""
    for t, of in enumerate(parts):
        specks = [f for f in of if found[f].box.width < truth[t].box.height]
        if len(specks) < len(of):
            for f in specks:
                of.remove(f)
                owners[f].remove(t)


def _covered(line: LaidLine, by: Sequence[LaidLine]) -> float:
    """Share of a line's length over which at least one of the others stands."""
    total, reached = 0, line.box.x0
    for x0, x1 in sorted((other.box.x0, min(other.box.x1, line.box.x1)) for other in by):
        total += max(0, x1 - max(x0, reached))
        reached = max(reached, x1)
    return total / line.box.width


def _by_text(
    truth: Sequence[LaidLine], found: Sequence[LaidLine], parts: list[list[int]], owners: list[list[int]]
) -> Iterator[tuple[int, int]]:
    """Lines without a partner whose text is nearly the same, the nearest text first."""
    expected = [(t, text) for t, of in enumerate(parts) if not of and len(text := _text(truth[t])) >= _ENOUGH_TEXT]
    left = [(f, text) for f, of in enumerate(owners) if not of and (text := _text(found[f]))]
    candidates = []
    for t, text in expected:
        most = int(_SAME_TEXT * len(text))
        for f, other in left:
            distance = Levenshtein.distance(text, other, score_cutoff=most)
            if distance <= most:
                candidates.append((distance / len(text), t, f))
    taken_truth: set[int] = set()
    taken_found: set[int] = set()
    for _, t, f in sorted(candidates):
        if t not in taken_truth and f not in taken_found:
            taken_truth.add(t)
            taken_found.add(f)
            yield t, f


def _text(line: LaidLine) -> str:
    return _FOLDS.apply(line.text)
