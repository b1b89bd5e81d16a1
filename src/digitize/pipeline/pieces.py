"""Words and lines cut out of crops and read once more, by another model; runs in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from digitize.model.geometry import Box
from digitize.model.raster import Pixels, Raster
from digitize.pipeline.prepared import CropFile
from digitize.preprocess.quick_look import read_grey, write_grey
from digitize.recognize.engine import CropKind, Reading, ReadLine, ReadWord
from digitize.recognize.parts import parted
from digitize.recognize.tesseract import Tesseract

_PAPER = 255


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """Some words of a line next to each other: often one, sometimes all.

    Args:
        crop: Index of its crop.
        line: Index of its line in the crop's reading.
        first: Index of its first word in the line.
        end: Index after its last word.
    """

    crop: int
    line: int
    first: int
    end: int


Words = tuple[ReadWord, ...]


def words_of(readings: Sequence[Reading], piece: Piece) -> Words:
    """The words of a piece as they were read first."""
    return readings[piece.crop].lines[piece.line].words[piece.first : piece.end]


def whole_line(readings: Sequence[Reading], crop: int, line: int) -> Piece:
    """All words of a line."""
    return Piece(crop, line, 0, len(readings[crop].lines[line].words))


def read_pieces(
    crops: Sequence[CropFile], readings: Sequence[Reading], pieces: Sequence[Piece], models: tuple[str, ...], dpi: float
) -> tuple[Words, ...]:
    """Reads pieces in one call of the engine.

    Returns:
        The words of each piece, their boxes in pixels of its crop; none where nothing was read.
    """
    grey = lru_cache(maxsize=1)(lambda index: read_grey(Path(crops[index].path)))
    paths, origins = [], []
    for number, piece in enumerate(pieces):
        pixels = grey(piece.crop)
        box = _place(readings[piece.crop].lines[piece.line], piece, pixels)
        margin = max(4, box.height // 6)
        paths.append(Path(f"{crops[piece.crop].path}.{'-'.join(models)}{number}.pgm"))
        write_grey(Raster(_cut(pixels, box, margin), dpi), paths[-1])
        origins.append((box.x0 - 2 * margin, box.y0 - margin, pixels.shape))
    answers = Tesseract().read(paths, CropKind.LINE, models, dpi) if paths else ()
    for path in paths:
        path.unlink()
    found = []
    for (x0, y0, (height, width)), answer in zip(origins, answers, strict=True):
        words = (word for line in answer.lines for word in line.words)
        found.append(tuple(replace(w, box=_moved(w.box, x0, y0, width, height)) for w in words))
    return tuple(found)


def as_one_word(words: Sequence[ReadWord]) -> ReadWord | None:
    """Words closed up to one, as sure as their letters are on average; ``None`` for no words."""
    if not words:
        return None
    size = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * (word.confidence or 0.0) for word in words) / size
    models = {word.model for word in words}
    box = Box.around([word.box for word in words])
    return ReadWord("".join(word.text for word in words), box, sure, models.pop() if len(models) == 1 else None)


def part_line(piece: Piece, own: Words, other: Words) -> dict[Piece, Words]:
    """Parts two readings of a line at the spaces that both have.

    Args:
        piece: The whole line.
        own: Its words as first read.
        other: Its words as read again.

    Returns:
        Pieces of the line, each with the words that were read again in its place; pieces without any are left out.
    """
    return {replace(piece, first=part.first, end=part.end): part.other for part in parted(own, other)}


def _place(line: ReadLine, piece: Piece, pixels: Pixels) -> Box:
    """Where a piece stands: between its neighbours, with room for ascenders and descenders, but none for other lines."""
    height, width = pixels.shape
    box = Box.around([word.box for word in line.words[piece.first : piece.end]])
    room = max(4, line.box.height // 6)
    left = line.words[piece.first - 1].box.x1 if piece.first else 0
    right = line.words[piece.end].box.x0 if piece.end < len(line.words) else width
    return Box(
        max(0, min(box.x0, max(box.x0 - room, (left + box.x0 + 1) // 2))),
        max(0, min(box.y0, max(line.box.y0, box.y0 - box.height // 2)) - room // 2),
        min(width, max(box.x1, min(box.x1 + room, (right + box.x1) // 2))),
        min(height, max(box.y1, min(line.box.y1, box.y1 + box.height // 2)) + room // 2),
    ).inside(width, height)


def _cut(grey: Pixels, box: Box, margin: int) -> Pixels:
    """The piece with paper around it: a model reads letters at the very edge badly."""
    inner = grey[box.y0 : box.y1, box.x0 : box.x1]
    return np.pad(inner, ((margin, margin), (2 * margin, 2 * margin)), constant_values=_PAPER)


def _moved(box: Box, x0: int, y0: int, width: int, height: int) -> Box:
    x1, y1 = max(1, box.x1 + x0), max(1, box.y1 + y0)
    return Box(max(0, min(box.x0 + x0, x1 - 1)), max(0, min(box.y0 + y0, y1 - 1)), x1, y1).inside(width, height)
