"""Pages that are taken to be upright by the look of their letters, until their reading tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from digitize.model.profile import EngineName
from digitize.model.raster import Raster
from digitize.pipeline.first_glance import upright_at_first_glance
from digitize.pipeline.orientation import Orientation
from digitize.preprocess.letters import measure_letters
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run
from tests.preprocess.text_pages import text_page


def leaf() -> Image.Image:
    return text_page(900, 900, size_px=28, seed=4).image


def glance(image: Image.Image, *, with_script: bool = False) -> Orientation | None:
    page = Raster(np.asarray(image), 300.0)
    letters = measure_letters(page)
    assert letters is not None
    return upright_at_first_glance(page, letters, with_script=with_script)


def read(run: Run, folder: Path, image: Image.Image, languages: str) -> tuple[dict[str, Any], int]:
    """The report on the only page, and how often the engine was called."""
    source = scans.png(folder / "page.png", image)
    (result,) = run(folder / "out", source, languages=languages, engine=EngineName.TESSERACT)
    assert result.errors == ()
    (page,) = work.report(folder / "out/page")["pages"]
    return dict(page), result.engine_calls


def test_an_upright_page_calls_no_engine() -> None:
    """Its letters are evidence enough to begin with, and it is said that no more is known yet."""
    found = glance(leaf())
    assert found is not None
    assert (found.turn_deg, found.mirrored, found.engine_calls, found.assumed) == (0, False, 0, True)


def test_the_script_is_told_where_it_is_asked_for() -> None:
    """One short call of script detection."""
    found = glance(leaf(), with_script=True)
    assert found is not None and (found.script, found.engine_calls, found.assumed) == ("Cyrillic", 1, True)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_looked_at_more_closely(turned: int) -> None:
    """Its stems stand on the right, or its lines are not level."""
    assert glance(leaf().rotate(turned, expand=True)) is None


def test_a_mirrored_page_is_looked_at_more_closely() -> None:
    """Its stems stand on the right."""
    assert glance(ImageOps.mirror(leaf())) is None


def test_an_ordinary_page_is_read_at_once(tmp_path: Path, run: Run) -> None:
    """One call reads it, and none is spent on which way up it is; the report says by what that is known."""
    page, calls = read(run, tmp_path, leaf(), "rus")
    (turn,) = (made for made in page["choices"] if made["what"] == "turn")
    assert (page["turn_deg"], calls) == (0, 1)
    assert "stems" in turn["why"] and "read" in turn["why"]


@pytest.mark.parametrize("languages", ["rus", "auto"])
def test_what_its_letters_do_not_tell_is_found_out_by_reading(tmp_path: Path, run: Run, languages: str) -> None:
    """A page that is mirrored and upside down has level lines and its stems on the left; it is read the right way round all the same."""
    page, _ = read(run, tmp_path, ImageOps.flip(leaf()), languages)
    assert page["turn_deg"] == 180 and any("mirrored" in warning for warning in page["warnings"])
    assert page["mean_confidence"] > 0.8
