"""What an engine is: crops in, readings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from digitize.model.geometry import Box, Polygon
from digitize.model.transcription import Alternative


class CropKind(Enum):
    """What a crop holds, so that an engine need not guess."""

    PAGE = "a whole page of one column"
    BLOCK = "one column of text"
    PASSAGE = "some lines, one below the other"
    LINE = "one line"


@dataclass(frozen=True, slots=True)
class ReadGlyph:
    """One character of a word.

    Args:
        character: As in the word's text.
        x0: Left edge in pixels of the crop.
        x1: Right edge, exclusive.
        confidence: Its probability as the engine states it, in [0, 1].
        alternatives: Other characters and their probabilities, the likeliest first.
    """

    character: str
    x0: int
    x1: int
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()

    def told_as(self, character: str, confidence: float) -> ReadGlyph:
        """The same ink told as another character; what it was is the first alternative."""
        if character == self.character:
            return self
        others = (other for other in self.alternatives if other[0] != character)
        known = ((self.character, self.confidence), *others)
        return replace(self, character=character, confidence=confidence, alternatives=known)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word as an engine read it.

    Args:
        text: Never empty, no white space.
        box: In pixels of the crop.
        confidence: In [0, 1] as the engine states it; ``None`` when it states none.
        model: The model that read it (``rus``), where the engine tells; else ``None``.
        language: ISO 639-3 code where more is known than the model tells; else ``None``.
        glyphs: Its characters in order, where the engine tells of them; else none.
        alternatives: What else was read in its place, the likeliest first.
    """

    text: str
    box: Box
    confidence: float | None
    model: str | None
    language: str | None = None
    glyphs: tuple[ReadGlyph, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def shifted(self, dx: int, dy: int) -> ReadWord:
        """The word in a frame whose origin lies so far to the left and above."""
        glyphs = tuple(
            ReadGlyph(glyph.character, glyph.x0 + dx, glyph.x1 + dx, glyph.confidence, glyph.alternatives)
            for glyph in self.glyphs
        )
        return replace(self, box=self.box.shifted(dx, dy), glyphs=glyphs)

    def scaled(self, factor: float) -> ReadWord:
        """The word in a frame whose pixels are so many of this one's, coordinates rounded; no narrower than a pixel."""
        glyphs = tuple(
            replace(glyph, x0=round(glyph.x0 * factor), x1=round(glyph.x1 * factor)) for glyph in self.glyphs
        )
        return replace(self, box=_scaled(self.box, factor), glyphs=glyphs)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as an engine read it.

    Args:
        paragraph: Number of its paragraph within the crop, from 0.
        box: In pixels of the crop.
        baseline: Two points, left and right, in pixels of the crop.
        words: From left to right, at least one.
        agreement: Share of its characters that engines read alike, in [0, 1]; ``None`` where one alone has read it.
    """

    paragraph: int
    box: Box
    baseline: Polygon
    words: tuple[ReadWord, ...]
    agreement: float | None = None

    @property
    def signs(self) -> str:
        """Its characters without the spaces between words."""
        return "".join(word.text for word in self.words)

    @property
    def extent(self) -> Box:
        """Around its words: its own box may reach further."""
        return Box.around([word.box for word in self.words])

    def shifted(self, dx: int, dy: int) -> ReadLine:
        """The line in a frame whose origin lies so far to the left and above."""
        baseline = tuple((x + dx, y + dy) for x, y in self.baseline)
        words = tuple(word.shifted(dx, dy) for word in self.words)
        return replace(self, box=self.box.shifted(dx, dy), baseline=baseline, words=words)

    def scaled(self, factor: float) -> ReadLine:
        """The line in a frame whose pixels are so many of this one's."""
        baseline = tuple((x * factor, y * factor) for x, y in self.baseline)
        words = tuple(word.scaled(factor) for word in self.words)
        return replace(self, box=_scaled(self.box, factor), baseline=baseline, words=words)


def _scaled(box: Box, factor: float) -> Box:
    x0, y0 = round(box.x0 * factor), round(box.y0 * factor)
    return Box(x0, y0, max(x0 + 1, round(box.x1 * factor)), max(y0 + 1, round(box.y1 * factor)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read on one crop; no lines when it saw no text."""

    lines: tuple[ReadLine, ...]


Heard = Mapping[tuple[int, int], ReadLine | None]
"""What a second engine has read of some lines, by the index of the crop and of the line in the first one's reading; ``None`` where it saw nothing."""


class Engine(Protocol):
    """A recogniser. Called in a confined worker process; limits on time and memory are not its concern."""

    name: str

    def version(self) -> str:
        """Name and version, for provenance.

        Raises:
            MissingDependencyError: If the engine is not installed.
        """

    def installed(self) -> frozenset[str]:
        """Codes of the models that are installed.

        Raises:
            MissingDependencyError: If the engine is not installed.
        """

    def read(self, crops: Sequence[Path], kind: CropKind, languages: Sequence[str], dpi: float) -> tuple[Reading, ...]:
        """Reads crops, all of one kind.

        Args:
            crops: Image files, grey, 8 bits.
            kind: What each of them holds.
            languages: Codes of models, in order of weight; of no concern to an engine that reads every script it knows at once.
            dpi: Resolution by the size of the letters.

        Returns:
            One reading per crop, in the order of the crops.

        Raises:
            EngineError: If the engine crashes or answers with nonsense.
            LimitError: If it needs more memory than is allowed.
            MissingDependencyError: If the engine or a model is not installed.
            EnvironmentFault: If temporary files cannot be written.
        """
