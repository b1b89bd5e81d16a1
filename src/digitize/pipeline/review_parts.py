"""Variants cut into what can be decided on: words that stand beside each other on one line, and what the second text has for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.align.alignment import Alignment, Link
from digitize.align.graphemes import aligned_pieces
from digitize.align.variant import Variant, VariantKind
from digitize.pipeline.review_text import ReviewText

LONG = 12
"""Words of a reading up to which it is decided on as it is."""
_STRETCH = 4
"""Words that two texts have in common where they are not found by chance."""
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac", "=")
"""How a word broken at the end of a line is marked."""
_Cut = list[list[str]]


@dataclass(frozen=True, slots=True)
class VariantPart:
    """What of a variant is one place.

    Args:
        variant: The variant, or that of these words alone.
        a: Indices of the first text's words; empty for an addition, standing where they would.
        right: What the second text has for them.
        is_whole: Whether it is all of the variant, so that its kinds are too.
        decidable: Whether ``right`` can be put in the place of ``a``.
    """

    variant: Variant
    a: range
    right: str
    is_whole: bool
    decidable: bool


class Divider:
    """Cuts the variants of an alignment.

    Args:
        alignment: The two texts.
        text: The first of them, with its lines.
    """

    def __init__(self, alignment: Alignment, text: ReviewText) -> None:
        self._alignment = alignment
        self._text = text
        self._links = alignment.links
        self._starts = [link.a.start for link in alignment.links]
        paired = [link for link in alignment.links if link.is_paired]
        self._a = _span([link.a for link in paired])
        self._b = _span([link.b for link in paired])

    def parts(self, variant: Variant) -> Iterator[VariantPart]:
        """The places that a variant is made of: one, or one for each line; none where nothing of it can be decided on."""
        trimmed = self._trimmed(variant)
        if trimmed is None:
            return
        right = self._right(trimmed.b)
        if VariantKind.TRANSPOSITION in trimmed.kinds:
            differing = list(self._within_moved(trimmed))
            if [part.a for part in differing] != [trimmed.a]:
                yield VariantPart(trimmed, trimmed.a, right, is_whole=trimmed is variant, decidable=False)
            yield from differing
            return
        lines = self._text.by_line(trimmed.a)
        if len(lines) < 2:
            fits = len(right.split()) <= max(LONG, 2 * len(trimmed.a))
            yield VariantPart(trimmed, trimmed.a, right, is_whole=trimmed is variant, decidable=fits)
            return
        cut = self._by_line(trimmed, lines)
        if cut is None:
            one_for_one = len(right.split()) == len(trimmed.a)
            yield VariantPart(trimmed, trimmed.a, right, is_whole=trimmed is variant, decidable=one_for_one)
            return
        yield from self._outside_left_out(_missing_joined(cut))

    def _within_moved(self, variant: Variant) -> Iterator[VariantPart]:
        """The words of a moved passage that differ besides: what they are can be decided on wherever they stand."""
        for link in self._within(variant):
            right = self._right(link.b)
            if link.is_paired and right != self._text.text(link.a):
                fits = len(self._text.by_line(link.a)) == 1 or len(link.a) == len(link.b)
                alone = replace(variant, a=link.a, b=link.b)
                yield VariantPart(alone, link.a, right, is_whole=False, decidable=fits)

    def _trimmed(self, variant: Variant) -> Variant | None:
        """A variant without long passages before the first word that both texts have, and after the last.

        Where one text is a part of the other, what is outside it is no difference.
        """
        a, b = variant.a, variant.b
        if len(a) > LONG:
            a = _common(a, self._a)
        if len(b) > LONG:
            b = _common(b, self._b)
        if (a, b) == (variant.a, variant.b):
            return variant
        if not a and not b:
            return None
        kinds = variant.kinds
        if not a or not b:
            kinds = (VariantKind.OMISSION if a else VariantKind.ADDITION,)
        return replace(variant, a=a, b=b, kinds=kinds)

    def _outside_left_out(self, parts: list[VariantPart]) -> Iterator[VariantPart]:
        for part in parts:
            is_outside = part.a.stop <= self._a.start or part.a.start >= self._a.stop
            if not (is_outside and not part.right and len(part.a) > LONG):
                yield part

    def _right(self, words: range) -> str:
        return " ".join(token.text for token in self._alignment.b.tokens[words.start : words.stop])

    def _by_line(self, variant: Variant, lines: Sequence[range]) -> list[VariantPart] | None:
        """What the second text has for each line; ``None`` where that cannot be told."""
        rights: _Cut = [[] for _ in lines]
        shares: list[list[int]] = [[] for _ in lines]
        is_cut: set[int] = set()
        answered: set[int] = set()
        at, seen = 0, variant.b.start
        for link in self._within(variant):
            if link.b and link.b.start != seen:
                return None  # in another order
            if link.b:
                seen = link.b.stop
                answered.update(link.a)
            if link.a:
                at = next(number for number, line in enumerate(lines) if link.a.start in line)
            last = at if not link.a else next(number for number, line in enumerate(lines) if link.a[-1] in line)
            if last > at and link.b:
                halves = self._cut_link(link, lines[at], lines[last]) if last == at + 1 else None
                if halves is None:
                    return None
                rights[at].append(halves[0])
                rights[last].append(halves[1])
                is_cut |= {at, last}
            elif link.b:
                rights[at].append(self._right(link.b))
                shares[at] += link.b
            at = last
        if seen != variant.b.stop or any(self._is_halved(line.stop, answered) for line in lines[:-1]):
            return None
        return [
            self._part(variant, line, " ".join(filter(None, right)), None if number in is_cut else share)
            for number, (line, right, share) in enumerate(zip(lines, rights, shares, strict=True))
        ]

    def _is_halved(self, at: int, answered: Collection[int]) -> bool:
        """Whether a line ends before the word ``at`` within a broken word of which the second text has a counterpart to one half alone."""
        is_broken = self._text.words[at - 1].word.text.endswith(_HYPHENS)
        return is_broken and (at - 1 in answered) != (at in answered)

    def _part(self, variant: Variant, line: range, right: str, share: list[int] | None) -> VariantPart:
        if share is not None:
            b = range(share[0], share[-1] + 1) if share else range(variant.b.start, variant.b.start)
            variant = replace(variant, a=line, b=b)
        fits = len(right.split()) <= max(LONG, 2 * len(line))
        return VariantPart(variant, line, right, is_whole=False, decidable=fits)

    def _within(self, variant: Variant) -> Iterator[Link]:
        """The links of a variant, in order."""
        for link in self._links[bisect_left(self._starts, variant.a.start) :]:
            if link.a.start > variant.a.stop or (link.a and link.a.start >= variant.a.stop):
                return
            if link.a or (link.b.start >= variant.b.start and link.b.stop <= variant.b.stop):
                yield link

    def _cut_link(self, link: Link, one: range, other: range) -> tuple[str, str] | None:
        first, second = range(link.a.start, one.stop), range(other.start, link.a.stop)
        return cut_at_line_end(self._text.text(first), self._text.text(second), self._right(link.b))


def cut_at_line_end(first: str, second: str, right: str) -> tuple[str, str] | None:
    """A reading cut where another one is broken by the end of a line; ``None`` where nobody can tell where that is.

    A hyphen at the line's end stands on the paper, and stays, whether the second text has it or not; signs that were read after it
    (the frame of an advertisement) are no part of the word.

    Args:
        first: What stands at the end of the line.
        second: What stands at the beginning of the next.
        right: What another text has for both.
    """
    first = _without_signs(first)
    hyphen = next((sign for sign in _HYPHENS if first.endswith(sign)), "")
    bare = first.removesuffix(hyphen)
    here = _counterpart(f"{bare}{second}" if hyphen else f"{bare} {second}", right, len(bare))
    if here is None:
        return None
    one, rest = right[:here], right[here:]
    if hyphen and rest.startswith(hyphen):
        one, rest = one + hyphen, rest.removeprefix(hyphen)
    if not one.strip() or not rest.strip():
        return None
    if one[-1].isspace() or rest[0].isspace():
        return one.strip(), rest.strip()
    if not hyphen:
        return None
    return (one if one.endswith(hyphen) else one + hyphen), rest


def _without_signs(text: str) -> str:
    """A line's end without signs that stand after a hyphen."""
    words = text.split()
    end = next((n for n in range(len(words), 0, -1) if any(c.isalnum() for c in words[n - 1])), len(words))
    return " ".join(words[:end]) if words[end - 1].endswith(_HYPHENS) else text


