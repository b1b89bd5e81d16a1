"""Error counts of a page's layout: lines and regions found, reading order, columns. Every rate says what it counts.

What was found is compared with the truth in the pixels of the image. A line of truth without text is there, but nobody
knows what it says: it is not asked for, and what was found on it counts neither way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from digitize.evaluate.line_matching import BELONGS, COVERS, Matching, match_lines
from digitize.evaluate.measures import NOTHING, Rate
from digitize.evaluate.page_layout import LaidLine, LaidRegion, PageLayout
from digitize.evaluate.script_measures import latin_words

_SAME_REGION = 0.5
"""Intersection over union from which a region is found, as is the custom for objects in pictures (PASCAL VOC)."""


@dataclass(frozen=True, slots=True)
class LayoutScores:
    """Every layout measure of one page, or of several pages together. A rate over nothing was not measured.

    Args:
        line_missed: Lines of truth not found one to one; ``right`` is the recall.
        line_surplus: Found lines that are no line of truth one to one; ``right`` is the precision.
        line_split: Lines of truth found in several pieces.
        line_merged: Lines of truth that a found line runs together with another.
        line_across: Those of them that are run together with a line of another column or, where one of them stands in
            none, of another region.
        line_lost: Lines of truth of which less than half was found.
        region_missed: Regions of truth not found.
        region_surplus: Found regions that are no region of truth.
        region_split: Regions of truth in which several found regions lie.
        region_merged: Regions of truth that a found region runs together with another.
        region_across: Those of them run together with one of another column.
        order: Pairs of lines, one after the other in a region or in a column, that do not follow each other.
        order_across: The other pairs of lines that are neighbours in truth: from region to region.
        column: Lines of truth in a column that do not bear its number.
        spanning: Lines of truth in no column that bear a number.
        latin_script: Latin words on a page in Cyrillic that are not marked as Latin.
        latin_text: Those of them that are not marked, or not read right.
        latin_within: As ``latin_text``, for words in lines that are mostly Cyrillic.
    """

    line_missed: Rate = NOTHING
    line_surplus: Rate = NOTHING
    line_split: Rate = NOTHING
    line_merged: Rate = NOTHING
    line_across: Rate = NOTHING
    line_lost: Rate = NOTHING
    region_missed: Rate = NOTHING
    region_surplus: Rate = NOTHING
    region_split: Rate = NOTHING
    region_merged: Rate = NOTHING
    region_across: Rate = NOTHING
    order: Rate = NOTHING
    order_across: Rate = NOTHING
    column: Rate = NOTHING
    spanning: Rate = NOTHING
    latin_script: Rate = NOTHING
    latin_text: Rate = NOTHING
    latin_within: Rate = NOTHING

    @property
    def line_f(self) -> float | None:
        """Harmonic mean of recall and precision of lines."""
        return harmonic(self.line_missed, self.line_surplus)

    @property
    def region_f(self) -> float | None:
        """Harmonic mean of recall and precision of regions."""
        return harmonic(self.region_missed, self.region_surplus)


LAYOUT_MEASURES = tuple(field.name for field in fields(LayoutScores))


def harmonic(missed: Rate, surplus: Rate) -> float | None:
    """F: twice the found ones over those of truth and those found together; ``None`` when there is neither."""
    both = missed.total + surplus.total
    return None if not both else (both - missed.errors - surplus.errors) / both


def score_layout(truth: PageLayout, found: PageLayout) -> LayoutScores:
    """Every layout measure of one page."""
    matching = match_lines(truth.lines, found.lines)
    split, merged, across = _pieces(truth.lines, matching)
    order, order_across = order_errors(truth, matching)
    column, spanning = column_errors(truth, found, matching) if found.numbered else (NOTHING, NOTHING)
    script, text, within = latin_words(truth.lines, found.lines)
    line_rates = _line_rates(truth.lines, found.lines, matching, split, merged, across)
    region_rates = _region_rates(truth, found) if truth.blocks and found.blocks else {}
    return LayoutScores(
        **line_rates,
        **region_rates,
        order=order,
        order_across=order_across,
        column=column,
        spanning=spanning,
        latin_script=script,
        latin_text=text,
        latin_within=within,
    )


# -- lines ------------------------------------------------------------------------------------------------------------


def _pieces(truth: Sequence[LaidLine], matching: Matching) -> tuple[set[int], set[int], set[int]]:
    """Lines of truth found in pieces, those run together with others, and those of them across columns."""
    split = {t for t, parts in enumerate(matching.parts) if len(parts) > 1}
    merged: set[int] = set()
    across: set[int] = set()
    for owners in matching.owners:
        for one, other in pairwise(owners):
            merged |= {one, other}
            if _in_other_columns(truth[one], truth[other]):
                across |= {one, other}
    return split, merged, across


def _in_other_columns(one: LaidLine, other: LaidLine) -> bool:
    """Whether two lines on a row stand in different columns; where one stands in none, in different regions."""
    if one.column is None or other.column is None:
        return one.region != other.region
    return one.column != other.column


def _line_rates(
    truth: Sequence[LaidLine],
    found: Sequence[LaidLine],
    matching: Matching,
    split: set[int],
    merged: set[int],
    across: set[int],
) -> dict[str, Rate]:
    asked = {t for t, line in enumerate(truth) if line.text}
    right = {
        t
        for t in asked - split - merged - matching.by_text
        if matching.parts[t] and matching.covered[t] >= COVERS and matching.filled[matching.parts[t][0]] >= COVERS
    }
    counted = sum(1 for f in range(len(found)) if not matching.owners[f] or set(matching.owners[f]) & asked)
    lost = {t for t in asked if matching.covered[t] < BELONGS}
    return {
        "line_missed": Rate(len(asked - right), len(asked)),
        "line_surplus": Rate(counted - len(right), counted),
        "line_split": Rate(len(split & asked), len(asked)),
        "line_merged": Rate(len(merged & asked), len(asked)),
        "line_across": Rate(len(across & asked), len(asked)),
        "line_lost": Rate(len(lost), len(asked)),
    }


# -- reading order ----------------------------------------------------------------------------------------------------


def order_errors(truth: PageLayout, matching: Matching) -> tuple[Rate, Rate]:
    """Neighbouring lines of truth that are no neighbours, in this order, in what was found.

    A line in pieces ends with its rightmost piece and begins with its leftmost. Lines found as one row of their column are
    neighbours where they stand side by side on it. A line run together with one of another column is torn out of its
    order: it is nobody's neighbour. Found lines that are no line of truth are passed over: they are surplus, not out of
    order.

    Returns:
        Pairs within a region, or from one region to the next in the same column with no line of truth between them; and
        all other pairs.
    """
    torn = _pieces(truth.lines, matching)[2]
    asked = [t for t, line in enumerate(truth.lines) if line.text]
    known = set(asked)
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    rows = [(f, [t for t in owners if t in known]) for f, owners in enumerate(matching.owners)]
    for row, (f, owners) in enumerate((f, owners) for f, owners in rows if owners):
        for place, t in enumerate(owners):
            if matching.parts[t][0] == f:
                first[t] = (row, place)
            if matching.parts[t][-1] == f:
                last[t] = (row, place)
    counts = {True: [0, 0], False: [0, 0]}
    for one, other in pairwise(asked):
        whole = one not in torn and other not in torn and one in last and other in first
        count = counts[_goes_on(truth.lines, one, other)]
        count[0] += not (whole and _follows(last[one], first[other]))
        count[1] += 1
    return Rate(*counts[True]), Rate(*counts[False])


def _follows(end: tuple[int, int], start: tuple[int, int]) -> bool:
    """Whether a piece, by its row and place on it, comes next: on the next row, or next on the same."""
    (row, place), (next_row, next_place) = end, start
    return next_row == row + 1 or (next_row == row and next_place == place + 1)


def _goes_on(lines: Sequence[LaidLine], one: int, other: int) -> bool:
    """Whether a line follows another in its region, or next below it in its column with nothing set between them."""
    above, below = lines[one], lines[other]
    if above.region == below.region:
        return True
    if above.column is None or above.column != below.column or _height(below) <= _height(above):
        return False
    return not any(
        _height(above) < _height(line) < _height(below)
        and (line.column == above.column or (line.column is None and _over(line, above)))
        for line in lines
        if line is not above and line is not below
    )


def _over(one: LaidLine, other: LaidLine) -> bool:
    return min(one.box.x1, other.box.x1) > max(one.box.x0, other.box.x0)


def _height(line: LaidLine) -> float:
    return (line.box.y0 + line.box.y1) / 2


# -- columns ----------------------------------------------------------------------------------------------------------


def column_errors(truth: PageLayout, found: PageLayout, matching: Matching) -> tuple[Rate, Rate]:
    """Lines that do not bear their column's number.

    The longest piece of a line counts. A line that was not found, or is run together with one of another column, does not
    bear it.

    Returns:
        Of lines in a column; and of lines in none, of which those found count that bear a number.
    """
    torn = _pieces(truth.lines, matching)[2]
    numbered, free = [0, 0], [0, 0]
    for t, line in enumerate(truth.lines):
        if not line.text:
            continue
        pieces = [found.lines[f] for f in matching.parts[t]]
        main = max(pieces, key=lambda piece: piece.box.width, default=None)
        if line.column is not None:
            numbered[0] += main is None or t in torn or main.column != line.column
            numbered[1] += 1
        elif main is not None:
            free[0] += main.column is not None
            free[1] += 1
    return Rate(*numbered), Rate(*free)


# -- regions ----------------------------------------------------------------------------------------------------------


def _region_rates(truth: PageLayout, found: PageLayout) -> dict[str, Rate]:
    asked = {line.region for line in truth.lines if line.text}
    pairs = []
    inside_truth: dict[int, list[int]] = {t: [] for t in asked}
    inside_found: dict[int, list[int]] = {f: [] for f in range(len(found.regions))}
    ignored: set[int] = set()
    for t, region in enumerate(truth.regions):
        for f, other in enumerate(found.regions):
            common = region.box.overlap(other.box)
            if t not in asked:
                ignored |= {f} if common >= BELONGS * other.box.area else set()
                continue
            if common >= BELONGS * other.box.area:
                inside_truth[t].append(f)
            if common >= BELONGS * region.box.area:
                inside_found[f].append(t)
            share = common / (region.box.area + other.box.area - common)
            if share >= _SAME_REGION:
                pairs.append((-share, t, f))
    right = _best_pairs(pairs)
    counted = len(found.regions) - len(ignored - {f for _, f in right})
    together = [owners for owners in inside_found.values() if len(owners) > 1]
    merged = {t for owners in together for t in owners}
    across = {t for owners in together if _several_columns([truth.regions[t] for t in owners]) for t in owners}
    split = {t for t, parts in inside_truth.items() if len(parts) > 1}
    return {
        "region_missed": Rate(len(asked) - len(right), len(asked)),
        "region_surplus": Rate(counted - len(right), counted),
        "region_split": Rate(len(split), len(asked)),
        "region_merged": Rate(len(merged), len(asked)),
        "region_across": Rate(len(across), len(asked)),
    }


def _best_pairs(pairs: list[tuple[float, int, int]]) -> set[tuple[int, int]]:
    right: set[tuple[int, int]] = set()
    for _, t, f in sorted(pairs):
        if all(t != other_t and f != other_f for other_t, other_f in right):
            right.add((t, f))
    return right


def _several_columns(regions: Sequence[LaidRegion]) -> bool:
    return len({region.column for region in regions if region.column is not None}) > 1
