"""Several witnesses laid beside each other: a table whose rows hold the words that stand for each other.

Each witness is aligned with a base; words that the base lacks are collated among themselves in the place where they stand.
So the table depends on which witness is the base in how it is cut, but never in what it holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digitize.align.align import align
from digitize.align.alignment import Link
from digitize.align.kinds import Comparison, kinds_of
from digitize.align.variant import VariantKind
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness

NOTHING = range(0)
"""What a witness has in a row in which it has no words."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand for each other.

    Args:
        ranges: For every witness the indices of its words; empty where it has none.
        moved: Witnesses whose words here stand elsewhere in their own order: all that it has in other rows rises from row to row.
    """

    ranges: tuple[range, ...]
    moved: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not any(self.ranges):
            raise ValueError("a row of nothing")


@dataclass(frozen=True, slots=True)
class Collation:
    """The table. Every word of every witness is in one row, and in one only.

    Args:
        witnesses: The texts.
        base: Index of the witness whose order the rows have.
        rows: In the order of the base; a witness's own order is that of its ranges.
    """

    witnesses: tuple[Witness, ...]
    base: int
    rows: tuple[Row, ...]

    def tokens(self, row: Row, witness: int) -> tuple[Token, ...]:
        """The words of a witness in a row."""
        words = row.ranges[witness]
        return self.witnesses[witness].tokens[words.start : words.stop]

    def reading(self, row: Row, witness: int) -> str:
        """What a witness has in a row: its words as they stand, with single spaces between them; empty for nothing."""
        return " ".join(token.text for token in self.tokens(row, witness))

    def rebuilt(self, witness: int) -> str:
        """A witness's text, from the rows alone."""
        rows = sorted((row for row in self.rows if row.ranges[witness]), key=lambda row: row.ranges[witness].start)
        text = "".join(token.before + token.text for row in rows for token in self.tokens(row, witness))
        return text + self.witnesses[witness].after


@dataclass(frozen=True, slots=True)
class Locus:
    """A row, or several that make one place, with the witnesses that read alike in it.

    Args:
        row: The words.
        groups: Indices of witnesses; those of a group read alike. The base's group first, then in the order of the witnesses.
    """

    row: Row
    groups: tuple[tuple[int, ...], ...]

    @property
    def varies(self) -> bool:
        """Whether the witnesses do not all read alike."""
        return len(self.groups) > 1


def collate(witnesses: Sequence[Witness], base: int = 0) -> Collation:
    """Lays several witnesses beside each other.

    Args:
        witnesses: The texts, two or more.
        base: Index of the one whose order the rows are to have.

    Raises:
        ValueError: If there are fewer than two, or no such base.
    """
    if len(witnesses) < 2 or not 0 <= base < len(witnesses):
        raise ValueError(f"not a base of several witnesses: {base} of {len(witnesses)}")
    order = (base, *(k for k in range(len(witnesses)) if k != base))
    parts = [_Part(k, witnesses[k].tokens, 0) for k in order if witnesses[k].tokens]
    table = list(_table(parts)) if parts else []
    for witness in range(len(witnesses)):
        _mark_moved(table, witness)
    return Collation(tuple(witnesses), base, tuple(cells.row(len(witnesses)) for cells in table))


def loci(collation: Collation, by: Comparison) -> tuple[Locus, ...]:
    """The rows with the witnesses that read alike.

    Words in succession that the same witnesses lack, or have elsewhere, are one place; so are words of some witnesses beside words of
    others, with nothing between them: one was put for the other.

    Args:
        collation: The table.
        by: What readings are compared by; kinds that are equivalent make no difference.
    """
    found: list[Locus] = []
    alike = _Alike(collation, by)
    for row in collation.rows:
        locus = Locus(row, alike.groups(row))
        joined = _joined(found[-1], locus) if found else None
        if joined is None:
            found.append(locus)
        else:
            found[-1] = joined
    places: list[Locus] = []
    for locus in found:
        replaced = _replaced(places[-1].row, locus.row) if places else None
        if replaced is None:
            places.append(locus)
        else:
            places[-1] = Locus(replaced, alike.groups(replaced))
    return tuple(places)


