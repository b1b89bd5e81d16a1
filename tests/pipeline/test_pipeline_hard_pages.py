"""Pages that are no ordinary scans: each ends in an honest result, with a warning where a person should look."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from digitize.model.geometry import Transform
from digitize.model.raster import Raster
from digitize.pipeline.orientation import Orientation, find_orientation
from digitize.preprocess.letters import measure_letters
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run
from tests.preprocess.text_pages import font, leaning, noise, text_page

WIDTH, HEIGHT = 760, 420
STAMPED = ("АРХИВ", "СТАНЦИЯ", "№ 7")


def leaf(seed: int = 1) -> Image.Image:
    """Nine lines of print, its x-height 11 px."""
    return text_page(WIDTH, HEIGHT, size_px=24, lines=9, seed=seed).image


def read(run: Run, folder: Path, image: Image.Image, **settings: Any) -> dict[str, Any]:
    """The report on the only page."""
    scan = scans.png(folder / "page.png", image)
    (result,) = run(folder / "out", scan, **{"languages": "rus", **settings})
    assert result.errors == () and result.delivered
    (page,) = work.report(folder / "out/page")["pages"]
    return dict(page)


def words_of(folder: Path) -> list[dict[str, Any]]:
    told = json.loads((folder / "out/page/transcription.json").read_bytes())
    return [
        w for page in told["pages"] for region in page["regions"] for line in region["lines"] for w in line["words"]
    ]


def choice(page: dict[str, Any], what: str) -> dict[str, str] | None:
    return next((dict(made) for made in page["choices"] if made["what"] == what), None)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, run: Run) -> list[dict[str, Any]]:
    """The words of the page as it should be."""
    folder = tmp_path_factory.mktemp("plain")
    page = read(run, folder, leaf())
    assert page["warnings"] == [] and page["words"] > 60
    return words_of(folder)


def test_a_negative_is_read_as_if_it_were_none(tmp_path: Path, run: Run, plain: list[dict[str, Any]]) -> None:
    """White on black: the same words at the same places, a warning; the image stays as it was scanned."""
    page = read(run, tmp_path, ImageOps.invert(leaf()))
    assert "the scan is a negative, white on black; it was read inverted" in page["warnings"]
    made = choice(page, "polarity")
    assert made is not None and made["value"] == "read inverted" and "light marks" in made["why"]
    assert [(w["text"], w["box"]) for w in words_of(tmp_path)] == [(w["text"], w["box"]) for w in plain]
    assert page["image_path"] is None  # the file itself is the canonical image


def stamp() -> Image.Image:
    """A round stamp for the middle of the leaf, half as dark as its print: two rings, letters between them and within."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw, made, pale = ImageDraw.Draw(image), font(26), 135
    for inner in (0, 46):
        draw.ellipse((260 + inner, 90 + inner, 520 - inner, 350 - inner), outline=pale, width=4)
    around = [
        (390 + 107 * math.cos(turn * math.pi / 10), 220 + 107 * math.sin(turn * math.pi / 10)) for turn in range(20)
    ]
    for place, letter in [
        *zip(around, "КОНТОРА" * 3, strict=False),
        *(((390, 182 + 38 * i), t) for i, t in enumerate(STAMPED)),
    ]:
        draw.text(place, letter, fill=pale, font=made, anchor="mm", stroke_width=1, stroke_fill=pale)
    return image


def test_print_under_a_paler_stamp_is_read(tmp_path: Path, run: Run, plain: list[dict[str, Any]]) -> None:
    """Print and the stamp over it are told apart by their tones: no word is lost, none is the stamp's, the scan is as it was."""
    page = read(run, tmp_path, ImageChops.darker(leaf(), stamp()))
    made = choice(page, "stamps")
    assert made is not None and made["value"] == "1 taken off"
    assert {word["text"] for word in plain} <= {word["text"] for word in words_of(tmp_path)}
    (told,) = json.loads((tmp_path / "out/page/transcription.json").read_bytes())["pages"]
    assert [region["lines"] for region in told["regions"] if region["kind"] == "stamp"] == [[]]
    assert page["image_path"] is None  # the file itself is the canonical image


def test_a_mirrored_page_is_read_the_right_way_round(tmp_path: Path, run: Run, plain: list[dict[str, Any]]) -> None:
    """Each word's box is where the mirrored scan has it, a warning says so, and the lines keep their order."""
    page = read(run, tmp_path, ImageOps.mirror(leaf()))
    assert any("mirrored" in warning for warning in page["warnings"])
    assert choice(page, "mirror") is not None
    found = words_of(tmp_path)
    assert [word["text"] for word in found] == [word["text"] for word in plain]
    for word, original in zip(found, plain, strict=True):
        x0, y0, x1, y1 = original["box"]
        assert word["box"] == pytest.approx([WIDTH - x1, y0, WIDTH - x0, y1], abs=2)


