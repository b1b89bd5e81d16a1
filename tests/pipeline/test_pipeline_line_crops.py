"""From a page in columns to its transcription, line by line: what is read on a crop lies on the page where its ink is."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digitize.layout import Region, SegmentedPage
from digitize.layout.lines import Line
from digitize.model.geometry import Box
from digitize.model.profile import EngineName
from digitize.model.raster import Raster
from digitize.model.transcription import Place, RegionKind, TextLine, TranscribedPage
from digitize.pipeline.cutting import cut_out
from digitize.preprocess.letters import LetterSize
from digitize.store.page_codec import decode_page
from tests.pipeline import scans, work
from tests.preprocess.text_pages import INK, PAPER, WORDS, font

Mask = NDArray[np.bool_]

_ENGINE = """#!{python} -SE
import os, sys

def grey(path):
    data = open(path, "rb").read()
    head, at = [], 0
    while len(head) < 4:
        end = at
        while data[end] not in b" \\n":
            end += 1
        head.append(data[at:end])
        at = end + 1
    return int(head[1]), int(head[2]), data[at:]

def runs(inked, least):
    found, start, blank = [], None, 0
    for at, ink in enumerate([*inked, *[False] * least]):
        if ink:
            start, blank = at if start is None else start, 0
        elif start is not None:
            blank += 1
            if blank >= least:
                found.append((start, at - blank + 1))
                start = None
    return found

def span(kind, box, text, extra=""):
    return "<span class='%s' title='bbox %d %d %d %d%s'>%s</span>" % (kind, *box, extra, text)

