"""Small capitals: words that begin with a capital and go on in capitals of the height of small letters.

Names of speakers are set so in minutes and in printed debates. Neither engine has learned such type: the large capital tells
them that the rest is small letters. Read without it, the rest is a line of capitals as any other.
"""

from __future__ import annotations

from dataclasses import replace

from digitize.lexicon.one_script import in_one_script, is_two_scripts
from digitize.model.geometry import Box
from digitize.model.profile import EngineName
from digitize.model.raster import Pixels
from digitize.model.transcription import Alternative
from digitize.recognize.calibration import alone
from digitize.recognize.engine import ReadGlyph, ReadLine, ReadWord
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.suspects import letters_in

_IN_DOUBT = 0.6
"""Probability below which a word is looked at in this way."""
_LETTERS = 4
"""Letters that such a word has at least, or was read to have."""
_TELLING = frozenset("ABDEFGHIJLMNQRTYÀÂÄÇÉÈÊËÎÏÑÔŒÙÛ" + "АБЕЁРУФ")
"""Capitals that have another shape than their small letters; the others tell nothing of the case."""
_TOLD = 2
"""How many of them the rest of a word has at least."""
_MARGIN_PX = 4
"""Paper kept around what is read."""


def may_have_small_capitals(line: ReadLine) -> bool:
    """Whether a word of a line is in doubt and begins with a capital."""
    return any(map(_may_be, line.words))


def with_small_capitals(line: ReadLine, pixels: Pixels, origin: tuple[int, int], own: OwnRecogniser) -> ReadLine:
    """A line whose words in small capitals are read as such; what they were read as before are alternatives.

    A word in doubt that begins with a capital is read once more without its first letter. If that is capitals, which look
    unlike small letters, and is surer than the word was, they stand in its place. Words beside such a one that are in doubt may be
    without any large capital (``M. LE PRÉSIDENT``).

    Args:
        line: In pixels of its crop.
        pixels: The line, cut out of its crop.
        origin: Where in the crop their left and upper edge lie.
        own: The recogniser.
    """
    words = list(line.words)
    found = {i: new for i, word in enumerate(words) if _may_be(word) and (new := _read(word, pixels, origin, own))}
    beside = {j for i in found for j in (i - 1, i + 1) if 0 <= j < len(words)} - found.keys()
    for j in sorted(beside):
        if _is_doubted(words[j]) and (new := _taken(words[j], None, _cut(words[j].box, pixels, origin), own)):
            found[j] = new
    return replace(line, words=tuple(found.get(i, word) for i, word in enumerate(words))) if found else line


def _may_be(word: ReadWord) -> bool:
    begins = word.text[0].isupper() and not word.text.isupper()
    return begins and _is_doubted(word) and letters_in(word.text) >= _LETTERS


def _is_doubted(word: ReadWord) -> bool:
    return (word.confidence or 0.0) < _IN_DOUBT


def _read(word: ReadWord, pixels: Pixels, origin: tuple[int, int], own: OwnRecogniser) -> ReadWord | None:
    """A word as small capitals after a large one; ``None`` where it is not rather that."""
    part, box = _cut(word.box, pixels, origin)
    (whole,) = own.read_lines([part])
    glyphs = [glyph for read in whole.words for glyph in read.glyphs] if whole else []
    if len(glyphs) < _LETTERS - 1:
        return None
    at = (glyphs[0].x1 + glyphs[1].x0) // 2
    first = ReadGlyph(word.text[0], box.x0 + glyphs[0].x0, box.x0 + glyphs[0].x1, glyphs[0].confidence)
    return _taken(word, first, (part[:, at:], replace(box, x0=box.x0 + at)), own)


def _taken(word: ReadWord, first: ReadGlyph | None, cut: tuple[Pixels, Box], own: OwnRecogniser) -> ReadWord | None:
    """The word with what is read in its place, or after its first letter; ``None`` where that does not convince."""
    part, box = cut
    (line,) = own.read_lines([part])
    if line is None or len(line.words) != 1:
        return None
    rest = line.words[0].shifted(box.x0, box.y0)
    sure = alone(rest.confidence or 0.0, EngineName.OWN)
    told = sum(c in _TELLING for c in rest.text)
    if not rest.text.isupper() or told < (_TOLD if first else 1) or sure <= max(_IN_DOUBT, word.confidence or 0.0):
        return None
    text = in_one_script((first.character if first else "") + rest.text)
    if text == word.text or is_two_scripts(text):
        return None
    glyphs = (*((first,) if first else ()), *rest.glyphs)
    before = Alternative(word.text, word.confidence or 0.0, f"{word.model or EngineName.TESSERACT}, as small letters")
    return replace(
        word,
        text=text,
        confidence=sure,
        model=rest.model,
        glyphs=tuple(glyph.told_as(c, glyph.confidence) for c, glyph in zip(text, glyphs, strict=True)),
        alternatives=(before, *word.alternatives),
    )


def _cut(box: Box, pixels: Pixels, origin: tuple[int, int]) -> tuple[Pixels, Box]:
    """The part of a line's pixels around a word, and where it lies in the crop."""
    height, width = pixels.shape
    x0, y0 = box.x0 - origin[0], box.y0 - origin[1]  # the word may reach over the edge of the line as it was cut out
    inside = Box(max(0, x0), max(0, y0), max(1, x0 + box.width), max(1, y0 + box.height)).inside(width, height)
    around = inside.padded(_MARGIN_PX, width, height)
    part = pixels[around.y0 : around.y1, around.x0 : around.x1]
    return part, around.shifted(*origin)
