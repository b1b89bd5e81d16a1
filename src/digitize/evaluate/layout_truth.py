"""Reads the layout truth that lies beside a page's true text, and places it on the page's image.

Files come from many tools. What they state is taken as it is meant: another size of the page than the image's is a
scale; without a size, a file in pixels is taken as drawn on the image, and one in units of length at the resolution that
the image states where that is above 96 dpi, else at 300. Truth that does not fit the image then is refused.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

from PIL import Image

from digitize.errors import InputError
from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.page_layout import LaidLine, LaidRegion, LaidWord, PageLayout, pixel_box, slope_of
from digitize.evaluate.stated_json import read_json
from digitize.evaluate.stated_layout import StatedLayout, StatedLine, StatedRegion
from digitize.evaluate.stated_xml import read_xml
from digitize.evaluate.truth_columns import number_columns
from digitize.model.geometry import Box, Transform
from digitize.model.language import script_of

_HINT = "Take the file away, or mend it: the page is scored without its layout then"
_USABLE_DPI = 96
"""Files that state this or less state a screen's resolution, or nothing."""
_ORDINARY_DPI = 300
_SAME_SHAPE = 0.02
"""By how much the stated page and the image may differ in proportion."""
_STICKS_OUT = 0.02
"""Share of the image's size by which truth may stick out of it: outlines are drawn by hand."""
_NOT_TYPED = str.maketrans("", "", "~_^")


def read_layout_truth(page: TruthPage) -> PageLayout | None:
    """Where the text of a page of truth stands; ``None`` when nothing is known of it.

    Columns are as the file states them, else as :mod:`digitize.evaluate.truth_columns` finds them. Lines that nobody
    transcribed (no text, or only the marks of handwriting) come with an empty text.

    Raises:
        InputError: If the file cannot be read, is of no known form, or belongs to another image.
    """
    if page.layout is None:
        return None
    where = str(page.layout)
    try:
        data = page.layout.read_bytes()
        stated = read_json(data) if page.layout.suffix == ".json" else read_xml(data, page.frame)
        width, height, dpi = _image(page.image, page.frame)
        return _placed(stated, _scale(stated, width, height, dpi), (width, height), page.convention)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=where, hint=_HINT) from None
    except (ValueError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"layout truth not understood: {error}", where=where, hint=_HINT) from None


def _image(path: Path, frame: int) -> tuple[int, int, float | None]:
    """Width, height and stated resolution of an image, without decoding it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as image:
                image.seek(frame)
                dpi = image.info.get("dpi")
                return image.width, image.height, float(dpi[0]) if dpi else None
        except (Image.DecompressionBombError, EOFError) as error:
            raise ValueError(f"{path.name}: {error}") from None


def _scale(stated: StatedLayout, width: int, height: int, dpi: float | None) -> Transform:
    """From the file's frame to the image's pixels."""
    if stated.size is not None:
        across, down = width / stated.size[0], height / stated.size[1]
        if abs(across / down - 1) > _SAME_SHAPE:
            size = f"{stated.size[0]:g} x {stated.size[1]:g}"
            raise ValueError(f"the page is stated as {size}, the image is {width} x {height} px")
        return Transform.scale(across, down)
    if stated.units_per_inch is None:
        return Transform()
    return Transform.scale((dpi if dpi and dpi > _USABLE_DPI else _ORDINARY_DPI) / stated.units_per_inch)


def _placed(stated: StatedLayout, scale: Transform, size: tuple[int, int], convention: Convention) -> PageLayout:
    lines: list[LaidLine] = []
    regions: list[LaidRegion] = []
    for region in stated.regions:
        laid = [_line(line, region, len(regions), scale, size, convention) for line in region.lines]
        lines += laid
        regions.append(LaidRegion(Box.around([line.box for line in laid]), region.column))
    if stated.numbered or not regions:
        return PageLayout(tuple(regions), tuple(lines), blocks=stated.blocks)
    heights = [sum(line.box.height for line in lines if line.region == index) for index in range(len(regions))]
    rules = [pixel_box(scale.polygon(rule)) for rule in stated.rules]
    boxes = [(region.box, weight) for region, weight in zip(regions, heights, strict=True)]
    columns = number_columns(boxes, rules, size[1])
    return PageLayout(
        tuple(LaidRegion(region.box, column) for region, column in zip(regions, columns, strict=True)),
        tuple(LaidLine(of.text, of.box, of.region, columns[of.region], of.slope, of.words) for of in lines),
        blocks=stated.blocks,
    )


def _line(
    line: StatedLine,
    region: StatedRegion,
    index: int,
    scale: Transform,
    size: tuple[int, int],
    convention: Convention,
) -> LaidLine:
    points = scale.polygon(line.points)
    slack = (_STICKS_OUT * size[0], _STICKS_OUT * size[1])
    if any(not (-slack[0] <= x <= size[0] + slack[0] and -slack[1] <= y <= size[1] + slack[1]) for x, y in points):
        raise ValueError(f"a line stands outside the image of {size[0]} x {size[1]} px")
    words = tuple(
        LaidWord(word.text, pixel_box(scale.polygon(word.points)).inside(*size), script_of(word.text))
        for word in line.words
    )
    typed = line.text.translate(_NOT_TYPED) if convention is Convention.MARKS else line.text
    return LaidLine(
        line.text if typed.strip() else "",
        pixel_box(points).inside(*size),
        index,
        line.column if line.column is not None else region.column,
        slope_of(scale.polygon(line.baseline) if line.baseline else None),
        words,
    )
