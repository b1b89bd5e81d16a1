"""Which way up a page is, as script detection tells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitize.confine import Pool
from digitize.errors import EngineError, MissingDependencyError
from digitize.recognize.tesseract import read_orientation
from tests.recognize import jobs
from tests.recognize.conftest import UseEngine
from tests.recognize.drawn import PAGE, draw, even
from tests.recognize.engines import answering

ENOUGH_S = 120.0
FOUND = "Page number: 0\nOrientation in degrees: 90\nRotate: 270\nOrientation confidence: 9.5\nScript: Cyrillic\n"
COMPLETE = FOUND + "Script confidence: 2.25\n"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_drawn_text_however_it_lies(tmp_path: Path, turned: int) -> None:
    """Russian text that was turned clockwise by so much is upright again after turning the rest of the circle."""
    page = tmp_path / "page.pgm"
    draw(page, *PAGE)
    with Image.open(page) as upright:
        upright.rotate(-turned, expand=True).save(tmp_path / "turned.pgm")
    found = read_orientation(tmp_path / "turned.pgm")
    assert found is not None
    assert (found["rotate"] + turned) % 360 == 0
    assert found["script"] == "Cyrillic"
    assert found["orientation_conf"] > 5
    assert found["script_conf"] > 0


def test_pages_without_text(pool: Pool, tmp_path: Path) -> None:
    """Bare paper, black, a point, a hair and a spot of dust say nothing, and that is no error."""
    pages = [
        even(tmp_path / "white.pgm", 800, 600).path,
        even(tmp_path / "black.pgm", 800, 600, 0).path,
        even(tmp_path / "point.pgm", 1, 1).path,
        even(tmp_path / "hair.pgm", 1, 900).path,
    ]
    dust = np.full((600, 800), 255, np.uint8)
    dust[300:303, 400:403] = 0
    Image.fromarray(dust).save(tmp_path / "dust.pgm")
    for page in (*pages, tmp_path / "dust.pgm"):
        assert pool.run(ENOUGH_S, jobs.orientation, page) is None
    assert pool.run(ENOUGH_S, jobs.temporary_files) == []


def test_what_is_no_image(tmp_path: Path) -> None:
    """A file that cannot be read is an error, and not a page without text."""
    (tmp_path / "page.pgm").write_bytes(b"P5 100 100 255\n")
    for name in ("page.pgm", "missing.pgm"):
        with pytest.raises(EngineError):
            read_orientation(tmp_path / name)


def test_the_answer_is_read(use_engine: UseEngine, tmp_path: Path) -> None:
    """Numbers are numbers."""
    use_engine(answering(tmp_path / "engine", COMPLETE, "osd"))
    found = read_orientation(tmp_path / "page.pgm")
    assert found is not None
    assert {key: found[key] for key in ("rotate", "orientation_conf", "script", "script_conf")} == {
        "rotate": 270,
        "orientation_conf": 9.5,
        "script": "Cyrillic",
        "script_conf": 2.25,
    }


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (FOUND, "not complete"),
        (COMPLETE.replace("9.5", "much"), "not complete"),
        (COMPLETE.replace("270", "-90"), "not complete"),
        ("Colour: red\n", "KeyError"),
        (b"\xff\xfe", "UnicodeDecodeError"),
    ],
    ids=["cut-short", "no-number", "no-turn", "other-key", "bad-utf-8"],
)
def test_an_answer_that_makes_no_sense(use_engine: UseEngine, tmp_path: Path, answer: str | bytes, told: str) -> None:
    """It is an engine error, so that no page is turned by a guess."""
    use_engine(answering(tmp_path / "engine", answer, "osd"))
    with pytest.raises(EngineError, match=told):
        read_orientation(tmp_path / "page.pgm")


@pytest.mark.parametrize("end", ["exit 1", "kill -SEGV $$"])
def test_a_crash_after_a_warning(use_engine: UseEngine, tmp_path: Path, end: str) -> None:
    """The warning that Tesseract gives on every image without a resolution does not make a crash an empty page."""
    use_engine(f"echo 'Warning. Invalid resolution 0 dpi. Using 70 instead.' >&2; {end}")
    with pytest.raises(EngineError, match="Invalid resolution"):
        read_orientation(tmp_path / "page.pgm")


def test_an_empty_answer(use_engine: UseEngine, tmp_path: Path) -> None:
    """An engine that ends well and says nothing has seen nothing."""
    use_engine(answering(tmp_path / "engine", "", "osd"))
    assert read_orientation(tmp_path / "page.pgm") is None


def test_the_model_is_not_installed(use_engine: UseEngine, tmp_path: Path) -> None:
    """Script detection has a model of its own; without it the user is told its package."""
    use_engine("exit 1", list_langs="echo rus")
    with pytest.raises(MissingDependencyError, match="'osd'") as caught:
        read_orientation(tmp_path / "page.pgm")
    assert "tesseract-ocr-osd" in (caught.value.hint or "")
