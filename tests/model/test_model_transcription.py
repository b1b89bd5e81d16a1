"""What a word, a line, a page and a document must be, checked where they are made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitize.model.document import Document, PageRecord
from digitize.model.geometry import Box, Transform
from digitize.model.page import Colour, DpiOrigin, PageImage, StraightenedPage
from digitize.model.raster import Raster
from digitize.model.reference import SourceReference
from digitize.model.transcription import (
    Origin,
    PageStatus,
    RegionKind,
    TextLine,
    TextRegion,
    TranscribedPage,
    Transcription,
    Word,
)

BOX = Box(10, 10, 60, 30)


def word(text: str, id: str = "p0001_r001_l001_w001") -> Word:
    return Word.read(id, text, BOX, 0.9, "rus")


def line(*texts: str) -> TextLine:
    return TextLine("p0001_r001_l001", BOX, BOX.polygon, ((10, 28), (60, 28)), tuple(map(word, texts)), 1)


def region(*lines: TextLine, kind: RegionKind = RegionKind.PARAGRAPH) -> TextRegion:
    return TextRegion("p0001_r001", kind, BOX, BOX.polygon, lines, 1)


def page(
    *regions: TextRegion, number: int = 1, status: PageStatus = PageStatus.RECOGNISED, failure: str | None = None
) -> TranscribedPage:
    return TranscribedPage(number, 100, 100, status, regions, 1, "rus", failure)


def record(number: int) -> PageRecord:
    image = PageImage(
        number, "0" * 64, number - 1, 100, 200, 300.0, DpiOrigin.DECLARED, Colour.GREY, 0, Transform(), None
    )
    return PageRecord(image, 0.0, (), ())


def document(pages: tuple[TranscribedPage, ...], records: tuple[PageRecord, ...], title: str | None = None) -> Document:
    transcription = Transcription("ocr-1", Origin.OCR, None, pages)
    return Document("gazeta-1927", (), SourceReference(title), records, transcription, (), ())


@pytest.mark.parametrize("text", ["", " ", "два слова", "слово ", "\tслово", "слово\n", "сло\u00a0во", "\u2003"])
def test_a_word_has_letters_and_no_white_space(text: str) -> None:
    """Nothing, a space of any kind, and two words are no word."""
    with pytest.raises(ValueError, match="not a word"):
        word(text)


@given(st.text(min_size=1).filter(lambda text: not any(c.isspace() for c in text)))
def test_a_word_as_read_has_both_layers_alike(text: str) -> None:
    """What the engine read is the printed layer and, until a rule changes it, the reading; no repair is noted."""
    read = word(text)
    assert read.text == read.reading == text
    assert read.repairs == ()
    assert read.script is not None


@pytest.mark.parametrize("confidence", [-0.01, 1.01, 95, float("nan"), float("inf")])
def test_confidence_lies_between_0_and_1(confidence: float) -> None:
    """Percent, infinities and what is no number are refused."""
    with pytest.raises(ValueError, match="confidence"):
        replace(word("поле"), confidence=confidence)


@pytest.mark.parametrize("confidence", [None, 0.0, 1.0])
def test_confidence_may_be_absent(confidence: float | None) -> None:
    """Absent is not nought: both can be told."""
    assert replace(word("поле"), confidence=confidence).confidence == confidence


def test_a_joined_word_may_have_an_empty_reading() -> None:
    """The printed layer of a word that was joined to the one before it stays."""
    joined = replace(word("лад"), reading="")
    assert (joined.text, joined.reading) == ("лад", "")


def test_a_line_without_words_is_refused() -> None:
    """A line is where words stand."""
    with pytest.raises(ValueError, match="without words"):
        line()


def test_the_printed_layer_by_line_region_and_page() -> None:
    """Words by spaces, lines by line ends, regions by an empty line; a picture leaves no trace."""
    picture = region(kind=RegionKind.IMAGE)
    whole = page(region(line("Новый", "мост"), line("открыт.")), picture, region(line("Погода")))
    assert whole.text == "Новый мост\nоткрыт.\n\nПогода"
    assert [each.text for each in whole.words] == ["Новый", "мост", "открыт.", "Погода"]
    assert len(list(whole.lines)) == 3


def test_only_a_failed_page_has_a_reason() -> None:
    """A failure without a reason, and a reason without a failure, are refused."""
    assert page(status=PageStatus.FAILED, failure="the engine crashed").failure
    with pytest.raises(ValueError, match="failed page"):
        page(status=PageStatus.FAILED)
    for status in (PageStatus.RECOGNISED, PageStatus.EMPTY):
        with pytest.raises(ValueError, match="failed page"):
            page(status=status, failure="the engine crashed")


def test_pages_and_transcription_run_parallel() -> None:
    """Each page of a document has its text, in the same order, whatever numbers were selected."""
    both = (page(number=3), page(number=7))
    assert len(document(both, (record(3), record(7))).pages) == 2
    for records in ((record(7), record(3)), (record(3),), (record(3), record(8)), ()):
        with pytest.raises(ValueError, match="parallel"):
            document(both, records)


def test_the_title_is_stated_or_the_id() -> None:
    """A document without a title goes by its id."""
    assert document((), ()).title == "gazeta-1927"
    assert document((), (), title="Приозёрная жизнь").title == "Приозёрная жизнь"


def test_records_are_frozen() -> None:
    """A stage cannot change what another has made."""
    for made, name in ((word("поле"), "text"), (BOX, "x0"), (Transform(), "a"), (page(), "regions")):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, None)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((0, 5), np.uint8),
        np.zeros((5, 0, 3), np.uint8),
        np.zeros(5, np.uint8),
        np.zeros((5, 5), np.uint16),
        np.zeros((5, 5), np.bool_),
        np.zeros((5, 5), np.float64),
    ],
    ids=["no rows", "no columns", "a row", "16 bit", "bits", "floats"],
)
def test_what_is_no_picture_is_no_raster(pixels: NDArray[np.uint8]) -> None:
    """Empty arrays, other depths and other shapes are refused."""
    with pytest.raises(ValueError, match="not a raster"):
        Raster(pixels, 300.0)


def test_a_raster_tells_its_size_and_kind() -> None:
    """Width is across, height is down; grey has two axes."""
    grey, colour = Raster(np.zeros((4, 7), np.uint8), 300.0), Raster(np.zeros((4, 7, 3), np.uint8), 300.0)
    assert (grey.width, grey.height, grey.is_grey) == (7, 4, True)
    assert (colour.width, colour.height, colour.is_grey) == (7, 4, False)


def test_a_straightened_page_is_grey() -> None:
    """Layout is handed no colours."""
    with pytest.raises(ValueError, match="grey"):
        StraightenedPage(Raster(np.zeros((4, 7, 3), np.uint8), 300.0), Transform(), 0.0)
    assert record(1).image.box == Box(0, 0, 100, 200)
