"""How sure words are in the light of the page that they stand on."""

from __future__ import annotations

from dataclasses import replace

from digitize.model.transcription import TextRegion, Word
from digitize.recognize.calibration import on_page


def in_light_of_page(regions: tuple[TextRegion, ...]) -> tuple[TextRegion, ...]:
    """The words as sure as they are on a page that was read so well: a lone sign on a bad page is mostly a speck.

    How well it was read, the words of lines in doubt do not tell. Words of which nothing is known stay as they are.
    """
    lines = [line for region in regions for line in region.lines if line.doubt is None]
    stated = [word.confidence for line in lines for word in line.words if word.confidence is not None]
    if not stated:
        return regions
    mean = sum(stated) / len(stated)
    return tuple(
        replace(region, lines=tuple(replace(line, words=_sure_on(line.words, mean)) for line in region.lines))
        for region in regions
    )


def _sure_on(words: tuple[Word, ...], page: float) -> tuple[Word, ...]:
    return tuple(
        word if word.confidence is None else replace(word, confidence=on_page(word.confidence, word.text, page))
        for word in words
    )
