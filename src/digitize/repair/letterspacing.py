"""Words set with spaces between their letters: ``С о в е т`` becomes ``Совет`` in the reading layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from digitize.lexicon.one_script import is_two_scripts
from digitize.model.packed_pages import kept_alike
from digitize.model.rules import RepairRule
from digitize.model.transcription import RegionKind, Repair, TextLine, TranscribedPage, Word
from digitize.repair.around import READING, with_changed

_FEWEST = 4
"""Single letters in a row that are a letterspaced word: fewer may be initials, or short words of their own."""
_WIDER = 1.45
"""How many times the gap between letters the gap between words is, at least."""
_OPENING, _CLOSING = "([«\"„“'", ".,:;!?)]»\"“”'…-\u2010\u00ad\u00ac"
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_IN_ORDER = (_RUSSIAN, _RUSSIAN.replace("й", ""), "abcdefghijklmnopqrstuvwxyz")
"""Letters in their order; Russian without й as well, since lists leave it out."""
_WORDS_OF_ONE = frozenset("аивкосуяàay")
"""Words of one letter may stand beside each other."""
_TABULAR = frozenset({RegionKind.TABLE, RegionKind.PAGE_NUMBER})


def close_letterspacing(pages: Sequence[TranscribedPage]) -> Sequence[TranscribedPage]:
    """The pages with letterspaced words closed in their reading layer.

    The first letter's ``reading`` becomes the word, the others' become empty; all carry the repair. A run of at least four single
    letters is closed where its capitals are those of a word; it is parted where a gap is clearly wider than those between its
    letters. Initials (their signs stand between), letters in the order of the alphabet, one letter repeated, and tables stay.
    """
    return kept_alike(pages, map(letterspacing_closed, pages))


def letterspacing_closed(page: TranscribedPage) -> TranscribedPage:
    """One page after :func:`close_letterspacing`: none depends on another."""
    changed: dict[str, Word] = {}
    for region in page.regions:
        if region.kind in _TABULAR:
            continue
        for line in region.lines:
            if line.doubt is None:
                for run in _runs(line):
                    changed.update((word.id, word) for part in _words_of(run) for word in _joined(part))
    return with_changed(page, changed)


def _runs(line: TextLine) -> list[tuple[Word, ...]]:
    """Runs of single letters; signs stand only before the first and after the last of one."""
    runs: list[list[Word]] = [[]]
    for word in line.words:
        letter = _letter(word)
        if letter is None:
            runs.append([])
            continue
        if word.reading[0] != letter or (runs[-1] and runs[-1][-1].reading[-1] != _letter(runs[-1][-1])):
            runs.append([])
        runs[-1].append(word)
    return [tuple(run) for run in runs if len(run) >= _FEWEST]


def _letter(word: Word) -> str | None:
    """The letter of a word of one letter and the signs around it."""
    bare = word.reading.lstrip(_OPENING).rstrip(_CLOSING)
    return bare if len(bare) == 1 and bare.isalpha() else None


def _words_of(run: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words in a run, told by the gaps between its letters; those that are one letter, or no word, are left out."""
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(run)]
    cuts = _cuts(gaps)
    parts = [tuple(run[start:end]) for start, end in pairwise([0, *cuts, len(run)])]
    return [part for part in parts if len(part) > 1 and _is_word(part, alone=not cuts)]


def _cuts(gaps: Sequence[int]) -> list[int]:
    """Before which letters another word begins: where the gaps fall into two kinds, at each of the wider kind."""
    if min(gaps) <= 0:
        return []  # boxes that tell nothing
    in_order = sorted(gaps)
    narrow, wide = max(pairwise(in_order), key=lambda pair: pair[1] / pair[0])
    typical = median(gap for gap in gaps if gap <= narrow)
    if wide < _WIDER * narrow or wide < _WIDER * typical:
        return []
    return [place for place, gap in enumerate(gaps, start=1) if gap >= wide]


def _is_word(part: Sequence[Word], *, alone: bool) -> bool:
    letters = "".join(_letter(word) or "" for word in part)
    if is_two_scripts(letters) or len(set(letters.lower())) < min(len(letters), 3) - 1:
        return False
    if letters not in (letters.lower(), letters.upper(), letters.capitalize()) or set(letters) <= _WORDS_OF_ONE:
        return False
    return not (alone and len(letters) < _FEWEST) and not _is_sequence(letters.lower())


def _is_sequence(letters: str) -> bool:
    """Whether letters follow each other in an alphabet: columns and clauses are named so."""
    return len(letters) > 2 and any(letters in alphabet for alphabet in _IN_ORDER)


def _joined(part: Sequence[Word]) -> list[Word]:
    first, *rest = part
    whole = "".join(word.reading for word in part)
    gap = "single letters in a row, evenly spaced"
    left = Repair(
        RepairRule.LETTERSPACING.value, READING, first.reading, whole, f"{len(part)} {gap}; last {part[-1].id}"
    )
    made = [replace(first, reading=whole, repairs=(*first.repairs, left))]
    for word in rest:
        right = Repair(RepairRule.LETTERSPACING.value, READING, word.reading, "", f"part of {first.id}")
        made.append(replace(word, reading="", repairs=(*word.repairs, right)))
    return made
