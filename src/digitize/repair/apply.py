"""All rules of repair, one after the other, over the pages of a document; and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digitize.model.packed_pages import kept_alike
from digitize.model.rules import RepairRule
from digitize.model.transcription import TranscribedPage
from digitize.repair.around import Facts, Judge, facts_of, page_as_read, repaired, vocabulary_of
from digitize.repair.digits_in_words import find_digits
from digitize.repair.homoglyphs import find_homoglyphs
from digitize.repair.hyphens import join_hyphens
from digitize.repair.letters_in_numbers import find_letters
from digitize.repair.letterspacing import letterspacing_closed
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
    pages: Sequence[TranscribedPage],
    left_out: frozenset[RepairRule] = frozenset(),
    hand: Hand | None = None,
    *,
    anew: bool = False,
) -> Sequence[TranscribedPage]:
    """The pages after all rules but those left out; each change is told by a repair of its word.

    Doing it twice is doing it once.

    Args:
        pages: Of a document, with their orthography.
        left_out: Rules that are switched off.
        hand: How all pages were made, where somebody has said so; else it is told of each.
        anew: Whether what was repaired before is undone first.
    """
    pages = kept_alike(pages, _repaired(pages, left_out, hand, anew=anew))
    return pages if RepairRule.JOIN_HYPHEN in left_out else join_hyphens(pages)


def _repaired(
    pages: Sequence[TranscribedPage], left_out: frozenset[RepairRule], hand: Hand | None, *, anew: bool
) -> Iterator[TranscribedPage]:
    """Page by page what rules make of it that look at one page."""
    vocabulary = vocabulary_of(pages)
    for page in pages:
        as_found = page_as_read(page) if anew else page
        made = _word_by_word(as_found, left_out, facts_of(page, vocabulary, hand))
        yield made if RepairRule.LETTERSPACING in left_out else letterspacing_closed(made)


def _word_by_word(page: TranscribedPage, left_out: frozenset[RepairRule], facts: Facts) -> TranscribedPage:
    for rule, judge in WORD_BY_WORD.items():
        if rule not in left_out:
            page = repaired(page, rule, judge, facts)
    return page


def undo(pages: Sequence[TranscribedPage]) -> Sequence[TranscribedPage]:
    """The pages as they were read: without any repair in either layer, those of modernising among them."""
    return kept_alike(pages, map(page_as_read, pages))