def read(path):
    width, height, pixels = grey(path)
    dark = bytes(tone < 128 for tone in range(256))
    rows = [pixels[y * width:(y + 1) * width].translate(dark) for y in range(height)]
    columns = [any(row[x] for row in rows) for x in range(width)]
    words = []
    for x0, x1 in runs(columns, max(4, height // 7)):
        inside = [y for y, row in enumerate(rows) if any(row[x0:x1])]
        words.append((x0, inside[0], x1, inside[-1] + 1))
    page = "<div class='ocr_page' title='bbox 0 0 %d %d'>" % (width, height)
    if words:
        whole = (words[0][0], min(w[1] for w in words), words[-1][2], max(w[3] for w in words))
        told = "".join(span("ocrx_word", w, "слово", "; x_wconf 95") for w in words)
        page += "<p class='ocr_par' lang='rus'>" + span("ocr_line", whole, told) + "</p>"
    return page + "</div>"

if "-l" not in sys.argv or "osd" in sys.argv:
    os.execv({real!r}, ["tesseract", *sys.argv[1:]])
with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
pages = "".join(read(path) for path in open(sys.argv[1]).read().split())
with open(sys.argv[2] + ".hocr", "w", encoding="utf-8") as answer:
    answer.write("<html xmlns='http://www.w3.org/1999/xhtml'><body>" + pages + "</body></html>")
"""
"""A stand-in engine: it takes for a word what ink stands together, and leaves finding out which way is up to the real one."""


def set_line(draw: ImageDraw.ImageDraw, at: tuple[int, int], width: int, start: int) -> Box:
    """Words from ``at`` on, as many as there is room for; the box around them."""
    words: list[str] = []
    while True:
        more = [*words, WORDS[(start + len(words)) % len(WORDS)]]
        if words and draw.textlength(" ".join(more), font(28)) > width:
            break
        words = more
    draw.text(at, " ".join(words), fill=INK, font=font(28), anchor="ls")
    return Box(*map(round, draw.textbbox(at, " ".join(words), font=font(28), anchor="ls")))


@dataclass(frozen=True)
class Drawn:
    """A page of two columns under a headline."""

    image: Image.Image
    headline: Box
    columns: tuple[tuple[Box, ...], tuple[Box, ...]]


def two_columns() -> Drawn:
    image = Image.new("L", (1_400, 1_300), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((700, 150), "Новая школа на берегу", fill=INK, font=font(80), anchor="ms")
    headline = Box(*map(round, draw.textbbox((700, 150), "Новая школа на берегу", font=font(80), anchor="ms")))
    left, right = (tuple(set_line(draw, (x, 240 + n * 37), 590, 7 * n + x) for n in range(27)) for x in (80, 712))
    return Drawn(image, headline, (left, right))


@dataclass(frozen=True)
class Result:
    """What came of a page."""

    drawn: Drawn
    page: TranscribedPage
    calls: tuple[str, ...]
    ink: Mask
    slope: float


@pytest.fixture(scope="module", params=[0.0, 0.8], ids=["level", "leaning"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("lines")
    drawn, degrees = two_columns(), float(request.param)
    image = drawn.image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=PAPER)
    real = shutil.which("tesseract")
    assert real is not None
    program, log = folder / "bin" / "tesseract", folder / "calls"
    program.parent.mkdir()
    program.write_text(_ENGINE.format(python=sys.executable, real=real, log=str(log)), encoding="utf-8")
    program.chmod(0o755)
    log.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        (done,) = work.run(
            folder / "out", scans.png(folder / "list.png", image), languages="rus", engine=EngineName.TESSERACT
        )
    assert done.errors == ()
    content = json.loads((folder / "out" / "list" / "transcription.json").read_bytes())
    page = decode_page(content["pages"][0])
    calls = tuple(log.read_text(encoding="utf-8").splitlines())
    return Result(drawn, page, calls, np.asarray(image) < 128, float(np.tan(np.radians(degrees))))


def outline(lines: Sequence[TextLine], shape: tuple[int, ...]) -> Mask:
    """Pixels that the polygons of lines cover."""
    canvas = Image.new("1", (shape[1], shape[0]))
    for line in lines:
        ImageDraw.Draw(canvas).polygon(line.polygon, fill=1)
    return np.asarray(canvas)


def test_the_page_is_read_line_by_line(result: Result) -> None:
    """One call of the engine, told that each crop is one line; as many lines come back as were set."""
    assert len(result.calls) == 1
    assert "--psm 7" in result.calls[0]
    assert result.page.columns == 2
    assert len(list(result.page.lines)) == 1 + 2 * 27


def test_lines_are_read_column_by_column(result: Result) -> None:
    """After the headline all of the left column from its top, then all of the right; each line knows its third."""
    _, *lines = result.page.lines
    assert [line.column for line in lines] == [1] * 27 + [2] * 27
    for column in (lines[:27], lines[27:]):
        assert [line.box.y0 for line in column] == sorted(line.box.y0 for line in column)
        assert [line.place for line in column] == [Place.TOP] * 9 + [Place.MIDDLE] * 9 + [Place.BOTTOM] * 9
        assert {line.columns for line in column} == {None}


def test_a_headline_knows_the_columns_it_stands_over(result: Result) -> None:
    """It stands in none, over both, at the top; it has all its words."""
    line = next(result.page.lines)
    assert (line.column, line.columns, line.place) == (None, (1, 2), Place.TOP)
    assert len(line.words) == 4


def test_polygons_lie_on_the_ink(result: Result) -> None:
    """All ink is in some line's polygon, a polygon leans as the page does, and no two cover the same ink but at edges."""
    lines = list(result.page.lines)
    covered = outline(lines, result.ink.shape)
    assert (result.ink & ~covered).sum() < 0.01 * result.ink.sum()
    per_line = [(outline([line], result.ink.shape) & result.ink).sum() for line in lines]
    assert min(per_line) > 300
    assert sum(per_line) < 1.03 * (covered & result.ink).sum()
    for line in lines:
        top_left, bottom_left = line.polygon[0], line.polygon[-1]
        half = len(line.polygon) // 2
        top_right = line.polygon[half - 1]
        assert (top_right[1] - top_left[1]) / (top_right[0] - top_left[0]) == pytest.approx(result.slope, abs=0.006)
        assert bottom_left[1] > top_left[1]


def test_every_word_lies_on_ink(result: Result) -> None:
    """A word's box has ink under nearly all of its width, and none of its sides is far from that ink."""
    for word in result.page.words:
        box = word.box
        inside = result.ink[box.y0 : box.y1, box.x0 : box.x1]
        assert inside.any(axis=0).mean() > 0.7
        columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
        assert max(columns[0], box.width - 1 - columns[-1]) <= 4
        leaning_px = box.width * result.slope  # an upright box around a leaning word is taller than the word
        assert max(rows[0], box.height - 1 - rows[-1]) <= leaning_px + max(4, box.height / 6)


def shape_of(row: Box, slope: float) -> Line:
    """A line as layout would hand it on: drawn at ``row``, then moved down by ``slope`` times x."""
    spine = tuple((float(x), (row.y0 + row.y1) / 2 + slope * x) for x in (row.x0, row.x1))
    low, high = sorted((round(slope * row.x0), round(slope * row.x1)))
    return Line(row.x0, row.y0 + low, row.x1, row.y1 + high, spine, row.height * 0.7)


@pytest.mark.parametrize("slope", [0.0, 0.02])
@pytest.mark.parametrize(("size_px", "scale"), [(13, 2.0), (40, 1.0), (150, 0.6)])
def test_a_crop_maps_back_onto_its_ink(size_px: int, scale: float, slope: float, tmp_path: Path) -> None:
    """Enlarged, as it is, or reduced: the corners of a crop's ink are within 2 px of the line's on the page."""
    leading = round(1.4 * size_px)
    image = Image.new("L", (1_400, 6 * leading), PAPER)
    draw, rows = ImageDraw.Draw(image), []
    for n, text in enumerate(("поле река мост", "город и лес", "берег хлеб сад")):
        at = (30, (n + 1) * leading)
        draw.text(at, text, fill=INK, font=font(size_px), anchor="ls")
        rows.append(Box(*map(round, draw.textbbox(at, text, font=font(size_px), anchor="ls"))))
    image = image.transform(
        image.size, Image.Transform.AFFINE, (1, 0, 0, -slope, 1, 0), Image.Resampling.BICUBIC, fillcolor=PAPER
    )
    pixels = np.asarray(image)
    lines = tuple(shape_of(row, slope) for row in rows)
    region = Region(RegionKind.PARAGRAPH, Box.around(lines), 1, lines)
    segmented = SegmentedPage(image.width, image.height, (region,), ((0, 700), (700, 1_400)), "set by hand")
    x_height_px = {13: 6.0, 40: 18.0, 150: 20.0}[size_px]
    crops, _ = cut_out(segmented, Raster(pixels, 300.0), False, LetterSize(x_height_px, 500), tmp_path)
    assert len(crops) == 3
    for crop, row in zip(crops, rows, strict=True):
        assert crop.is_line
        assert crop.scale == pytest.approx(scale, rel=0.5) and (crop.scale < 1) == (scale < 1) == (size_px == 150)
        assert (crop.scale == 1) == (scale == 1)
        y, x = np.nonzero(np.asarray(Image.open(crop.path)) < 128)
        mapped = np.array(crop.to_straight(tuple((float(a) + 0.5, float(b) + 0.5) for a, b in zip(x, y, strict=True))))
        middle = (row.y0 + row.y1) / 2 + slope * mapped[:, 0]
        near = cv2.dilate((pixels < 160).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        at = np.floor(mapped).astype(int)
        assert near[at[:, 1], at[:, 0]].all()
        assert np.abs(mapped[:, 1] - middle).max() < 0.75 * row.height
        inked = np.flatnonzero((pixels[row.y0 : row.y1] < 128).any(axis=0)) if slope == 0 else None
        if inked is not None:
            assert mapped[:, 0].min() == pytest.approx(inked[0], abs=2)
            assert mapped[:, 0].max() == pytest.approx(inked[-1], abs=2)
