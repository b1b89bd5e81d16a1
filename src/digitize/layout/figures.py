"""What stands among the text of a page and is none, or is not set in lines of running text: pictures and tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from digitize.layout.ink import Ink
from digitize.layout.lines import Line, find_lines, join_lines
from digitize.layout.pictures import find_pictures
from digitize.layout.tables import find_tables
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind

_INSIDE = 0.5
"""A picture that lies in a table by more than this share is part of it: the black squares of a crossword."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or a table, on the reduced picture.

    Args:
        kind: Which of the two.
        box: Around it.
        lines: Of a table its rows, from the top, each with the cells that stand side by side; of a picture none.
    """

    kind: RegionKind
    box: Box
    lines: tuple[Line, ...]


def find_figures(ink: Ink, lines: list[Line]) -> tuple[Figure, ...]:
    """The pictures and tables of a page.

    Args:
        ink: The page.
        lines: What looks like a line on it, in pictures and tables too.
    """
    pictures = find_pictures(ink, lines)
    tables = find_tables(ink, pictures)
    alone = [p for p in pictures if not any(p.overlap(t) > _INSIDE * p.area for t in tables)]
    return (
        *(Figure(RegionKind.IMAGE, box, ()) for box in alone),
        *(Figure(RegionKind.TABLE, box, _rows(ink, box)) for box in tables),
    )


def without(ink: Ink, figures: tuple[Figure, ...]) -> Ink:
    """The page as if nothing were printed where the figures are."""
    if not figures:
        return ink
    text, upright, level = ink.text.copy(), ink.upright.copy(), ink.level.copy()
    x, y = (ink.letters[:, 0] + ink.letters[:, 2]) // 2, (ink.letters[:, 1] + ink.letters[:, 3]) // 2
    kept = np.ones(len(ink.letters), np.bool_)
    for figure in figures:
        box = figure.box
        for mask in (text, upright, level):
            mask[box.y0 : box.y1, box.x0 : box.x1] = False
        kept &= ~((x >= box.x0) & (x < box.x1) & (y >= box.y0) & (y < box.y1))
    return replace(ink, text=text, upright=upright, level=level, letters=ink.letters[kept])


def _rows(ink: Ink, box: Box) -> tuple[Line, ...]:
    """The rows of a table: the cells of one row are one line, however far apart they stand."""
    x, y = (ink.letters[:, 0] + ink.letters[:, 2]) // 2, (ink.letters[:, 1] + ink.letters[:, 3]) // 2
    inside = (x >= box.x0) & (x < box.x1) & (y >= box.y0) & (y < box.y1)
    text = np.zeros_like(ink.text)
    text[box.y0 : box.y1, box.x0 : box.x1] = ink.text[box.y0 : box.y1, box.x0 : box.x1]
    cells = find_lines(replace(ink, text=text, letters=ink.letters[inside]), np.zeros_like(text))
    rows: list[list[Line]] = []
    for cell in sorted(cells, key=lambda line: line.y0 + line.y1):
        if rows and cell.y0 + cell.y1 < 2 * max(line.at(cell.x0) + line.letter / 2 for line in rows[-1]):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return tuple(join_lines(row) for row in rows)
