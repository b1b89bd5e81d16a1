"""The scripts that were asked for, and what our own recogniser reads in others: it knows two, and tells them apart by the word."""

from __future__ import annotations

from dataclasses import replace

from digitize.model.language import script_of
from digitize.pipeline.vote import is_believed
from digitize.recognize.engine import ReadLine, ReadWord
from digitize.recognize.word_script import word_in

_ANY = "Zyyy"
"""Script of what has no letters."""

Scripts = frozenset[str] | None
"""Of the languages that were asked for (ISO 15924); ``None`` where any may stand on a page."""


def is_in_scripts(line: ReadLine, scripts: Scripts) -> bool:
    """Whether no word of a line is in a script that is not wanted."""
    return scripts is None or all(script_of(word.text) in scripts | {_ANY} for word in line.words)


def in_scripts(line: ReadLine, scripts: Scripts) -> ReadLine:
    """The line, its words in a script that is not wanted told in one that is.

    Only where most of its letters are in such, and it was read rather than guessed.

    The ink is the same (``Саѕтаіхо`` in Cyrillic letters on a French page), or nearly: what was asked for tells which are meant. Such a word
    is as sure as its least sure letter. One that cannot be told so stays as it was read.
    """
    if scripts is None or is_in_scripts(line, scripts) or not (is_believed(line) and _is_mostly_in(line, scripts)):
        return line
    return replace(line, words=tuple(_told(word, scripts) for word in line.words))


def _is_mostly_in(line: ReadLine, scripts: frozenset[str]) -> bool:
    signs = [script_of(sign) for word in line.words for sign in word.text]
    return 2 * sum(script in scripts for script in signs) > sum(script != _ANY for script in signs)


def _told(word: ReadWord, scripts: frozenset[str]) -> ReadWord:
    if script_of(word.text) in scripts | {_ANY}:
        return word
    told = (word_in(word.glyphs, script) for script in sorted(scripts))
    glyphs = next((found for found in told if found), None)
    if glyphs is None:
        return word
    least = min(glyph.confidence for glyph in glyphs)
    return replace(
        word,
        text="".join(glyph.character for glyph in glyphs),
        glyphs=glyphs,
        confidence=min(word.confidence or 0.0, least),
    )