# The table -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """Words of a witness that follow each other.

    Args:
        witness: Its index.
        tokens: The words.
        at: Index of the first of them.
    """

    witness: int
    tokens: tuple[Token, ...]
    at: int

    def cut(self, words: range) -> _Part:
        """Some of the words, told by their indices in the witness."""
        return _Part(self.witness, self.tokens[words.start - self.at : words.stop - self.at], words.start)

    def as_witness(self) -> Witness:
        return Witness("", self.tokens)


@dataclass(slots=True)
class _Cells:
    """A row in the making: words by witness."""

    ranges: dict[int, range] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def row(self, count: int) -> Row:
        return Row(tuple(self.ranges.get(k, NOTHING) for k in range(count)), frozenset(self.moved))


def _table(parts: Sequence[_Part]) -> Iterator[_Cells]:
    """Rows for parts of witnesses, in the order of the first."""
    base, others = parts[0], parts[1:]
    laid = [align(base.as_witness(), other.as_witness()).links for other in others]
    groups = _groups(len(base.tokens), laid)
    placed = [_Placed(groups, links, other.at) for links, other in zip(laid, others, strict=True)]
    for number, group in enumerate((NOTHING, *groups)):
        if group:
            cells = _Cells({base.witness: range(base.at + group.start, base.at + group.stop)})
            for other, place in zip(others, placed, strict=True):
                if (words := place.cells.get(number)) is not None:
                    cells.ranges[other.witness] = words
                    if number in place.moved:
                        cells.moved.add(other.witness)
            yield cells
        yield from _only_others(
            [(other, place.after.get(number, [])) for other, place in zip(others, placed, strict=True)]
        )


def _groups(count: int, laid: Sequence[Sequence[Link]]) -> list[range]:
    """The base's words, those together that some witness has one reading for."""
    joined = {i for links in laid for link in links for i in range(link.a.start + 1, link.a.stop)}
    starts = [i for i in range(count) if i not in joined]
    return [range(start, stop) for start, stop in pairwise((*starts, count))]


class _Placed:
    """A witness's words by the groups of the base: what stands for a group, and what stands after it. Groups count from 1."""

    def __init__(self, groups: Sequence[range], links: Sequence[Link], at: int) -> None:
        self.cells: dict[int, range] = {}
        self.moved: set[int] = set()
        self.after: dict[int, list[range]] = {}
        group_of = [0, *(number for number, group in enumerate(groups, 1) for _ in group), len(groups) + 1]
        paired: dict[int, list[Link]] = {}
        for link in links:
            if not link.b:
                continue
            before, number = group_of[link.a.start], group_of[link.a.start + 1]
            if link.a or before == number:  # words between those of a group belong to it
                paired.setdefault(number, []).append(link)
            else:
                self._add_after(before, _shifted(link.b, at))
        for number, of_group in sorted(paired.items()):
            self._place(number, of_group, at)
        for runs in self.after.values():
            runs[:] = _joined_runs(runs)

    def _place(self, number: int, links: Sequence[Link], at: int) -> None:
        """What stands for a group: one run of words; others that belong to it stand after it."""
        runs = _joined_runs([link.b for link in links])
        weights = [sum(len(link.b) for link in links if link.a and link.b.start in run) for run in runs]
        best = max(range(len(runs)), key=lambda k: weights[k]) if any(weights) else None
        for k, run in enumerate(runs):
            if k != best:
                self._add_after(number, _shifted(run, at))
                continue
            self.cells[number] = _shifted(run, at)
            if any(link.moved for link in links if link.b.start in run):
                self.moved.add(number)

    def _add_after(self, number: int, run: range) -> None:
        self.after.setdefault(number, []).append(run)


def _shifted(words: range, by: int) -> range:
    return range(words.start + by, words.stop + by)


def _joined_runs(runs: Sequence[range]) -> list[range]:
    """Ranges in order, those that touch as one."""
    found: list[range] = []
    for run in sorted(runs, key=lambda words: words.start):
        if found and found[-1].stop == run.start:
            found[-1] = range(found[-1].start, run.stop)
        else:
            found.append(run)
    return found


def _only_others(runs: Sequence[tuple[_Part, Sequence[range]]]) -> Iterator[_Cells]:
    """Rows for words that the base lacks: the longest run of each witness beside those of the others, any other by itself."""
    longest = {other.witness: max(words, key=len) for other, words in runs if words}
    together = [other.cut(longest[other.witness]) for other, words in runs if words]
    alone = [(other, run) for other, words in runs for run in words if run != longest[other.witness]]
    before = [(other, run) for other, run in alone if run.start < longest[other.witness].start]
    for other, run in before:
        yield from _table([other.cut(run)])
    if together:
        yield from _table(together)
    for other, run in alone:
        if (other, run) not in before:
            yield from _table([other.cut(run)])


