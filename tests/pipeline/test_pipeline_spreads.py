"""A scan of two facing pages becomes two pages of its document: counted, cited, cached and exported as such."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from digitize.errors import EngineError
from digitize.ingest import Candidate
from digitize.model.geometry import Transform
from digitize.model.page import PagePart, SourceFile
from digitize.pipeline.intake import plan_document
from digitize.pipeline.read import read_crops
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.spreads import Half, Spread
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings
from tests.pipeline import openings, scans, work
from tests.pipeline.conftest import Run
from tests.preprocess.text_pages import text_page

LANGUAGES = "rus"


@dataclass(frozen=True)
class Split:
    """A spread and what was made of it."""

    scan: Path
    folder: Path
    output: Path
    result: DocumentResult

    @property
    def pages(self) -> list[dict[str, Any]]:
        return list(work.report(self.folder)["pages"])

    def words(self, number: int) -> list[dict[str, Any]]:
        told = json.loads((self.folder / "transcription.json").read_bytes())
        page = told["pages"][number - 1]
        return [word for region in page["regions"] for line in region["lines"] for word in line["words"]]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Split:
    root = tmp_path_factory.mktemp("split")
    scan = openings.jpeg(root / "kniga.jpg", openings.spread())
    (result,) = run(root / "out", scan, languages=LANGUAGES)
    return Split(scan, root / "out/kniga", root / "out", result)


def test_two_pages_left_then_right(split: Split) -> None:
    """Each has its number, its part, its size and its own image; the report says by what the spread was recognised."""
    assert (split.result.errors, split.result.pages) == ((), 2)
    told = [(p["page_number"], p["frame"], p["part"], p["image_path"]) for p in split.pages]
    assert told == [(1, 0, "left", "images/0001.png"), (2, 0, "right", "images/0002.png")]
    assert sum(p["width"] for p in split.pages) == 2 * openings.WIDTH
    assert all(p["height"] == openings.HEIGHT for p in split.pages)
    assert work.report(split.folder)["complete"] is True
    for page in split.pages:
        (choice,) = (choice for choice in page["choices"] if choice["what"] == "split")
        assert choice["value"] == f"the {page['part']} of two facing pages"
        assert "between two text blocks" in choice["why"]


def test_each_page_has_a_file_of_every_format(split: Split) -> None:
    """As if there had been two scans."""
    for name in ("alto/{}.xml", "page/{}.xml", "hocr/{}.html", "images/{}.png"):
        assert all((split.folder / name.format(number)).is_file() for number in ("0001", "0002"))
        assert not (split.folder / name.format("0003")).exists()
    assert (split.folder / "kniga.txt").read_text(encoding="utf-8").count("\f") == 1


def test_each_image_is_its_half_of_the_scan(split: Split) -> None:
    """Pixel by pixel, without loss; the transform from the file says which half."""
    with Image.open(split.scan) as image:
        whole = np.asarray(image)
    for page in split.pages:
        shift = Transform(*page["file_to_canonical"])
        assert (shift.a, shift.b, shift.d, shift.e, shift.f) == (1, 0, 0, 1, 0)
        left = round(-shift.c)
        with Image.open(split.folder / page["image_path"]) as image:
            assert np.array_equal(np.asarray(image), whole[:, left : left + page["width"]])
    assert split.pages[0]["file_to_canonical"][2] == 0


@pytest.mark.parametrize(("number", "seed"), [(1, openings.LEFT_WORDS), (2, openings.RIGHT_WORDS)])
def test_every_word_is_read_once_on_its_page(split: Split, number: int, seed: int) -> None:
    """No word of the other page, and each box has the word's ink on the page's own image."""
    words = split.words(number)
    expected = sum(len(line) for line in _lines_of(seed))
    assert len(words) == pytest.approx(expected, abs=2)
    with Image.open(split.folder / f"images/{number:04}.png") as image:
        ink = np.asarray(image) < 128
    for word in words:
        x0, y0, x1, y1 = word["box"]
        assert ink[y0:y1, x0:x1].any()
    boxes = np.array([word["box"] for word in words])
    outside = ink.copy()
    for x0, y0, x1, y1 in boxes + np.array([-3, -3, 3, 3]):
        outside[max(0, y0) : y1, max(0, x0) : x1] = False
    assert outside.sum() < 0.05 * ink.sum()


def _lines_of(seed: int) -> list[list[Any]]:
    page = text_page(openings.WIDTH, openings.HEIGHT, size_px=24, lines=9, seed=seed)
    return [[word for word in page.words if word.y0 < line.y1 and word.y1 > line.y0] for line in page.lines]


def test_the_pdf_has_two_pages_of_one_image(split: Split) -> None:
    """The scan's own JPEG is in the file once, byte for byte, and each page shows its half with its words."""
    pdf_path = split.folder / "kniga.pdf"
    with pikepdf.open(pdf_path) as pdf:
        images = [page.obj.Resources.XObject["/Im0"] for page in pdf.pages]
        assert len(images) == 2 and images[0].objgen == images[1].objgen
        assert images[0].read_raw_bytes() == split.scan.read_bytes()
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages]
    for (width, height), page in zip(sizes, split.pages, strict=True):
        assert width == pytest.approx(page["width"] * 72 / 150, abs=0.1)
        assert height == pytest.approx(page["height"] * 72 / 150, abs=0.1)
    left, right = (set(text.split()) for text in work.pdf_text(pdf_path))
    assert left and right
    assert {word["text"] for word in split.words(1)} <= left
    assert {word["text"] for word in split.words(2)} <= right


