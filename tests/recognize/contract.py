"""What every reading keeps, whoever made it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from digitize.model.geometry import Box
from digitize.recognize.engine import Reading, ReadLine


def check_reading(reading: Reading, width: int, height: int) -> None:
    """A reading of a crop of that width and height is as :mod:`digitize.recognize.engine` says."""
    paragraphs = [found.paragraph for found in reading.lines]
    assert paragraphs == sorted(paragraphs)
    assert all(number >= 0 for number in paragraphs)
    for found in reading.lines:
        check_line(found, width, height)


def check_line(found: ReadLine, width: int, height: int) -> None:
    assert found.words
    for box in boxes(found):
        assert 0 <= box.x0 < box.x1 <= width
        assert 0 <= box.y0 < box.y1 <= height
    (left, y_left), (right, y_right) = found.baseline
    assert (left, right) == (found.box.x0, found.box.x1)
    for y in (y_left, y_right):
        assert math.isfinite(y)
        assert abs(y - found.box.y1) <= 2 * found.box.height
    for word in found.words:
        assert word.text
        assert not any(character.isspace() for character in word.text)
        assert word.confidence is None or 0.0 <= word.confidence <= 1.0
        assert word.model is None or word.model


def boxes(found: ReadLine) -> Iterable[Box]:
    return (found.box, *(word.box for word in found.words))


def words_of(reading: Reading) -> list[str]:
    return [word.text for found in reading.lines for word in found.words]