def _mark_moved(table: Sequence[_Cells], witness: int) -> None:
    """Marks what stands elsewhere in a witness's order, so that what is left stands in that order.

    What an aligner has seen to be transposed is marked already; so is now what is not in the longest run of rows that rise
    (Schensted 1961).
    """
    rows = [cells for cells in table if witness in cells.ranges and witness not in cells.moved]
    starts = [cells.ranges[witness].start for cells in rows]
    ends: list[int] = []  # by length, the row that ends the run of that length which ends lowest
    tops: list[int] = []
    before: list[int] = []
    for index, start in enumerate(starts):
        at = bisect_left(tops, start)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1], tops[at : at + 1] = [index], [start]
    rising = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        rising.add(index)
        index = before[index]
    for index, cells in enumerate(rows):
        if index not in rising:
            cells.moved.add(witness)


# What reads alike ------------------------------------------------------------------------------------------------------


class _Alike:
    """Tells which witnesses read alike in a row."""

    def __init__(self, collation: Collation, by: Comparison) -> None:
        self._collation, self._by = collation, by
        self._known: dict[tuple[str, str], bool] = {}
        self._order = (collation.base, *(k for k in range(len(collation.witnesses)) if k != collation.base))
        self._moving = VariantKind.TRANSPOSITION not in by.equivalent
        self._setting_off = VariantKind.EMPHASIS not in by.equivalent

    def groups(self, row: Row) -> tuple[tuple[int, ...], ...]:
        """The witnesses in groups that read alike: each like the first of its group."""
        groups: list[list[int]] = []
        for k in self._order:
            group = next((group for group in groups if self._same(row, group[0], k)), None)
            if group is None:
                groups.append([k])
            else:
                group.append(k)
        return tuple(tuple(group) for group in groups)

    def _same(self, row: Row, one: int, other: int) -> bool:
        if bool(row.ranges[one]) != bool(row.ranges[other]):
            return False
        if self._moving and (one in row.moved) != (other in row.moved):
            return False
        witnesses = self._collation.witnesses
        if self._setting_off and witnesses[one].tells_emphasis and witnesses[other].tells_emphasis:
            emphasis = [_set_off(self._collation.tokens(row, k)) for k in (one, other)]
            if emphasis[0] != emphasis[1]:
                return False
        return self._same_text(self._collation.reading(row, one), self._collation.reading(row, other))

    def _same_text(self, one: str, other: str) -> bool:
        if one == other:
            return True
        known = self._known.get((one, other))
        if known is None:
            known = self._by.equivalent.issuperset(kinds_of(one, other, self._by))
            self._known[one, other] = known
        return known


def _set_off(tokens: Sequence[Token]) -> frozenset[Emphasis]:
    """How words are set off; capitals are told by the letters themselves."""
    return frozenset(kind for token in tokens for kind in token.emphasis) - {Emphasis.CAPITALS}


def _joined(one: Locus, other: Locus) -> Locus | None:
    """Two loci that follow each other as one, where the same witnesses lack both or have both elsewhere; else ``None``."""
    if not one.varies or one.groups != other.groups or one.row.moved != other.row.moved:
        return None
    lacking = [[not words for words in each.row.ranges] for each in (one, other)]
    if lacking[0] != lacking[1] or not (any(lacking[0]) or one.row.moved):
        return None
    pairs = list(zip(one.row.ranges, other.row.ranges, strict=True))
    if any(a and a.stop != b.start for a, b in pairs):
        return None
    ranges = tuple(range(a.start, b.stop) if a else NOTHING for a, b in pairs)
    return Locus(Row(ranges, one.row.moved), one.groups)


def _replaced(one: Row, other: Row) -> Row | None:
    """Words of some witnesses and the words that others have instead, as one row; ``None`` where a witness has words in both."""
    pairs = list(zip(one.ranges, other.ranges, strict=True))
    if one.moved or other.moved or any(a and b for a, b in pairs):
        return None
    return Row(tuple(a or b for a, b in pairs))


def siglum_of(number: int) -> str:
    """The siglum of a witness: ``A`` to ``Z``, then ``A2`` and so on.

    Args:
        number: From 0.
    """
    letter, round_ = chr(ord("A") + number % 26), number // 26
    return letter if not round_ else f"{letter}{round_ + 1}"
