"""Layouts that tests draw: lines of a page in columns, and what a program may make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.evaluate.page_layout import LaidLine, LaidRegion, LaidWord, PageLayout
from digitize.model.geometry import Box
from digitize.model.language import script_of

PITCH, HEIGHT, WIDTH, GUTTER = 50, 30, 400, 40


def box_of(column: int, row: int, *, columns: int = 1) -> Box:
    """The box of a line, over one column or over several."""
    x0 = 100 + (column - 1) * (WIDTH + GUTTER)
    width = columns * (WIDTH + GUTTER) - GUTTER
    return Box(x0, 100 + row * PITCH, x0 + width, 100 + row * PITCH + HEIGHT)


def line(text: str, box: Box, region: int, column: int | None, slope: float = 0.0) -> LaidLine:
    """A line without words of its own."""
    return LaidLine(text, box, region, column, slope)


def page(*columns: Sequence[int]) -> PageLayout:
    """A page in columns: for each its paragraphs, by their numbers of lines. Every line has a text of its own."""
    lines: list[LaidLine] = []
    regions: list[LaidRegion] = []
    for number, paragraphs in enumerate(columns, 1):
        row = 0
        for count in paragraphs:
            boxes = [box_of(number, row + at) for at in range(count)]
            lines += [
                line(
                    f"column {number} line {row + at} {'abcdefghij'[number] * (row + at + 1)}",
                    box,
                    len(regions),
                    number,
                )
                for at, box in enumerate(boxes)
            ]
            regions.append(LaidRegion(Box.around(boxes), number))
            row += count
    return PageLayout(tuple(regions), tuple(lines))


def again(layout: PageLayout, lines: Sequence[LaidLine]) -> PageLayout:
    """A layout with other lines; its regions are those that they name."""
    present = sorted({of.region for of in lines})
    regions = [
        LaidRegion(Box.around([of.box for of in lines if of.region == at]), layout.regions[at].column) for at in present
    ]
    return PageLayout(
        tuple(regions), tuple(replace(of, region=present.index(of.region)) for of in lines), numbered=layout.numbered
    )


def run_together(left: LaidLine, right: LaidLine) -> LaidLine:
    """One line over two."""
    return replace(left, text=f"{left.text} {right.text}", box=Box.around([left.box, right.box]))


def words_of(text: str, box: Box) -> tuple[LaidWord, ...]:
    """Words of a line, each as wide as its share of the letters."""
    parts = text.split()
    step = box.width / sum(len(part) + 1 for part in parts)
    words, x = [], float(box.x0)
    for part in parts:
        end = x + step * len(part)
        words.append(LaidWord(part, Box(round(x), box.y0, max(round(x) + 1, round(end)), box.y1), script_of(part)))
        x = end + step
    return tuple(words)
