"""Drawn pages: their truth is valid and in order, and the ink lies where the truth says."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from benchmarks import samples
from benchmarks.pages.__main__ import main
from benchmarks.pages.catalogue import KINDS, SEEDS, draw
from benchmarks.pages.lay import Curl, PageLay
from benchmarks.pages.looks import faces
from benchmarks.pages.plate import DrawnPage
from benchmarks.pages.prose import TEXTS, entries
from benchmarks.pages.typescript import as_typed
from benchmarks.pages.wear import CLEAN
from benchmarks.samples.fonts import Font, enlarged
from benchmarks.samples.warp import Wave
from digitize.model.transcription import RegionKind

SCHEMA = json.loads((Path(samples.__path__[0]) / "truth.schema.json").read_text(encoding="utf-8"))
SMALL = {"typescript": 1, "book": 1, "spread": 1, "curled": 4, "slanted": 2, "torn": 1, "negative": 2, "upside-down": 2}
"""Kinds to be looked at in pixels, with seeds that make them small."""


@cache
def page(kind: str, seed: int = 1) -> DrawnPage:
    return draw(kind, seed)


@cache
def truth(kind: str, seed: int = 1) -> dict[str, Any]:
    return page(kind, seed).truth


def words_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [word for region in found["regions"] for line in region["lines"] for word in line["words"]]


@pytest.mark.parametrize("kind", KINDS)
def test_truth_is_valid_and_in_order(kind: str) -> None:
    """The truth keeps to its schema; regions with lines are numbered from 0 in the order in which they are listed."""
    found = truth(kind)
    Draft202012Validator(SCHEMA).validate(found)
    assert {region["kind"] for region in found["regions"]} <= {kind.value for kind in RegionKind}
    orders = [region["order"] for region in found["regions"] if region["lines"]]
    assert orders == list(range(len(orders)))
    assert all("order" not in region for region in found["regions"] if not region["lines"])


@pytest.mark.parametrize("kind", KINDS)
def test_lines_stand_in_their_columns(kind: str) -> None:
    """Each line says its column, and stands in one of that number; what spans columns stands in none."""
    found = truth(kind)
    slack = 0.03 * found["width"]
    for region in found["regions"]:
        for line in region["lines"]:
            assert line["column"] == region["column"]
            if line["column"] is None:
                continue
            boxes = [column["box"] for column in found["columns"] if column["number"] == line["column"]]
            assert any(b[0] - slack <= line["box"][0] and line["box"][2] <= b[2] + slack for b in boxes)


@pytest.mark.parametrize("kind", ["pravda", "humanite", "slanted"])
def test_an_article_keeps_to_the_columns_of_its_headline(kind: str) -> None:
    """Under a headline over several columns, its article's text stands in these, below it, column after column."""
    regions = truth(kind)["regions"]
    heads = [r for r in regions if r["kind"] == "heading" and "span" in r and "article" in r]
    assert heads
    for head in heads:
        first, last = head["span"]
        columns = [r["column"] for r in regions if r.get("article") == head["article"] and r["column"] is not None]
        assert columns == sorted(columns)
        assert set(columns) <= set(range(first, last + 1))


def test_words_of_different_lines_do_not_overlap() -> None:
    """Nothing is printed over something else, and no rule runs through a word."""
    for kind in ("pravda", "humanite", "unequal", "table"):
        sheet = page(kind).plate.sheet
        lines = [line.box for region in sheet.regions for line in region.lines]
        assert all(a.overlap(b) < 0.35 * min(a.area, b.area) for i, a in enumerate(lines) for b in lines[i + 1 :])
        boxes = [word.box for region in sheet.regions for line in region.lines for word in line.words]
        assert not [rule for rule in sheet.rules if any(rule.overlap(box) for box in boxes)]


@pytest.mark.parametrize(("kind", "seed"), SMALL.items())
def test_every_word_has_ink(kind: str, seed: int) -> None:
    """In the scan, each word's box holds pixels far from the paper's grey."""
    pixels = page(kind, seed).pixels().astype(np.int16)
    found = truth(kind, seed)
    assert pixels.shape == (found["height"], found["width"])
    for word in words_of(found):
        x0, y0, x1, y1 = word["box"]
        patch = pixels[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2]
        assert patch.max() - patch.min() > 32, word


