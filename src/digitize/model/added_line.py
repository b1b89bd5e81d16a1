"""A line that a person adds: its words over its box, its baseline, and the column and language that its neighbours tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digitize.model.decision import AddedLine
from digitize.model.geometry import Box, Polygon
from digitize.model.language import script_of
from digitize.model.transcription import Place, TextLine, TextRegion, TranscribedPage, Word

_GAP_LETTERS = 0.6
"""Width of the space between two words, in letters, where one box is divided among several."""
_BELOW = 0.2
"""Share of a line's height that lies below its baseline."""
_COVERS = 0.5
"""Share of a column's width, or of its own, over which a line stands in that column."""


def divided(box: Box, texts: Sequence[str]) -> tuple[Box, ...]:
    """A box divided among words from left to right, by their letters; a box too narrow for that is each word's."""
    if len(texts) < 2 or box.width < 2 * len(texts):
        return tuple(box for _ in texts)
    letters = sum(len(text) for text in texts) + _GAP_LETTERS * (len(texts) - 1)
    made, at = [], 0.0
    for text in texts:
        start = box.x0 + round(box.width * at / letters)
        end = box.x0 + round(box.width * (at + len(text)) / letters)
        made.append(Box(min(start, box.x1 - 1), box.y0, min(max(end, start + 1), box.x1), box.y1))
        at += len(text) + _GAP_LETTERS
    return tuple(made)


def added_line(
    id: str, text: str, added: AddedLine, number: int, page: TranscribedPage, region: TextRegion
) -> TextLine:
    """The line.

    No engine said its words, so that they have no confidence; the decision that they carry vouches for them.

    Args:
        id: Its id.
        text: Its words, parted by single spaces.
        added: Where it stands.
        number: Of the decision.
        page: Its page as it is without it.
        region: The region that holds it, with the lines that are there.
    """
    box = Box.around_points(added.polygon, page.width, page.height)
    texts = text.split()
    words = tuple(
        Word(f"{id}_w{n:03}", word, word, part, None, _language(word, page), script_of(word), decision=number)
        for n, (word, part) in enumerate(zip(texts, divided(box, texts), strict=True), 1)
    )
    column, columns = _columns(box, page, region)
    beside = [line.box for line in page.lines if column in (None, line.column)] + [box]
    place = Place.of(box, min(each.y0 for each in beside), max(each.y1 for each in beside))
    return TextLine(id, box, added.polygon, _baseline(added.polygon, box), words, column, place, columns)


def _language(text: str, page: TranscribedPage) -> str | None:
    """The language in which most words of the page are that are written in the same letters."""
    script = script_of(text)
    if script == "Zyyy":
        return page.language
    counts = Counter(word.language for word in page.words if word.language and word.script == script)
    return max(sorted(counts), key=lambda language: counts[language]) if counts else None


def _columns(box: Box, page: TranscribedPage, region: TextRegion) -> tuple[int | None, tuple[int, int] | None]:
    """The column in which a line stands, or the first and last of several: by its region, else by what it stands under."""
    if region.column is not None:
        return region.column, None
    told = {(line.column, line.columns) for line in region.lines}
    if len(told) == 1:
        return told.pop()
    if page.columns <= 1:
        return 1, None
    extents: dict[int, tuple[int, int]] = {}
    for line in page.lines:
        if line.column is not None:
            low, high = extents.get(line.column, (line.box.x0, line.box.x1))
            extents[line.column] = (min(low, line.box.x0), max(high, line.box.x1))
    under = sorted(
        column
        for column, (x0, x1) in extents.items()
        if min(x1, box.x1) - max(x0, box.x0) >= _COVERS * min(x1 - x0, box.width)
    )
    if len(under) > 1:
        return None, (under[0], under[-1])
    return (under[0] if under else None), None


def _baseline(polygon: Polygon, box: Box) -> Polygon:
    """From the left to the right end of an outline, a little above its lower edge at either."""
    middle = (min(x for x, _ in polygon) + max(x for x, _ in polygon)) / 2
    ends = [[y for x, y in polygon if (x <= middle) is left] for left in (True, False)]
    left, right = (max(ys) - _BELOW * (max(ys) - min(ys)) for ys in ends)
    return ((float(box.x0), left), (float(box.x1), right))
