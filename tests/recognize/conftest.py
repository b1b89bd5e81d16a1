"""Crops, engines and pools for the tests of this room."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.recognize import tesseract
from tests.recognize import bars
from tests.recognize.bars import Barred
from tests.recognize.drawn import Crop, draw, even
from tests.recognize.engines import make_engine


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """What this process knows of its Tesseract is forgotten between tests."""
    for known in (tesseract._version, tesseract._models):
        known.cache_clear()
    yield
    for known in (tesseract._version, tesseract._models):
        known.cache_clear()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files during a test; empty at first."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def pool(temporary: Path) -> Iterator[Pool]:
    """A pool of one worker, started when it is first used: a test may change the environment before."""
    with Pool(1, 1 << 30) as made:
        yield made


@pytest.fixture(scope="session")
def barred(tmp_path_factory: pytest.TempPathFactory) -> Barred:
    """Our own recogniser with a network that reads bars, and the same crops in bars."""
    folder = tmp_path_factory.mktemp("bars")
    lines = {
        "russian": ("инѣ ни ѣѣни и ннѣ",),
        "english": ("Wr rW rr WWr",),
        "both": ("инѣ Wr ннѣ",),
        "passage": ("инѣ Wr ни", "и W и ѣѣѣ"),
    }
    crops = {name: bars.draw_crop(folder / f"{name}.pgm", *text) for name, text in lines.items()}
    crops |= {
        "white": even(folder / "white.pgm", 400, 100),
        "black": even(folder / "black.pgm", 400, 100, 0),
        "point": even(folder / "point.pgm", 1, 1),
        "hair": even(folder / "hair.pgm", 1, 60),
    }
    return Barred(bars.write_network(folder / "bars.onnx"), crops)


UseEngine = Callable[..., Path]


@pytest.fixture
def use_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UseEngine:
    """Puts a made engine in the place of the real one."""

    def use(behaviour: str, **options: str) -> Path:
        program = make_engine(tmp_path / "engine", behaviour, **options)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return program

    return use


@pytest.fixture(scope="session")
def crops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crop]:
    """Lines in two scripts, a passage, and crops with nothing on them."""
    folder = tmp_path_factory.mktemp("crops")
    return {
        "russian": draw(folder / "russian.pgm", "Хлеб убран в срок и вывезен"),
        "english": draw(folder / "english.pgm", "The harvest of 1931 was good"),
        "both": draw(folder / "both.pgm", "Письмо из города London пришло вовремя"),
        "passage": draw(folder / "passage.pgm", "Театр открыл осенний сезон", "новой пьесой о старом море"),
        "white": even(folder / "white.pgm", 400, 100),
        "black": even(folder / "black.pgm", 400, 100, 0),
        "point": even(folder / "point.pgm", 1, 1),
        "hair": even(folder / "hair.pgm", 1, 60),
    }
