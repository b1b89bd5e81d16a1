"""Two compared texts cut into the lines of the first, with what the second has in each: how they are shown side by side."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from digitize.align.alignment import Link
from digitize.export.compared import Compared, Side, at_word
from digitize.model.transcription import TextLine, TranscribedPage


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other, or the place where some are missing.

    Args:
        words: Their indices; none where the other text has words that this one lacks.
        variant: Number of the variant that they belong to; ``None`` where the texts agree.
    """

    words: range
    variant: int | None


@dataclass(slots=True)
class ShownLine:
    """A line of the first text and what the second has for it.

    Args:
        words: The line's words in the first text.
        page: Its page, where the first text has places.
        line: Its line, likewise.
        number: The line's number: on its page in its column, or in a text without places.
        a: The line.
        b: What the second text has, in the order of the first.
        variants: Numbers of the variants that begin in it.
    """

    words: range
    page: TranscribedPage | None = None
    line: TextLine | None = None
    number: int = 1
    a: list[Piece] = field(default_factory=list)
    b: list[Piece] = field(default_factory=list)
    variants: list[int] = field(default_factory=list)

    @property
    def is_alone(self) -> bool:
        """Whether the second text has nothing for it."""
        return not any(piece.words for piece in self.b)


def shown_lines(compared: Compared) -> list[ShownLine]:
    """The lines of the first text in order; one, if it has no words."""
    lines = list(_lines(compared.a)) or [ShownLine(range(0))]
    line_of = [number for number, line in enumerate(lines) for _ in line.words]
    of_a = _variant_of(len(compared.a.witness.tokens), [variant.a for variant in compared.variants])
    of_b = _variant_of(len(compared.b.witness.tokens), [variant.b for variant in compared.variants])
    for k, variant in enumerate(compared.variants):
        lines[line_of[at_word(variant.a)] if line_of and at_word(variant.a) >= 0 else 0].variants.append(k)
    told: set[int] = set()
    for link in compared.alignment.links:
        line = lines[line_of[link.a.start if link.a else max(0, link.a.start - 1)] if line_of else 0]
        for i in link.a:
            _add(lines[line_of[i]].a, i, of_a[i])
        for j in link.b:
            _add(line.b, j, of_b[j])
        missing = _missing(link, compared, of_a, of_b)
        if missing is not None and missing not in told:
            told.add(missing)
            (line.b if link.a else line.a).append(Piece(range(0), missing))
    return lines


_NO_VARIANT = -1


def _variant_of(count: int, ranges: Sequence[range]) -> array[int]:
    """For each word the number of its variant; -1 for none."""
    found = array("l", [_NO_VARIANT]) * count
    for k, words in enumerate(ranges):
        found[words.start : words.stop] = array("l", [k]) * len(words)
    return found


def _add(pieces: list[Piece], word: int, variant: int) -> None:
    """A word at the end of a line's pieces; one that goes on where the last one ends belongs to it."""
    last = pieces[-1] if pieces else None
    of_variant = None if variant == _NO_VARIANT else variant
    if last is not None and last.words and last.words.stop == word and last.variant == of_variant:
        pieces[-1] = Piece(range(last.words.start, word + 1), of_variant)
    else:
        pieces.append(Piece(range(word, word + 1), of_variant))


def _missing(link: Link, compared: Compared, of_a: Sequence[int], of_b: Sequence[int]) -> int | None:
    """The variant of words that one text lacks altogether."""
    if link.is_paired:
        return None
    k = of_a[link.a.start] if link.a else of_b[link.b.start]
    if k == _NO_VARIANT:
        return None
    variant = compared.variants[k]
    return None if variant.a and variant.b else k


def _lines(side: Side) -> Iterator[ShownLine]:
    tokens = side.witness.tokens
    if side.document is None:
        starts = [i for i, token in enumerate(tokens) if i == 0 or token.begins_line]
        for start, stop in zip(starts, (*starts[1:], len(tokens)), strict=True):
            yield ShownLine(range(start, stop), number=side.line_numbers[start])
        return
    words = side.words
    start = 0
    numbers: Counter[tuple[int, int | None]] = Counter()
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i].line.id != words[start].line.id:
            page, line = words[start].page, words[start].line
            numbers[page.page_number, line.column] += 1
            yield ShownLine(range(start, i), page, line, numbers[page.page_number, line.column])
            start = i
