"""Two compared texts cut into the lines of the first, with what the second has in each: how they are shown side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from digitize.align.alignment import Link
from digitize.export.compared import Compared, Side, at_word
from digitize.model.transcription import TextLine, TranscribedPage


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the place where one is missing.

    Args:
        word: Its index; ``None`` where the other text has words that this one lacks.
        variant: Number of the variant that it belongs to; ``None`` where the texts agree.
    """

    word: int | None
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
        return not any(piece.word is not None for piece in self.b)


def shown_lines(compared: Compared) -> list[ShownLine]:
    """The lines of the first text in order; one, if it has no words."""
    lines = list(_lines(compared.a)) or [ShownLine(range(0))]
    line_of = [number for number, line in enumerate(lines) for _ in line.words]
    of_a = {i: k for k, variant in enumerate(compared.variants) for i in variant.a}
    of_b = {j: k for k, variant in enumerate(compared.variants) for j in variant.b}
    for k, variant in enumerate(compared.variants):
        lines[line_of[at_word(variant.a)] if line_of and at_word(variant.a) >= 0 else 0].variants.append(k)
    told: set[int] = set()
    for link in compared.alignment.links:
        line = lines[line_of[link.a.start if link.a else max(0, link.a.start - 1)] if line_of else 0]
        for i in link.a:
            lines[line_of[i]].a.append(Piece(i, of_a.get(i)))
        line.b.extend(Piece(j, of_b.get(j)) for j in link.b)
        missing = _missing(link, compared, of_a, of_b)
        if missing is not None and missing not in told:
            told.add(missing)
            (line.b if link.a else line.a).append(Piece(None, missing))
    return lines


def _missing(link: Link, compared: Compared, of_a: dict[int, int], of_b: dict[int, int]) -> int | None:
    """The variant of words that one text lacks altogether."""
    if link.is_paired:
        return None
    k = of_a.get(link.a.start) if link.a else of_b.get(link.b.start)
    if k is None:
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
