"""Names in small capitals, which engines take for small letters, are read as what they are."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitize.model.geometry import Box
from digitize.model.raster import Pixels
from digitize.pipeline.small_capitals import may_have_small_capitals, with_small_capitals
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.own import OwnRecogniser
from tests.preprocess.text_pages import font

ORIGIN = (40, 7)
"""Where the line's pixels lie in its crop."""


def _set(*words: tuple[str, str]) -> tuple[Pixels, list[Box]]:
    """Words as large first letters and the rest in small capitals, or as they stand; and their boxes in the crop."""
    image = Image.new("L", (900, 70), 255)
    draw, x, boxes = ImageDraw.Draw(image), 20.0, []
    for large, rest in words:
        start = x
        for text, size in ((large, 44), (rest, 34)):
            draw.text((x, 52), text, fill=20, font=font(size), anchor="ls")
            x += draw.textlength(text, font=font(size))
        left, top, right, bottom = (round(start), 12, round(x), 64)
        boxes.append(Box(left, top, right, bottom).shifted(*ORIGIN))
        x += 22
    return np.asarray(image, dtype=np.uint8), boxes


def _line(*words: tuple[str, float], boxes: list[Box]) -> ReadLine:
    read = tuple(ReadWord(text, box, sure, "fra") for (text, sure), box in zip(words, boxes, strict=True))
    return ReadLine(0, Box.around(boxes), ((40.0, 59.0), (900.0, 59.0)), read)


def _read(pixels: Pixels, line: ReadLine) -> ReadLine:
    return with_small_capitals(line, pixels, ORIGIN, OwnRecogniser())


def test_a_name_in_small_capitals_is_read_with_what_stands_beside_it() -> None:
    """The word in doubt, and the one beside it without a large capital, come out in capitals; what they were is kept."""
    pixels, boxes = _set(("M.", ""), ("", "LE"), ("P", "RÉSIDENT"), ("D.", ""))
    line = _line(("M.", 0.97), ("te", 0.5), ("Paésmexr", 0.4), ("D.", 0.5), boxes=boxes)
    found = _read(pixels, line)
    assert [word.text for word in found.words] == ["M.", "LE", "PRÉSIDENT", "D."]
    name = found.words[2]
    assert name.confidence is not None and name.confidence > 0.6
    assert [(other.text, other.confidence) for other in name.alternatives] == [("Paésmexr", 0.4)]
    assert name.alternatives[0].by == "fra, as small letters"
    assert (name.box, found.words[0], found.words[3]) == (boxes[2], line.words[0], line.words[3])
    assert "".join(glyph.character for glyph in name.glyphs) == "PRÉSIDENT"
    assert all(boxes[2].x0 - 4 <= glyph.x0 < glyph.x1 <= boxes[2].x1 + 4 for glyph in name.glyphs)


def test_the_large_letter_is_in_the_script_of_the_small_ones() -> None:
    """What was read as Cyrillic for want of letters that tell is one word in Latin letters."""
    pixels, boxes = _set(("P", "RÉSIDENT"))
    found = _read(pixels, _line(("Рaésmexr", 0.4), boxes=boxes))
    (name,) = found.words
    assert name.text == "PRÉSIDENT"
    assert "".join(glyph.character for glyph in name.glyphs) == name.text


@pytest.mark.parametrize(
    ("set_as", "read_as", "sure"),
    [
        (("S", "CHOEBEL"), "Schoebel", 0.95),  # nobody is in doubt
        (("", "Schoebel"), "Sohoebel", 0.4),  # small letters
        (("", "SCHOEBEL"), "SCHOEREL", 0.4),  # capitals, and read as such
        (("", "Цвитов"), "Пвитоз", 0.4),  # no letter tells whether it is large
        (("К", "ОММОН"), "Коммов", 0.4),  # the same in small capitals: nobody could say so
    ],
)
def test_what_is_no_small_capitals_for_certain_stays(set_as: tuple[str, str], read_as: str, sure: float) -> None:
    """Words that are sure, that are small letters or capitals, and those whose letters look alike in both."""
    pixels, boxes = _set(set_as)
    line = _line((read_as, sure), boxes=boxes)
    assert _read(pixels, line) is line


def test_lines_without_a_doubted_name_are_not_looked_at() -> None:
    """Only a word in doubt with a capital first and small letters after it may be such."""
    _, boxes = _set(("S", "CHOEBEL"))
    told = [may_have_small_capitals(_line((text, sure), boxes=boxes)) for text, sure in [("Sohoebel", 0.4), ("Sohoebel", 0.9), ("sohoebel", 0.4), ("SOHOEBEL", 0.4), ("Soh", 0.4)]]  # fmt: skip
    assert told == [True, False, False, False, False]