def test_a_mirrored_negative_that_leans(tmp_path: Path, run: Run, plain: list[dict[str, Any]]) -> None:
    """All at once: still the same words, and each box holds light ink."""
    image = leaning(ImageOps.invert(ImageOps.mirror(leaf())), 2.0, paper=0)
    page = read(run, tmp_path, image)
    assert len(page["warnings"]) == 2
    assert page["skew_deg"] == pytest.approx(-2.0, abs=0.3)  # of the lines as they are read
    found = words_of(tmp_path)
    same = sum(a["text"] == b["text"] for a, b in zip(found, plain, strict=False))
    assert len(found) == len(plain) and same >= 0.9 * len(plain)
    ink = np.asarray(image) > 128
    assert all(ink[y0:y1, x0:x1].any() for x0, y0, x1, y1 in (word["box"] for word in found))


def test_an_upside_down_page_among_upright_ones(tmp_path: Path, run: Run) -> None:
    """It is turned, the others are not."""
    scan = scans.tiff(tmp_path / "list.tif", [leaf(1), leaf(2).rotate(180), leaf(3)])
    (result,) = run(tmp_path / "out", scan, languages="rus")
    pages = work.report(tmp_path / "out/list")["pages"]
    assert result.errors == () and [page["turn_deg"] for page in pages] == [0, 180, 0]
    assert all(page["mean_confidence"] > 0.8 for page in pages)


def ink_within(image: Image.Image, box: Sequence[int]) -> tuple[int, int, int, int]:
    """The box around what is dark in a box."""
    x0, y0, x1, y1 = box
    rows, columns = np.nonzero(np.asarray(image)[y0:y1, x0:x1] < 128)
    return x0 + int(columns.min()), y0 + int(rows.min()), x0 + int(columns.max()) + 1, y0 + int(rows.max()) + 1


def test_dark_borders_and_punch_holes_are_not_read(tmp_path: Path, run: Run, plain: list[dict[str, Any]]) -> None:
    """A frame of film and two holes: the words of the page and no others, around the same ink, and the report tells of both."""
    image = Image.new("L", (WIDTH + 200, HEIGHT + 160), 8)
    image.paste(leaf(), (100, 80))
    for y in (200, 420):
        ImageDraw.Draw(image).ellipse((110, y, 145, y + 35), fill=0)
    page = read(run, tmp_path, image)
    made = choice(page, "borders")
    assert made is not None and "dark border" in made["why"] and "2 punch holes" in made["why"]
    found = words_of(tmp_path)
    assert [word["text"] for word in found] == [word["text"] for word in plain]
    for word, original in zip(
        found, plain, strict=True
    ):  # another engine may have read it, whose boxes are as loose as it likes
        x0, y0, x1, y1 = original["box"]
        there = ink_within(image, (x0 + 100, y0 + 80, x1 + 100, y1 + 80))
        assert ink_within(image, word["box"]) == pytest.approx(there, abs=2)


def test_a_torn_page(tmp_path: Path, run: Run) -> None:
    """What is left of it on a dark ground is read; the ground is not."""
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).polygon([(0, 0), (700, 0), (640, 200), (420, 260), (200, 240), (0, 300)], fill=255)
    page = read(run, tmp_path, Image.composite(leaf(), Image.new("L", (WIDTH, HEIGHT), 15), mask))
    assert choice(page, "borders") is not None
    assert 25 < page["words"] < 60 and page["mean_confidence"] > 0.7
    assert all(word["box"][3] < 310 for word in words_of(tmp_path))


BARE = "little or no text found"


@pytest.mark.parametrize("tone", [0, 128, 250])
def test_a_blank_page(tmp_path: Path, run: Run, tone: int) -> None:
    """No word is made up; the page is there, empty, with a warning. No engine is asked which way up it is."""
    page = read(run, tmp_path, Image.new("L", (WIDTH, HEIGHT), tone))
    assert (page["status"], page["words"]) == ("empty", 0)
    assert BARE in page["warnings"]


