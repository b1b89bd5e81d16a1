"""A second reading of the lines in doubt: which are read, and which need not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import MissingDependencyError
from digitize.model.geometry import Box
from digitize.model.raster import Raster
from digitize.pipeline.own_lines import BothRead, SecondReading, read_both
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.line_tones import Toning
from digitize.preprocess.quick_look import write_grey
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from tests.recognize.bars import draw_bars, write_network


def line(text: str, sure: float, model: str) -> ReadLine:
    box = Box(12, 12, 60, 48)
    return ReadLine(0, box, ((12, 48), (60, 48)), (ReadWord(text, box, sure, model),))


def texts(readings: tuple[Reading, ...]) -> list[str]:
    return [word.text for reading in readings for each in reading.lines for word in each.words]


@pytest.fixture
def crop(tmp_path: Path) -> CropFile:
    pixels = draw_bars("ин")
    write_grey(Raster(pixels, 300.0), tmp_path / "line.pgm")
    return CropFile(str(tmp_path / "line.pgm"), 0, 0, 0, 1.0, pixels.size, ((0.0, 0.0), (float(pixels.shape[1]), 0.0)))


def test_a_line_in_doubt_is_read_by_our_own(crop: CropFile, tmp_path: Path) -> None:
    """And the word that it is surer of is taken."""
    model = write_network(tmp_path / "bars.onnx")
    read = read_both(SecondReading((crop,), (Reading((line("иm", 0.2, "rus"),)),), model))
    assert (texts(read.readings), read.taken) == (["ин"], 1)


def test_what_was_heard_before_is_not_read_again(crop: CropFile, tmp_path: Path) -> None:
    """There is no model to read it with, and none is needed: both engines agree."""
    missing = tmp_path / "none.onnx"
    first, heard = Reading((line("ин", 0.8, "rus"),)), {(0, 0): line("ин", 0.99, "own")}
    read = read_both(SecondReading((crop,), (first,), missing, heard=heard))
    assert (texts(read.readings), read.taken, read.again) == (["ин"], 0, 0)
    assert read.race is not None and read.race.winner is Toning.AS_CUT
    with pytest.raises(MissingDependencyError):
        read_both(SecondReading((crop,), (first,), missing))


def test_a_line_still_in_doubt_is_read_in_more_tonings(crop: CropFile, tmp_path: Path) -> None:
    """And the readings that lost are kept with what they were read in."""
    model = write_network(tmp_path / "bars.onnx")
    first, heard = Reading((line("им", 0.3, "rus"),)), {(0, 0): line("нм", 0.3, "own")}
    read = read_both(SecondReading((crop,), (first,), model, heard=heard))
    assert (texts(read.readings), read.again) == (["ин"], 1)
    (word,) = read.readings[0].lines[0].words
    assert {(other.text, other.by) for other in word.alternatives} == {("им", "rus"), ("нм", "own")}


def test_a_line_read_for_certain_costs_nothing(crop: CropFile, tmp_path: Path) -> None:
    """No second engine is started for it."""
    first = Reading((line("иm", 0.96, "rus"),))
    assert read_both(SecondReading((crop,), (first,), tmp_path / "none.onnx")) == BothRead((first,), 0)


def test_a_word_in_a_script_that_was_not_asked_for_is_not_taken(crop: CropFile, tmp_path: Path) -> None:
    """However sure it is."""
    model = write_network(tmp_path / "bars.onnx")
    first, heard = Reading((line("um", 0.2, "fra"),)), {(0, 0): line("ин", 0.9, "own")}
    read = read_both(SecondReading((crop,), (first,), model, (), frozenset({"Latn"}), heard))
    assert (texts(read.readings), read.taken) == (["um"], 0)


def test_what_may_not_be_taken_speaks_against_the_line(crop: CropFile, tmp_path: Path) -> None:
    """Its letters are counted where it was read for certain; what the first engine read is as good as the engines agree."""
    model = write_network(tmp_path / "bars.onnx")
    first, heard = Reading((line("um", 0.6, "fra"),)), {(0, 0): line("ин", 0.9, "own")}
    read = read_both(SecondReading((crop,), (first,), model, (), frozenset({"Latn"}), heard))
    (told,) = read.readings[0].lines
    assert read.foreign == 2 and told.agreement == 0.0
    assert (told.words[0].confidence or 0.0) < 0.3
    unsure = {(0, 0): line("ин", 0.1, "own")}
    assert read_both(SecondReading((crop,), (first,), model, (), frozenset({"Latn"}), unsure)).foreign == 0
