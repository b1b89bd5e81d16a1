"""All rules of repair, one after the other, over the pages of a document; and back."""

from __future__ import annotations

from digitize.model.rules import RepairRule
from digitize.model.transcription import TranscribedPage
from digitize.repair.around import Judge, facts_of, page_as_read, repaired, vocabulary_of
from digitize.repair.digits_in_words import find_digits
from digitize.repair.homoglyphs import find_homoglyphs
from digitize.repair.hyphens import join_hyphens
from digitize.repair.letters_in_numbers import find_letters
from digitize.repair.letterspacing import close_letterspacing
from digitize.repair.old_letters import find_old_letters
from digitize.repair.roman_numerals import find_numerals
from digitize.repair.typed import Hand
from digitize.repair.typewriter_ones import find_ones

WORD_BY_WORD: dict[RepairRule, Judge] = {
    RepairRule.HOMOGLYPH: find_homoglyphs,
    RepairRule.OLD_LETTER: find_old_letters,
    RepairRule.DIGIT_IN_WORD: find_digits,
    RepairRule.LETTER_IN_NUMBER: find_letters,
    RepairRule.ROMAN_NUMERAL: find_numerals,
    RepairRule.TYPEWRITER_ONE: find_ones,
}
"""Rules that look at one word and what stands beside it, in their order: scripts before signs, single signs before numerals."""


def repair(
    pages: tuple[TranscribedPage, ...], left_out: frozenset[RepairRule] = frozenset(), hand: Hand | None = None
) -> tuple[TranscribedPage, ...]:
    """The pages after all rules but those left out; each change is told by a repair of its word.

    Doing it twice is doing it once.

    Args:
        pages: Of a document, with their orthography.
        left_out: Rules that are switched off.
        hand: How all pages were made, where somebody has said so; else it is told of each.
    """
    vocabulary = vocabulary_of(pages)
    made = []
    for page in pages:
        facts = facts_of(page, vocabulary, hand)
        for rule, judge in WORD_BY_WORD.items():
            if rule not in left_out:
                page = repaired(page, rule, judge, facts)  # noqa: PLW2901  the page goes through the rules
        made.append(page)
    pages = tuple(made)
    if RepairRule.LETTERSPACING not in left_out:
        pages = close_letterspacing(pages)
    return pages if RepairRule.JOIN_HYPHEN in left_out else join_hyphens(pages)


def undo(pages: tuple[TranscribedPage, ...]) -> tuple[TranscribedPage, ...]:
    """The pages as they were read: without any repair in either layer, those of modernising among them."""
    return tuple(map(page_as_read, pages))
