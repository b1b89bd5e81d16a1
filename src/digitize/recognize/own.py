"""The recogniser of the project's own: one network for Cyrillic and Latin letters on one line (docs/adr/0009)."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitize.errors import EngineError
from digitize.model.language import OWN, Model
from digitize.recognize.ctc import Emission, best_path
from digitize.recognize.engine import CropKind, Reading, ReadLine
from digitize.recognize.line_image import LineImage, normalise_line
from digitize.recognize.line_pieces import Piece, padded, pieces_of
from digitize.recognize.line_strips import find_strips
from digitize.recognize.line_words import read_line
from digitize.recognize.message import brief
from digitize.recognize.own_model import FRAME_PX, PACKAGED, ModelFacts, OwnModel, open_model

LEARNED = frozenset({"rus", "ukr", "bel", "bul", "fra", "deu", "eng"})
"""Languages (ISO 639-3) whose letters and words its lines for training had, in Cyrillic and in antiqua (docs/model-card.md)."""
HARDLY_LEARNED = frozenset("æøåÆØÅ")
"""Letters of its alphabet that it takes for others: they belong to Danish and Norwegian, which it has not learned."""
_TOGETHER = 256
"""Crops of lines that are held in memory at a time."""
_MOST_PX = 4_000_000
"""A line of a banner headline over a broadsheet's width has a million pixels."""

Pixels = NDArray[np.uint8]


def has_learned(model: Model) -> bool:
    """Whether it has learned to read what that model of Tesseract reads. Fraktur it has not, nor the letters of other languages."""
    return model.script in ("Cyrl", "Latn") and (model.language is None or model.language in LEARNED)


class OwnRecogniser:
    """Reads lines of Cyrillic and Latin letters. Needs to be told no language.

    Args:
        model: Its file.
    """

    name = "own"

    def __init__(self, model: Path = PACKAGED) -> None:
        self.model = model

    def version(self) -> str:
        return f"own {self.facts().version}"

    def installed(self) -> frozenset[str]:
        self.facts()
        return frozenset({OWN.code})

    def facts(self) -> ModelFacts:
        """What the model file says of itself.

        Raises:
            MissingDependencyError: If it is missing, damaged or of another version; names the file.
        """
        return open_model(self.model).facts

    def read(self, crops: Sequence[Path], kind: CropKind, languages: Sequence[str], dpi: float) -> tuple[Reading, ...]:
        """Reads crops; see :class:`digitize.recognize.engine.Engine`.

        It reads lines. In crops of another kind it looks for them by the white between them, which takes level text of
        one column; each is a line of the reading's first paragraph.
        """
        del languages, dpi  # it reads all it knows, at whatever size the letters have
        if kind is not CropKind.LINE:
            return tuple(self._read_block(_pixels(crop)) for crop in crops)
        found: list[ReadLine | None] = []
        for start in range(0, len(crops), _TOGETHER):
            found += self.read_lines([_pixels(crop) for crop in crops[start : start + _TOGETHER]])
        return tuple(Reading(() if line is None else (line,)) for line in found)

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[ReadLine | None, ...]:
        """Reads crops of one line each; ``None`` where no letter was seen.

        Args:
            crops: Grey, 8 bits, level.

        Raises:
            LimitError: If it needs more memory than is allowed.
            MissingDependencyError: If the model cannot be used.
        """
        model = open_model(self.model)
        images = [_normalised(crop) for crop in crops]
        seen = _emissions(images, model)
        return tuple(
            None if image is None else read_line(emissions, image, crop, OWN.code)
            for crop, image, emissions in zip(crops, images, seen, strict=True)
        )

    def _read_block(self, pixels: Pixels) -> Reading:
        strips = find_strips(pixels)
        lines = self.read_lines([pixels[top:bottom] for top, bottom in strips])
        return Reading(
            tuple(line.shifted(0, top) for (top, _), line in zip(strips, lines, strict=True) if line is not None)
        )


def _normalised(pixels: Pixels) -> LineImage | None:
    """A line as the network sees it. What is far too large to be a line is reduced first, so that memory is bounded."""
    factor = math.isqrt(pixels.size // _MOST_PX) + 1 if pixels.size > _MOST_PX else 1
    if factor == 1:
        return normalise_line(pixels)
    small = normalise_line(np.asarray(Image.fromarray(pixels).reduce(factor), dtype=np.uint8))
    return None if small is None else replace(small, scale=small.scale / factor, x0=small.x0 * factor)


def _emissions(images: Sequence[LineImage | None], model: OwnModel) -> list[list[Emission]]:
    """The characters of every line, in frames of the whole line."""
    inks = [np.zeros((1, 0), np.float32) if image is None else image.ink for image in images]
    pieces = [piece for i, image in enumerate(images) if image is not None for piece in pieces_of(i, image.ink)]
    found: list[list[Emission]] = [[] for _ in images]
    for piece in pieces:
        (log_probs,) = model.log_probs(padded(piece, inks[piece.line]))
        emissions = best_path(log_probs, model.facts.alphabet, piece.x0 // FRAME_PX)
        found[piece.line] += (each for each in emissions if _owns(piece, each))
    return found


def _owns(piece: Piece, emission: Emission) -> bool:
    """Whether a piece answers for a character."""
    return piece.owns((emission.first + emission.end) * FRAME_PX / 2, is_space=emission.character.isspace())


def _pixels(crop: Path) -> Pixels:
    try:
        with warnings.catch_warnings(), Image.open(crop) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return np.asarray(image.convert("L"), dtype=np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise EngineError(f"a crop cannot be read: {brief(str(error))}", hint="Try the page again") from None
