"""The characters of a word in the letters of one script, by their shapes and by what else the network saw in their place."""

from __future__ import annotations

import math

from digitize.lexicon.one_script import in_one_script, is_two_scripts, twin
from digitize.model.language import script_of
from digitize.recognize.engine import ReadGlyph

_SCRIPTS = ("Latn", "Cyrl")


def in_script(glyphs: tuple[ReadGlyph, ...]) -> tuple[ReadGlyph, ...]:
    """The characters of a word in the letters of one script; what the network told of a changed one is its first rival.

    First by the shapes of the letters, which look-alikes have in common. Where letters of both scripts are such that nothing in the
    other looks like them, the word is of the script in which it is likelier by the network's own rivals: of n and п one is the
    second guess for the other in worn type. Where it has none in either script, the word stays as it is.
    """
    meant = in_one_script("".join(glyph.character for glyph in glyphs))
    told = tuple(glyph.told_as(character, glyph.confidence) for glyph, character in zip(glyphs, meant, strict=True))
    if not is_two_scripts(meant):
        return told
    words = [word for word in (word_in(told, script) for script in _SCRIPTS) if word is not None]
    return max(words, key=_likelihood, default=told)


def word_in(glyphs: tuple[ReadGlyph, ...], script: str) -> tuple[ReadGlyph, ...] | None:
    """The word in a script, by look-alikes and by what else the network saw; ``None`` where a character cannot be of it."""
    found = []
    for glyph in glyphs:
        letter = _letter_in(glyph, script)
        if letter is None:
            return None
        found.append(glyph.told_as(*letter))
    return tuple(found)


def _letter_in(glyph: ReadGlyph, script: str) -> tuple[str, float] | None:
    """The likeliest character of a script, or of none, in a place; a space is none within a word."""
    for character, confidence in ((glyph.character, glyph.confidence), *glyph.alternatives):
        if character.isspace():
            continue
        if script_of(character) in (script, "Zyyy"):
            return character, confidence
        other = twin(character)
        if other is not None and script_of(other) == script:
            return other, confidence
    return None


def _likelihood(glyphs: tuple[ReadGlyph, ...]) -> float:
    return sum(math.log(max(glyph.confidence, 1e-6)) for glyph in glyphs)
