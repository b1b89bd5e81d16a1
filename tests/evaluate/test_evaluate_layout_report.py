"""Layout scores of many pages, and what this project found in the form that is scored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.layout_report import evaluate_layout, grouped
from digitize.evaluate.measures import Rate
from digitize.evaluate.page_layout import EMPTY, PageLayout, layout_found, slope_of
from digitize.model.geometry import Box, Transform
from digitize.model.transcription import PageStatus, RegionKind, TextLine, TextRegion, TranscribedPage, Word
from tests.evaluate.layout_pages import page


def truth(folder: Path, name: str, layout: PageLayout, *, of: str = "press", kind: Kind = Kind.NEWSPAPER) -> TruthPage:
    """A page of truth on the disk that states this layout."""
    Image.new("1", (3000, 2000), 1).save(folder / f"{name}.png")
    regions: list[dict[str, Any]] = [
        {
            "column": region.column,
            "lines": [
                {"text": line.text, "column": line.column, "box": [line.box.x0, line.box.y0, line.box.x1, line.box.y1]}
                for line in layout.lines
                if line.region == number
            ],
        }
        for number, region in enumerate(layout.regions)
    ]
    stated = folder / f"{name}.json"
    stated.write_text(json.dumps({"width": 3000, "height": 2000, "regions": regions}), encoding="utf-8")
    return TruthPage(of, name, folder / f"{name}.png", 0, "", kind, layout=stated)


def test_sets_and_kinds_are_summed(tmp_path: Path) -> None:
    """Counts add up over the pages of a set and of a kind; pages without layout truth are passed over."""
    two, one = page([3], [3]), page([4])
    found = evaluate_layout(
        [
            (truth(tmp_path, "a", two), two),
            (truth(tmp_path, "b", two), replace(two, lines=two.lines[:3])),
            (truth(tmp_path, "c", one, of="books", kind=Kind.BOOK), EMPTY),
            (TruthPage("books", "d", tmp_path / "none.png", 0, "text"), EMPTY),
        ]
    )
    assert [(group.name, group.pages, group.scores.line_missed) for group in found.sets] == [
        ("press", 2, Rate(3, 12)),
        ("books", 1, Rate(4, 4)),
    ]
    assert [(group.name, group.scores.column) for group in found.kinds] == [
        ("newspaper", Rate(3, 12)),
        ("book", Rate(4, 4)),
    ]
    press, books = found.sets
    assert press.intervals["line_missed"] is not None
    assert press.intervals["latin_script"] is None, "nothing was measured"
    assert books.intervals["line_missed"] is None, "one page has no interval"
    assert [group.name for group in grouped(found.pages, lambda of: of.name if of.columns > 1 else None)] == ["a", "b"]


def test_truth_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """Broken layout truth costs its page its layout scores and nothing else, and the report says so."""
    layout = page([3])
    broken = truth(tmp_path, "bad", layout)
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    found = evaluate_layout([(broken, layout), (truth(tmp_path, "good", layout), layout)])
    assert [of.name for of in found.pages] == ["good"]
    assert "bad.json: layout truth not understood" in found.left_out[0]
    assert "layout left out" in found.as_text()
    assert evaluate_layout([]).as_text() == ""


def test_the_report_for_programs_and_for_people(tmp_path: Path) -> None:
    """JSON with every figure's n; recall and order are shares that are right; the table fits into 80 columns."""
    layout = page([3], [3])
    name = "a-set-with-a-long-name" * 4
    found = evaluate_layout([(truth(tmp_path, "a", layout, of=name), layout), (truth(tmp_path, "b", layout), EMPTY)])
    report = found.as_dict()
    assert json.loads(json.dumps(report)) == report
    of = report["sets"][0]  # type: ignore[index]
    assert of["order"] == {"value": 1.0, "errors": 0, "n": 4, "interval": None}
    assert (of["line_f"], of["region_f"], of["line_split"]["value"]) == (1.0, 1.0, 0.0)
    assert of["latin_script"]["value"] is None
    text = found.as_text()
    assert max(map(len, text.splitlines())) <= 80
    row = next(line for line in text.splitlines() if line.startswith("press"))
    assert row.split() == ["press", "1", "0.0", "-", "0.0", "0.0", "0.0", "0.0", "-"]


def word(number: int, text: str, box: Box) -> Word:
    """A word of the first line."""
    return Word.read(f"p0001_r001_l001_w{number:03}", text, box, 0.9, None)


def transcribed(box: Box, *, column: int = 1) -> TranscribedPage:
    """A page with a picture and a line of two words."""
    half = (box.x0 + box.x1) // 2
    words = (word(1, "мир", Box(box.x0, box.y0, half, box.y1)), word(2, "Times", Box(half + 1, box.y0, box.x1, box.y1)))
    line = TextLine("p0001_r002_l001", box, box.polygon, ((box.x0, box.y1), (box.x1, box.y1)), words, column)
    picture = TextRegion("p0001_r001", RegionKind.IMAGE, Box(0, 0, 9, 9), Box(0, 0, 9, 9).polygon, ())
    region = TextRegion("p0001_r002", RegionKind.PARAGRAPH, box, box.polygon, (line,), column)
    return TranscribedPage(1, 400, 300, PageStatus.RECOGNISED, (picture, region), 1, "rus")


def test_what_was_found_is_laid_back_on_the_file() -> None:
    """Boxes of a page turned upright are those of the file as it lies; regions without text are left out."""
    box = Box(10, 20, 110, 50)
    laid = layout_found([(transcribed(box), Transform.turn(180, 400, 300))])
    (line,) = laid.lines
    assert (line.box, line.text, line.region, line.column) == (Box(290, 250, 390, 280), "мир Times", 0, 1)
    assert [(w.text, w.script) for w in line.words] == [("мир", "Cyrl"), ("Times", "Latn")]
    assert [region.box for region in laid.regions] == [line.box]


def test_both_pages_of_a_spread_are_one_layout() -> None:
    """The right page comes after the left one, at its place on the image, with its own columns."""
    box = Box(10, 20, 110, 50)
    laid = layout_found([(transcribed(box), Transform()), (transcribed(box), Transform.shift(-400, 0))])
    assert [(line.box.x0, line.region, line.column) for line in laid.lines] == [(10, 0, 1), (410, 1, 1)]


def test_slopes() -> None:
    """Fall per pixel to the right, whatever way the points are listed; none from what is no baseline."""
    assert slope_of(((100, 110), (0, 100))) == 0.1
    assert slope_of(None) == slope_of(((5, 90),)) == slope_of(((5, 0), (5, 90))) == slope_of(((0, 0), (1, 7))) == 0