@pytest.mark.parametrize(("kind", "seed"), [("slanted", 2), ("curled", 4), ("spread", 1), ("upside-down", 2)])
def test_ink_lies_nowhere_else(kind: str, seed: int) -> None:
    """On a clean sheet all ink is in the boxes of words, pictures and rules, however the sheet lies."""
    drawn = page(kind, seed)
    plate = replace(drawn.plate, worn=replace(CLEAN, dust=0, bed=246), finish=None)
    dark = replace(drawn, plate=plate).pixels() < 140
    boxes = [word["box"] for word in words_of(truth(kind, seed))]
    boxes += [r["box"] for r in truth(kind, seed)["regions"] if r["kind"] == "image"]
    lay = plate.lay
    boxes += [[b.x0, b.y0, b.x1, b.y1] for b in map(lay.box, plate.sheet.rules)]
    total = int(dark.sum())
    for x0, y0, x1, y1 in boxes:
        dark[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = False
    assert dark.sum() < 0.001 * total


def test_same_seed_gives_the_same_page() -> None:
    """Truth and pixels are decided by the seed alone, and another seed gives another page."""
    first, again = draw("one-word", 2), draw("one-word", 2)
    assert np.array_equal(first.pixels(), again.pixels())
    assert draw("table", 1).truth == truth("table")
    assert truth("table", 2)["regions"] != truth("table")["regions"]


def test_seeds_vary_geometry() -> None:
    """Seeds of a kind differ in size or resolution of the page."""
    for kind in ("book", "typescript", "mixed", "table"):
        assert len({(truth(kind, seed)["width"], truth(kind, seed)["dpi"]) for seed in SEEDS}) == len(SEEDS)


def test_turned_pages_say_where_their_words_are() -> None:
    """Upside down and mirrored scans carry the boxes of the scan, and say what was done."""
    for kind, flag in (("upside-down", "upside_down"), ("mirrored", "mirrored")):
        drawn = page(kind)
        assert drawn.truth[flag] is True
        plain = replace(drawn.plate.lay, upside_down=False, mirrored=False)
        box = drawn.plate.sheet.regions[0].lines[0].box
        upright, turned = plain.box(box), drawn.plate.lay.box(box)
        width, height = drawn.plate.sheet.width, drawn.plate.sheet.height
        assert abs(width - upright.x1 - turned.x0) <= 1
        assert abs((height - upright.y1 if flag == "upside_down" else upright.y0) - turned.y0) <= 1


def test_a_spread_says_which_page_a_word_is_on() -> None:
    """Each region of a spread names its page and lies in that half."""
    found = truth("spread")
    halves = {half["number"]: half["box"] for half in found["pages"]}
    assert set(halves) == {1, 2} == {region["page"] for region in found["regions"]}
    for region in found["regions"]:
        x0, _, x1, _ = halves[region["page"]]
        assert x0 <= region["box"][0] and region["box"][2] <= x1


def test_mixed_pages_have_latin_words_in_cyrillic() -> None:
    """Words name their script: Latin ones among Cyrillic, in print and in typescript."""
    for seed in (1, 2):
        scripts = [word["script"] for word in words_of(truth("mixed", seed))]
        assert scripts.count("Latn") > 0.04 * len(scripts)
        assert scripts.count("Cyrl") > 0.6 * len(scripts)


def test_what_was_torn_off_is_not_in_the_truth() -> None:
    """A word kept in the truth has paper all around it."""
    plate = page("torn").plate
    assert plate.gone is not None
    hole = plate.gone(np.random.default_rng(0))
    assert 0.02 < hole.mean() < 0.2
    for region in plate.sheet.regions:
        for line in region.lines:
            for box in (word.box for word in line.words):
                assert not hole[box.y0 : box.y1, box.x0 : box.x1].any()


def test_point_and_pixels_agree() -> None:
    """A mark on the sheet is found on the scan where the lay says, with all bends at once."""
    lay = PageLay(
        400,
        300,
        1.2,
        (Wave(2.0, 1.5, 0.5 / 400, 0.7 / 300, 1.0),),
        ((0.0, -0.8), (180.0, -0.8), (220.0, 0.9), (400.0, 0.9)),
        curl=Curl(0.0, 60.0, 6.0, 5.0),
        upside_down=True,
    )
    for x, y in ((60, 40), (200, 150), (330, 250)):
        sheet = np.full((300, 400), 255, np.uint8)
        sheet[y - 3 : y + 4, x - 3 : x + 4] = 0
        seen = 255.0 - lay.apply(sheet, 255)
        rows, columns = np.mgrid[0:300, 0:400]
        centre = ((columns * seen).sum() / seen.sum() + 0.5, (rows * seen).sum() / seen.sum() + 0.5)
        assert centre == pytest.approx(lay.point((x + 0.5, y + 0.5)), abs=1.1)


def test_fonts_have_all_letters_of_the_texts() -> None:
    """No letter of any text comes out as an empty box, in print or in typescript."""

    def missing(face: str, text: str) -> set[str]:
        type_ = enlarged(Font(face, 10))
        box = bytes(type_.getmask("\U0010fffd"))
        return {c for c in set(text) if not c.isspace() and bytes(type_.getmask(c)) == box}

    for language in sorted(path.stem for path in TEXTS.glob("*.txt")):
        text = "".join(line for lines in entries(language).values() for line in lines)
        for face in {"georgian"} if language == "kat" else faces(language):
            printed = text if language == "kat" else text + text.upper()
            assert not missing(face, printed), (language, face)
    typed = "".join(as_typed(line) for lines in entries("rus").values() for line in lines)
    assert missing("typewriter", typed) <= {"№"}
    assert not missing("typewriter-even", typed)


def test_command_writes_image_and_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes what it was asked for, at the resolution that the truth names."""
    monkeypatch.setattr(sys, "argv", ["pages", str(tmp_path), "--only", "one-word", "--seed", "2"])
    assert main() == 0
    assert sorted(p.name for p in tmp_path.rglob("*.*")) == ["one-word-2.gt.txt", "one-word-2.json", "one-word-2.png"]
    found = json.loads((tmp_path / "truth" / "one-word-2.json").read_text(encoding="utf-8"))
    with Image.open(tmp_path / found["image"]) as image:
        assert image.size == (found["width"], found["height"])
        assert round(image.info["dpi"][0]) == found["dpi"]


def test_bitonal_pages_are_group_4(tmp_path: Path) -> None:
    """A microfilm frame is written as a bitonal TIFF with black around the page."""
    path, *_ = page("negative", 2).write(tmp_path)
    with Image.open(path) as image:
        assert (image.mode, image.info["compression"]) == ("1", "group4")
        assert not np.asarray(image)[:10].any()