def test_a_second_run_calls_no_engine(split: Split, run: Run) -> None:
    """Whether a scan is a spread is known from the cache, and so are both pages; every file stays as it was."""
    before = work.contents(split.output)
    (again,) = run(split.output, split.scan, languages=LANGUAGES)
    assert (again.engine_calls, again.pages_from_cache, again.pages) == (0, 2, 2)
    assert work.contents(split.output) == before


def test_one_page_can_be_chosen(split: Split, run: Run, tmp_path: Path) -> None:
    """``--pages`` counts pages, not scans: the right one is page 2."""
    (result,) = run(tmp_path / "out", split.scan, languages=LANGUAGES, pages="2")
    told = work.report(tmp_path / "out/kniga")
    assert result.pages == 1 and told["complete"] is False
    (page,) = told["pages"]
    assert (page["page_number"], page["part"]) == (2, "right")
    assert [p.name for p in (tmp_path / "out/kniga/images").iterdir()] == ["0002.png"]


def test_spreads_can_be_left_whole(split: Split, run: Run, tmp_path: Path) -> None:
    """``split_spreads = "never"``: one page, and the report has the setting."""
    (result,) = run(tmp_path / "out", split.scan, languages=LANGUAGES, split_spreads="never")
    told = work.report(tmp_path / "out/kniga")
    assert result.pages == 1
    assert [(page["part"], page["image_path"]) for page in told["pages"]] == [("whole", None)]
    assert told["provenance"]["settings"]["split_spreads"] == "never"
    assert work.report(split.folder)["provenance"]["settings"]["split_spreads"] == "auto"


def test_pages_around_a_spread_keep_their_order(run: Run, tmp_path: Path) -> None:
    """A TIFF of a page, a spread on its side, and a page: four pages."""
    frames = [openings.leaf(3), openings.spread().rotate(90, expand=True), openings.leaf(4)]
    scan = scans.tiff(tmp_path / "tetrad.tif", frames)
    (result,) = run(tmp_path / "out", scan, languages=LANGUAGES)
    pages = work.report(tmp_path / "out/tetrad")["pages"]
    assert result.errors == ()
    assert [(p["page_number"], p["frame"], p["part"], p["turn_deg"]) for p in pages] == [
        (1, 0, "whole", 0),
        (2, 1, "left", 90),
        (3, 1, "right", 90),
        (4, 2, "whole", 0),
    ]
    assert [p["image_path"] for p in pages] == [f"images/{n:04}.png" for n in (1, 2, 3, 4)]
    texts = work.pdf_text(tmp_path / "out/tetrad/tetrad.pdf")
    assert len(texts) == 4 and all(len(text.split()) > 40 for text in texts)
    with pikepdf.open(tmp_path / "out/tetrad/tetrad.pdf") as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [0, 90, 90, 0]