def _counterpart(left: str, right: str, at: int) -> int | None:
    """Up to where a reading stands for the beginning of another one; ``None`` where the two differ right there.

    Args:
        left: The other reading.
        right: The reading.
        at: Length of the beginning, less than that of all.
    """
    here = 0
    for one, other in aligned_pieces(left, right):
        if at <= len(one):
            if one == other:
                return here + at
            return here + len(other) if at == len(one) or not other else None
        at, here = at - len(one), here + len(other)
    return None


def _missing_joined(parts: Sequence[VariantPart]) -> list[VariantPart]:
    """The parts, those of a long passage that the second text lacks as one that can only be kept."""
    made: list[VariantPart] = []
    run: list[VariantPart] = []
    for part in (*parts, None):
        if part is not None and not part.right:
            run.append(part)
            continue
        words = range(run[0].a.start, run[-1].a.stop) if run else range(0)
        if len(words) > LONG:
            variant = replace(run[0].variant, a=words, kinds=(VariantKind.OMISSION,), graphemes=())
            made.append(VariantPart(variant, words, "", is_whole=True, decidable=False))
        else:
            made += run
        run = []
        if part is not None:
            made.append(part)
    return made


def _span(ranges: Sequence[range]) -> range:
    """The part of a text that another one has: from the first stretch of more than a few words to the last.

    A single word that is found far from the rest is there by chance.
    """
    runs: list[tuple[range, int]] = []
    for words in sorted(ranges, key=lambda each: each.start):
        if runs and words.start - runs[-1][0].stop <= LONG:
            run, count = runs[-1]
            runs[-1] = range(run.start, max(run.stop, words.stop)), count + len(words)
        else:
            runs.append((words, len(words)))
    stretches = [run for run, count in runs if count >= _STRETCH] or [run for run, _ in runs]
    return range(stretches[0].start, stretches[-1].stop) if stretches else range(0)


def _common(one: range, other: range) -> range:
    start, stop = max(one.start, other.start), min(one.stop, other.stop)
    return range(start, stop) if start < stop else range(one.start, one.start)
