"""A page of one column: what our own recogniser is sure of is painted over, the rest is left to another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from digitize.layout import segment_page
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.pipeline.painted import FirstLook, Painted, read_and_paint_over
from digitize.pipeline.painted_rest import heard_of, merged
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.sure_lines import Grounds
from digitize.preprocess.letters import measure_letters
from digitize.preprocess.quick_look import read_grey, write_grey
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.own_model import PACKAGED
from digitize.recognize.tesseract import Tesseract
from tests.preprocess.text_pages import text_page

LINES = 9
WIDTH, HEIGHT = 1_100, 640


def page(seed: int = 3) -> Image.Image:
    """Nine lines of print."""
    return text_page(WIDTH, HEIGHT, size_px=34, lines=LINES, seed=seed).image


def look(image: Image.Image, folder: Path, scale: float = 1.0) -> tuple[FirstLook, Painted]:
    """What is looked at, and what becomes of it."""
    raster = Raster(np.asarray(image), 300.0)
    letters = measure_letters(raster)
    assert letters is not None
    layout = segment_page(raster, letters.x_height_px)
    enlarged = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
    path = folder / "page.pgm"
    write_grey(Raster(np.asarray(enlarged), 300.0), path)
    crop = CropFile(str(path), 0, 0, 0, scale, enlarged.width * enlarged.height)
    lists = tuple(Tesseract().word_lists(["rus"]).values())
    job = FirstLook(crop, layout.regions, letters.x_height_px, PACKAGED, Grounds(lists, None, ("rus",), {}))
    return job, read_and_paint_over(job)


def line(text: str, box: Box, paragraph: int = 0) -> ReadLine:
    word = ReadWord(text, box, 0.9, "own")
    return ReadLine(paragraph, box, ((box.x0, box.y1), (box.x1, box.y1)), (word,))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_clean_page_is_left_to_our_own_alone(tmp_path: Path, scale: float) -> None:
    """Each word lies on its ink, in pixels of the page's crop."""
    _, painted = look(page(), tmp_path, scale)
    assert len(painted.lines) >= LINES - 1
    if len(painted.lines) == LINES:
        assert painted.rest is None
    ink = read_grey(tmp_path / "page.pgm") < 128
    for word in (word for each in painted.lines for word in each.words):
        box = word.box
        assert ink[box.y0 : box.y1, box.x0 : box.x1].any()
        assert all(box.x0 - 2 <= glyph.x0 <= glyph.x1 <= box.x1 + 2 for glyph in word.glyphs)


def test_what_is_not_sure_is_left_to_read(tmp_path: Path) -> None:
    """A line blotted out: it is on what remains, and nothing else but what is not sure."""
    image = page()
    draw = ImageDraw.Draw(image)
    _, before = look(image, tmp_path)
    blotted = before.lines[4].box
    rng = np.random.default_rng(1)
    for x in range(blotted.x0, blotted.x1, 9):
        y = int(rng.integers(blotted.y0, blotted.y1 - 6))
        draw.rectangle((x, y, x + 4, y + 9), fill=0)
    _, painted = look(image, tmp_path)
    assert len(painted.lines) <= len(before.lines) - 1
    assert painted.rest is not None
    rest = read_grey(Path(painted.rest.path))
    rows = np.flatnonzero((rest < 128).any(axis=1)) + painted.dy
    left = [other.box for other in painted.others]
    assert len(left) <= 2  # on a page that is read worse a word of another may be in doubt
    assert all(any(box.y0 - 12 <= row <= box.y1 + 12 for box in left) for row in rows)
    assert any(blotted.y0 <= row <= blotted.y1 for row in rows)


def test_a_line_with_a_letter_beside_it_is_not_sure(tmp_path: Path) -> None:
    """What the layout has cut off would be lost or read as a line of its own."""
    job, whole = look(page(), tmp_path)
    third = sorted(whole.lines, key=lambda each: each.box.y0)[2].box
    region = next(r for r in job.regions for each in r.lines if abs(each.y0 - third.y0) < 20)
    short = tuple(
        replace(each, x0=each.x0 + 160, spine=((each.x0 + 160, each.at(each.x0 + 160)), *each.spine[1:]))
        if abs(each.y0 - third.y0) < 20
        else each
        for each in region.lines
    )
    regions = tuple(replace(r, lines=short) if r is region else r for r in job.regions)
    painted = read_and_paint_over(replace(job, regions=regions))
    assert len(painted.lines) < len(whole.lines)
    assert all(abs(each.box.y0 - third.y0) > 20 for each in painted.lines)


def test_a_page_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    """After a few lines: nothing is painted over."""
    image = page().filter(ImageFilter.GaussianBlur(5.0))
    job, painted = look(image, tmp_path)
    assert painted.lines == () and painted.rest == job.page
    assert 0 < len(painted.others) <= 8


def test_a_page_without_lines(tmp_path: Path) -> None:
    """All of it is left to read."""
    job, _ = look(page(), tmp_path)
    assert read_and_paint_over(replace(job, regions=())) == Painted((), (), job.page)


def test_lines_come_in_the_order_of_the_page() -> None:
    """Of a region from its top; what stands in none goes before the first line below it."""
    sure = (line("б", Box(10, 60, 90, 80), 0), line("д", Box(10, 160, 90, 180), 1))
    painted = Painted(sure, (), None, 5, 10)
    rest = [line("а", Box(5, 10, 85, 30)), line("в", Box(5, 80, 85, 100)), line("г", Box(405, 120, 445, 140), 3)]
    found = merged(painted, rest, [Box(0, 0, 100, 120), Box(0, 150, 100, 200)])
    assert [each.words[0].text for each in found] == ["а", "б", "в", "г", "д"]
    assert [each.paragraph for each in found] == [0, 0, 0, 5, 1]
    assert found[0].box == Box(10, 20, 90, 40)


def test_what_was_heard_is_of_the_same_line() -> None:
    """By where it stands and by its letters: a neighbour that the box reaches into has others."""
    here, below = Box(10, 60, 400, 90), Box(12, 70, 398, 100)
    painted = Painted((), (line("дорога", here), line("станция", below)), None, 0, 50)
    (found,) = heard_of(painted, Reading((line("дорoга", Box(10, 12, 400, 42)),))).values()
    assert (found.words[0].text, found.box) == ("дорога", Box(10, 10, 400, 40))
    assert heard_of(painted, Reading((line("дорога", Box(10, 12, 200, 42)),))) == {}
    assert heard_of(painted, Reading((line("книга", Box(10, 12, 400, 42)),))) == {}


def test_parts_of_a_row_stand_side_by_side() -> None:
    """Place and date on one row, of which the first reaches lower down; and the smallest region around a line is its own."""
    place, date, below = (
        line("Москва,", Box(10, 20, 90, 46)),
        line("1943", Box(200, 18, 300, 42)),
        line("а", Box(10, 60, 90, 80)),
    )
    found = merged(Painted((date, below), (), None), [place], [Box(0, 0, 400, 400), Box(0, 0, 400, 120)])
    assert [each.words[0].text for each in found] == ["1943", "а", "Москва,"]  # in regions of their own
    found = merged(Painted((date, below), (), None), [place], [Box(0, 0, 400, 120)])
    assert [each.words[0].text for each in found] == ["Москва,", "1943", "а"]
