"""Pages that tempt a program to invent: noise, scribbles and stamps are no text, and what is printed stays as it is printed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops
from rapidfuzz.distance import Levenshtein

from digitize.store.files import sha256_of
from tests.pipeline import honest_pages as pages
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run

_EDGES = '.,:;"'
_STAMPED = (
    "НАРОДНЫЙ КОМИССАРИАТ АРХИВ 17 ВХОДЯЩИЙ 318 12 МАР 1931 КАНЦЕЛЯРИЯ MAIRIE DE LA COMMUNE SEINE R F СЕКРЕТНО".split()
)


@dataclass(frozen=True)
class Page:
    """What came out: the lines delivered as text, all lines as they are kept, the report."""

    text: str
    words: list[dict[str, Any]]
    report: dict[str, Any]

    @property
    def letters(self) -> int:
        return sum(c.isalnum() for c in self.text)

    @property
    def warnings(self) -> str:
        return "\n".join(self.report["warnings"])

    @property
    def found(self) -> set[str]:
        return {word.strip(_EDGES) for word in self.text.split()}

    def errors(self, *lines: str) -> float:
        truth = " ".join(" ".join(lines).split())
        return Levenshtein.distance(truth, self.text) / len(truth)

    @property
    def changed(self) -> list[dict[str, Any]]:
        """Repairs of the printed layer."""
        return [repair for word in self.words for repair in word["repairs"] if repair["layer"] == "printed"]


def read(run: Run, folder: Path, image: Image.Image, **settings: Any) -> Page:
    """Every file of the page is made; the plain text has no word that the lines without doubt do not have."""
    scan = scans.png(folder / "page.png", image)
    (result,) = run(folder / "out", scan, **{"languages": "rus", **settings})
    assert result.errors == () and result.delivered
    made = folder / "out" / "page"
    told = json.loads((made / "transcription.json").read_bytes())
    lines = [line for region in told["pages"][0]["regions"] for line in region["lines"]]
    text = " ".join(word["text"] for line in lines if line["doubt"] is None for word in line["words"])
    if not text:
        plain = (made / "page.txt").read_text(encoding="utf-8").split()
        assert set(plain) <= {"[unreadable]", "[handwriting]", "[stamp]"}
    (report,) = work.report(made)["pages"]
    return Page(text, [word for line in lines for word in line["words"]], report)


@pytest.mark.parametrize(("words", "languages"), [("СОКОЛОВ.", "rus"), ("правление.", "auto"), ("déjeuner.", "auto")])
def test_a_cutting_is_read_to_its_edge(tmp_path: Path, run: Run, words: str, languages: str) -> None:
    """A word cut out so closely that its letters touch the edge: paper is put around it; its script is told by the letters; it keeps its place."""
    drawn = pages.lettering((words,), size_px=44)
    page = read(run, tmp_path, drawn.crop(ImageChops.invert(drawn).getbbox()), languages=languages)
    assert page.text == words
    ((x0, y0, x1, y1),) = (word["box"] for word in page.words)
    width, height = page.report["width"], page.report["height"]
    assert x0 <= 3 and y0 <= 3 and width - 3 <= x1 <= width and height - 3 <= y1 <= height


@pytest.mark.parametrize("kind", ["grey", "specks", "blobs", "dirt"])
def test_noise_is_no_text(tmp_path: Path, run: Run, kind: str) -> None:
    """A letter at most, of which no word is made, and a person is told."""
    page = read(run, tmp_path, pages.noise(kind, 360, 240))
    assert page.letters <= 2
    assert "hardly anything could be read" in page.warnings or "little or no text found" in page.warnings


@pytest.mark.parametrize("languages", ["rus", "fra"])
def test_scribbles_are_no_text(tmp_path: Path, run: Run, languages: str) -> None:
    """Whatever alphabet is looked for: the lines are kept as unreadable, and none of their words is delivered."""
    page = read(run, tmp_path, pages.scribbles(3, 800, seed=5), languages=languages)
    assert page.letters <= 6 and page.report["predicted_cer"] is None
    assert "could be read" in page.warnings or "little or no text found" in page.warnings


def test_of_stamps_only_what_is_read_for_certain_is_text(tmp_path: Path, run: Run) -> None:
    """No word that does not stand on one of them."""
    page = read(run, tmp_path, pages.stamps(seed=2))
    assert {word for word in page.found if sum(c.isalnum() for c in word) > 1} <= set(_STAMPED)
    assert "hardly anything could be read" in page.warnings


@pytest.mark.parametrize(("lines", "wrong"), [(pages.RUSSIAN, "fra"), (pages.FRENCH, "rus")])
def test_a_language_wrongly_declared_is_told(tmp_path: Path, run: Run, lines: tuple[str, ...], wrong: str) -> None:
    """The warning says what to do, no good reading is promised; found by the program itself, the language is right."""
    page = read(run, tmp_path, pages.lettering(lines, wear=0.3), languages=wrong)
    assert f"letters that are not those of the language asked for ({wrong})" in page.warnings
    predicted = page.report["predicted_cer"]
    assert predicted is None or predicted > 0.3
    page = read(run, tmp_path / "auto", pages.lettering(lines, wear=0.3), languages="auto")
    assert page.errors(*lines) < 0.01 and page.report["warnings"] == []


def test_letters_of_three_pixels(tmp_path: Path, run: Run) -> None:
    """They take no longer than others; what is made of them is told to be bad. Smaller ones are no letters."""
    started = time.monotonic()
    page = read(run, tmp_path, pages.lettering(pages.RUSSIAN[:3], size_px=7))
    assert time.monotonic() - started < 60
    predicted = page.report["predicted_cer"]
    assert predicted is None or predicted > 0.2
    assert any(told in page.warnings for told in ("hardly", "could be read", "little or no text found"))
    page = read(run, tmp_path / "smaller", pages.lettering(pages.RUSSIAN[:3], size_px=4))
    assert page.letters == 0 and "little or no text found" in page.warnings


def test_letters_of_three_hundred_pixels(tmp_path: Path, run: Run) -> None:
    """A poster is read, or it is told that it was not."""
    page = read(run, tmp_path, pages.lettering(("Хлеб и", "вода"), size_px=600))
    assert "".join(page.text.split()) == "Хлебивода" or "little or no text found" in page.warnings


@pytest.mark.parametrize("face", ["serif-roman", "typewriter"])
@pytest.mark.parametrize("lines", [pages.CAPITALS, pages.VERSE, pages.SURNAMES], ids=["capitals", "verse", "surnames"])
def test_what_no_dictionary_has_is_read_as_printed(tmp_path: Path, run: Run, lines: tuple[str, ...], face: str) -> None:
    """Somewhat worn, as the cascade wants it; and no repair touches a word."""
    page = read(run, tmp_path, pages.lettering(lines, face=face, wear=0.3))
    assert page.errors(*lines) < 0.03
    assert page.changed == []
    predicted = page.report["predicted_cer_interval"]
    assert predicted is not None and predicted[0] <= page.errors(*lines) + 0.005


@pytest.mark.parametrize(("face", "wear"), [("serif-roman", 0.3), ("typewriter", 0.3), ("typewriter", 0.55)])
def test_authentic_errors_stay(tmp_path: Path, run: Run, face: str, wear: float) -> None:
    """The second engine and the dictionary take none away that the first engine has read, and no rule mends one."""
    image = pages.lettering(pages.ERRORS, face=face, wear=wear)
    both = read(run, tmp_path / "both", image)
    alone = read(run, tmp_path / "alone", image, engine="tesseract")
    kept, kept_alone = (sum(word in page.found for word in pages.PLANTED) for page in (both, alone))
    assert kept >= kept_alone and kept >= 0.8 * len(pages.PLANTED)
    assert both.changed == [] and alone.changed == []


def test_repairs_have_nothing_to_mend_there(tmp_path: Path, run: Run) -> None:
    """With and without the rules the printed layer is the same, word for word."""
    image = pages.lettering((*pages.ERRORS[:4], *pages.SURNAMES[:4]), wear=0.3)
    mended = read(run, tmp_path / "mended", image)
    plain = read(run, tmp_path / "plain", image, no_repair="all")
    assert mended.text == plain.text and len(mended.words) > 20


def test_lines_that_nobody_has_read_are_told(tmp_path: Path, run: Run) -> None:
    """Of a page whose lines the engines lose, what is delivered may be right: the rest is not passed over in silence."""
    page = read(run, tmp_path, pages.lettering(pages.CAPITALS, wear=0.8))
    lines = len(pages.CAPITALS)
    assert (
        page.errors(*pages.CAPITALS) < 0.25 or f"of the {lines} lines that seem to stand on this page" in page.warnings
    )


@pytest.mark.parametrize("lean", [0.0, 1.2])
def test_black_and_white_stays_so(tmp_path: Path, run: Run, lean: float) -> None:
    """The scan is the page's image; a level page is read as it is, and another toning only where it is ahead."""
    grey = pages.lettering(pages.ERRORS[:4], size_px=36).rotate(-lean, Image.Resampling.BICUBIC, fillcolor=255)
    image = Image.fromarray(np.asarray(grey) > 128)
    page = read(run, tmp_path, image)
    assert page.errors(*pages.ERRORS[:4]) < 0.03
    assert page.report["image_path"] is None and page.report["colour"] == "bitonal"
    kept = next((tmp_path / "out/.digitize/originals").rglob(f"*{sha256_of(tmp_path / 'page.png')}*"))
    assert kept.read_bytes() == (tmp_path / "page.png").read_bytes()
    choices = {choice["what"]: choice for choice in page.report["choices"]}
    assert lean or choices["toning"]["value"] == "none"
    raced = choices.get("line toning")
    assert raced is None or raced["value"] == "as cut" or "margin +0." in raced["why"]
