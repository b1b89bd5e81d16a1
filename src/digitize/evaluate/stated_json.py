"""Reads the layout that JSON truth states: lists of lines with boxes, and the truth of drawn pages."""

from __future__ import annotations

import json
from typing import Any

from digitize.evaluate.stated_layout import StatedLayout, StatedLine, StatedRegion, StatedWord
from digitize.model.geometry import Polygon

_WRONG = (KeyError, TypeError, AttributeError, IndexError)


def read_json(data: bytes) -> StatedLayout:
    """The layout that a file states.

    Two forms are known: a list of lines, each with ``bbox``, ``text`` and ``block`` (lines of one block are a region);
    and an object with ``regions``, as ``benchmarks/samples/truth.schema.json`` describes it.

    Raises:
        ValueError: If it is neither.
    """
    content = json.loads(data)
    try:
        return _from_list(content) if isinstance(content, list) else _from_regions(content)
    except _WRONG as error:
        raise ValueError(f"not a known form of layout truth: {error!r}") from None


def _from_list(lines: list[dict[str, Any]]) -> StatedLayout:
    blocks: dict[str, list[StatedLine]] = {}
    for line in lines:
        blocks.setdefault(str(line.get("block", "")), []).append(StatedLine(str(line["text"]), _box(line["bbox"])))
    return StatedLayout(tuple(StatedRegion(tuple(of)) for of in blocks.values()), None, blocks=len(blocks) > 1)


def _from_regions(page: dict[str, Any]) -> StatedLayout:
    regions = tuple(
        StatedRegion(tuple(_line(line) for line in region["lines"]), _column(region["column"]))
        for region in page["regions"]
        if region["lines"]
    )
    return StatedLayout(regions, (float(page["width"]), float(page["height"])), numbered=True)


def _line(line: dict[str, Any]) -> StatedLine:
    baseline = tuple((float(x), float(y)) for x, y in line.get("baseline", ()))
    words = [StatedWord(word["text"], _box(word["box"])) for word in line.get("words", ())]
    for spaced in sorted(line.get("letterspaced", ()), key=lambda of: -int(of["first"])):
        first, end = int(spaced["first"]), int(spaced["end"])  # each letter is a word: closed up
        points = tuple(point for word in words[first:end] for point in word.points)
        words[first:end] = [StatedWord(spaced["text"], points)]
    return StatedLine(line["text"], _box(line["box"]), baseline or None, _column(line["column"]), tuple(words))


def _column(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or value < 1):
        raise TypeError(f"column {value!r}")
    return value


def _box(values: list[float]) -> Polygon:
    x0, y0, x1, y1 = map(float, values)
    return ((x0, y0), (x1, y1))