def test_a_spread_in_a_pdf(run: Run, tmp_path: Path) -> None:
    """The page is taken over as it is, twice, each time cut to its half."""
    scan = tmp_path / "mappe.pdf"
    scan.write_bytes(scans.image_pdf(openings.spread()))
    (result,) = run(tmp_path / "out", scan, languages=LANGUAGES)
    pages = work.report(tmp_path / "out/mappe")["pages"]
    assert result.errors == () and [page["part"] for page in pages] == ["left", "right"]
    with pikepdf.open(tmp_path / "out/mappe/mappe.pdf") as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]
    assert boxes[0][0] == 0 and boxes[0][2] == pytest.approx(boxes[1][0], abs=0.1)
    assert boxes[1][2] == pytest.approx(2 * openings.WIDTH * 72 / scans.DPI, abs=0.1)
    texts = work.pdf_text(tmp_path / "out/mappe/mappe.pdf")
    assert all(len(text.split()) > 40 for text in texts) and texts[0] != texts[1]


def test_a_born_digital_page_is_not_split(run: Run, tmp_path: Path) -> None:
    """What its author made one page stays one, landscape or not."""
    lines = [f"The {n} lines that stand here are many, and they are long enough" for n in range(12)]
    with scans.born_digital_pdf(lines) as pdf:
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 420, 240])
        pdf.save(tmp_path / "slide.pdf")
    (result,) = run(tmp_path / "out", tmp_path / "slide.pdf", languages="eng")
    assert result.pages == 1


def test_both_halves_of_a_page_that_fails_are_kept(
    split: Split, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that fails on one half leaves the other alone; the failed half keeps its number and its image."""

    def fails_on_the_right(prepared: Any, *args: Any, **options: Any) -> Any:
        if prepared.page.file_to_canonical.c < 0:
            raise EngineError("no luck", hint="Try again")
        return read_crops(prepared, *args, **options)

    monkeypatch.setattr("digitize.pipeline.recognise.read_crops", fails_on_the_right)
    (result,) = run(tmp_path / "out", split.scan, languages=LANGUAGES)
    pages = work.report(tmp_path / "out/kniga")["pages"]
    assert len(result.errors) == 1 and "page 2" in str(result.errors[0].where)
    assert [(page["status"], page["part"]) for page in pages] == [("recognised", "left"), ("failed", "right")]
    assert (tmp_path / "out/kniga/images/0002.png").is_file()
    assert len(work.pdf_text(tmp_path / "out/kniga/kniga.pdf")) == 2


def test_frames_behind_the_chosen_pages_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--pages 1`` of a file of thousands of pages starts at once."""
    asked: list[int] = []

    def no_spreads(frames: list[tuple[SourceFile, int]], *_: object) -> dict[tuple[str, int], object]:
        asked.append(len(frames))
        return {}

    monkeypatch.setattr("digitize.pipeline.intake.look_at_frames", no_spreads)
    scan = scans.tiff(tmp_path / "long.tif", [scans.page((), width=90, height=90)] * 6)
    with Workshop(Settings(output=tmp_path / "out", jobs=1)) as shop:
        plan = plan_document(Candidate("long", (scan,), None), shop, Tally(), "2")
        assert [page.page_number for page in plan.pages] == [2]
        plan_document(Candidate("long", (scan,), None), shop, Tally())
    assert asked == [2, 6]


@pytest.mark.parametrize(("top", "bottom"), [(500.0, 500.0), (470.0, 540.5), (530.2, 461.0)])
def test_halves_hold_all_of_the_scan(top: float, bottom: float) -> None:
    """A leaning fold gives each page a wedge of the other, which is told; no column of pixels is in neither page."""
    spread = Spread(1_000, 800, 0, top, bottom, None, "why", "turned")
    left, right = Half(PagePart.LEFT, spread), Half(PagePart.RIGHT, spread)
    assert (left.box.x0, right.box.x1) == (0, 1_000)
    assert right.box.x0 <= left.box.x1
    assert left.box.x1 >= max(top, bottom) - 1 and right.box.x0 <= min(top, bottom) + 1
    for half in (left, right):
        x_in_page = half.shift.point((top, 0.0))[0]
        assert half.beyond[0] == pytest.approx((x_in_page, 0.0))
        edge = half.box.width if half is left else 0
        assert half.beyond[1][0] == half.beyond[2][0] == edge