def test_a_page_of_one_word(tmp_path: Path, run: Run) -> None:
    """It is read, and a person is told that there is little."""
    image = Image.new("L", (WIDTH, HEIGHT), 250)
    ImageDraw.Draw(image).text((280, 180), "Протокол", font=font(40), fill=10)
    page = read(run, tmp_path, image)
    assert [word["text"] for word in words_of(tmp_path)] == ["Протокол"]
    assert BARE in page["warnings"] and page["turn_deg"] == 0


def test_a_page_of_one_picture(tmp_path: Path, run: Run) -> None:
    """Whatever is made of it, a person is told that it does not read."""
    picture = noise(WIDTH, HEIGHT).filter(ImageFilter.GaussianBlur(2)).point(lambda value: max(0, 3 * value - 250))
    page = read(run, tmp_path, picture)
    assert any("hardly anything could be read" in warning or warning == BARE for warning in page["warnings"])


def found_way(image: Image.Image) -> Orientation:
    page = Raster(np.asarray(image), 300.0)
    return find_orientation(page, measure_letters(page))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_any_way_up(turned: int, mirrored: bool) -> None:
    """Four turns, and their mirror images."""
    image = text_page(900, 900, size_px=28, seed=3).image
    image = ImageOps.mirror(image) if mirrored else image
    way = found_way(image.rotate(turned, expand=True))
    assert (way.turn_deg, way.mirrored, way.doubtful) == (turned, mirrored, False)


def test_an_ordinary_page_needs_no_trial() -> None:
    """One call of script detection."""
    assert found_way(text_page(900, 900, size_px=28, seed=4).image).engine_calls == 1


def test_signs_of_no_known_script_are_left_as_they_stand() -> None:
    """All ways are tried, none makes sense: the page is not turned, and that is said."""
    rng = np.random.default_rng(0)
    image = Image.new("L", (420, 260), 255)
    draw = ImageDraw.Draw(image)
    for y in range(40, 220, 40):
        for x in range(40, 380, 24):
            points = [(x + int(a), y + int(b)) for a, b in rng.integers(0, 16, (4, 2))]
            draw.line(points, fill=0, width=3)
    way = found_way(image)
    assert (way.turn_deg, way.mirrored, way.doubtful) == (0, False, True)
    assert way.engine_calls <= 11


_PREPARE = """
import resource, sys, tempfile
from pathlib import Path
import numpy as np
from PIL import Image
from digitize.ingest import identify
from digitize.model.profile import Profile
from digitize.pipeline.prepare import prepare_page
from digitize.pipeline.upright import PrepareJob

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def prepare(path, folder):
    source = identify(path, max_file_bytes=1 << 34, max_pages=9)
    prepare_page(PrepareJob(path, source, 0, 10**9, Profile.AUTO, folder, folder / "0001", None))

with tempfile.TemporaryDirectory() as folder:
    prepare(Path(sys.argv[1]), Path(folder))  # so that all code and models are there
    before = peak()
    prepare(Path(sys.argv[2]), Path(folder))
    print(peak() - before)
"""


def test_a_giant_page_takes_a_few_times_its_bytes(tmp_path: Path) -> None:
    """A broadsheet at 600 dpi, leaning: no copy of it in numbers of eight bytes is ever made."""
    small = scans.png(tmp_path / "small.png", leaf())
    tile = np.asarray(leaning(text_page(2_400, 3_000, size_px=80, columns=2, seed=5).image, 1.0))
    pixels = np.tile(tile, (2, 3))
    giant = tmp_path / "giant.tif"
    Image.fromarray(pixels).save(giant, dpi=(600, 600))
    done = subprocess.run(
        [sys.executable, "-c", _PREPARE, str(small), str(giant)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 6 * pixels.nbytes


def test_the_way_back_of_a_mirrored_page_is_a_transform() -> None:
    """Mirroring fits into the transform that every step hands on, and can be told from it."""
    flip = Transform(a=-1.0, c=100.0)
    assert flip.mirrors and not flip.then(flip).mirrors
    assert not any(Transform.turn(degrees, 10, 20).mirrors for degrees in (0, 90, 180, 270))
    assert flip.then(Transform.rotation(3.0, (50, 50))).inverse.mirrors


def test_in_a_language_that_it_has_not_learned_our_own_recogniser_is_not_first(tmp_path: Path, run: Run) -> None:
    """The letters of a whole script may be those of a language that it reads wrongly and surely; of Russian it may be sure."""
    told = {}
    for code in ("Cyrillic", "rus"):
        made = choice(read(run, tmp_path / code, leaf(), languages=code), "engine")
        assert made is not None
        told[code] = int(made["why"].split("; ")[-2].split()[0])
    assert told["Cyrillic"] == 0 < told["rus"]
