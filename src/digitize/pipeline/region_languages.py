"""Passages in another language than the page's, in the same script: told by their function words as they were read, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digitize.lexicon.function_words import language_of
from digitize.model.language import model_for
from digitize.pipeline.pieces import Piece, read_pieces, whole_line, words_of
from digitize.pipeline.prepared import CropFile
from digitize.recognize.engine import Reading
from digitize.recognize.suspects import mean_confidence

_WORDS = 30
"""A shorter passage has too few function words to tell: running text has ten in thirty."""


def reread_passages(
    crops: tuple[CropFile, ...],
    readings: tuple[Reading, ...],
    main: tuple[str, ...],
    neighbours: dict[str, str],
    dpi: float,
) -> tuple[tuple[Reading, ...], tuple[str, ...], int]:
    """Reads passages in a neighbouring language with its model, line by line where that is surer; runs in a worker.

    Args:
        crops: That were read.
        readings: One per crop.
        main: Models that read them.
        neighbours: Models of other languages in the script, by language.
        dpi: As for the first reading.

    Returns:
        The readings, the models taken besides the main ones, and the number of calls of the engine.
    """
    found = passages_in_neighbours([crop.region for crop in crops], readings, main, neighbours)
    taken = []
    for model, pieces in sorted(found.items()):
        readings, surer = _with(crops, readings, sorted(pieces), model, dpi)
        taken += [model] if surer else []
    return readings, tuple(taken), len(found)


def passages_in_neighbours(
    regions: Sequence[int], readings: Sequence[Reading], main: Sequence[str], neighbours: Mapping[str, str]
) -> dict[str, dict[Piece, None]]:
    """Lines of passages whose function words are of a neighbouring language, by its model.

    Args:
        regions: Number of the region of each reading.
        readings: Of a page.
        main: Models of its language.
        neighbours: Models of other languages in the script, by language.
    """
    languages = frozenset({*neighbours, *(str(model_for(code).language) for code in main)})
    found: dict[str, dict[Piece, None]] = {}
    for lines in _regions(regions, readings):
        for passage in _passages(lines):
            words = [word.text for piece in passage for word in words_of(readings, piece)]
            evidence = language_of(" ".join(words), languages) if len(words) >= _WORDS else None
            if evidence is not None and evidence.language in neighbours:
                found.setdefault(neighbours[evidence.language], {}).update(dict.fromkeys(passage))
    return found


def _with(
    crops: tuple[CropFile, ...], readings: tuple[Reading, ...], pieces: Sequence[Piece], model: str, dpi: float
) -> tuple[tuple[Reading, ...], bool]:
    """The readings with those lines read by another model, each where that is the surer one."""
    lines = [list(reading.lines) for reading in readings]
    any_surer = False
    for piece, words in zip(pieces, read_pieces(crops, readings, pieces, (model,), dpi), strict=True):
        line = lines[piece.crop][piece.line]
        if words and mean_confidence(words) > mean_confidence(line.words):
            lines[piece.crop][piece.line] = replace(line, words=tuple(replace(word, model=model) for word in words))
            any_surer = True
    return tuple(Reading(tuple(found)) for found in lines), any_surer


def _regions(regions: Sequence[int], readings: Sequence[Reading]) -> list[list[Piece]]:
    """The lines of each region."""
    found: dict[int, list[Piece]] = {}
    for c, (region, reading) in enumerate(zip(regions, readings, strict=True)):
        found.setdefault(region, []).extend(whole_line(readings, c, n) for n in range(len(reading.lines)))
    return list(found.values())


def _passages(lines: list[Piece]) -> list[list[Piece]]:
    """Passages of just enough words, each beginning in the middle of the one before it: a box may stand anywhere."""
    found: list[list[Piece]] = []
    start = 0
    while start < len(lines):
        end, words = start, 0
        while end < len(lines) and words < _WORDS:
            words += lines[end].end
            end += 1
        found.append(lines[start:end])
        start += max(1, (end - start) // 2)
    return found
