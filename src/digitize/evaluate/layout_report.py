"""Scores what was found of pages' layout, page by page, by set and by kind of page."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from digitize.errors import InputError
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.interval import Interval, interval, total
from digitize.evaluate.layout_measures import LAYOUT_MEASURES, LayoutScores, score_layout
from digitize.evaluate.layout_truth import read_layout_truth
from digitize.evaluate.measures import Rate
from digitize.evaluate.page_layout import PageLayout
from digitize.evaluate.report import bounds, percent

AS_RIGHT = {
    "line_missed": "line_recall",
    "line_surplus": "line_precision",
    "region_missed": "region_recall",
    "region_surplus": "region_precision",
    "order": "order",
    "order_across": "order_across",
    "column": "column",
    "spanning": "spanning",
    "latin_script": "latin_script",
    "latin_text": "latin_text",
    "latin_within": "latin_within",
}
"""Measures that are stated as the share that is right, by the name they are stated under."""


@dataclass(frozen=True, slots=True)
class PageLayoutScore:
    """What was found of one page's layout."""

    set: str
    name: str
    kind: Kind
    columns: int
    scores: LayoutScores


@dataclass(frozen=True, slots=True)
class GroupLayoutScore:
    """What was found of the layout of several pages together.

    Args:
        name: The set, or the kind of page.
        pages: How many pages.
        scores: Sums over the pages.
        intervals: 95 % intervals over pages, of errors; ``None`` for a single page and for what was not measured.
    """

    name: str
    pages: int
    scores: LayoutScores
    intervals: dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class LayoutEvaluation:
    """Layout scores of the pages whose truth says where the text stands.

    Args:
        pages: In the order in which they came.
        left_out: Why truth could not be used, by file.
    """

    pages: tuple[PageLayoutScore, ...]
    left_out: tuple[str, ...] = ()

    @property
    def sets(self) -> tuple[GroupLayoutScore, ...]:
        """Every set on its own."""
        return grouped(self.pages, lambda page: page.set)

    @property
    def kinds(self) -> tuple[GroupLayoutScore, ...]:
        """Every kind of page on its own, over all sets."""
        return grouped(self.pages, lambda page: page.kind.value)

    def as_dict(self) -> dict[str, object]:
        """Everything, ready for JSON: rates with their counts, and intervals."""
        return {
            "sets": [{"set": of.name, **_group_dict(of)} for of in self.sets],
            "kinds": [{"kind": of.name, **_group_dict(of)} for of in self.kinds],
            "pages": [
                {
                    "set": page.set,
                    "page": page.name,
                    "kind": page.kind.value,
                    "columns": page.columns,
                    **scores_dict(page.scores),
                }
                for page in self.pages
            ],
            "left_out": list(self.left_out),
        }

    def as_text(self) -> str:
        """A table of the sets for people, at most 80 columns wide; empty when no truth says where the text stands."""
        if not self.pages:
            return "".join(f"layout left out: {reason}\n" for reason in self.left_out)
        lines = ["", _HEAD, "-" * len(_HEAD)]
        for score in self.sets:
            name = score.name
            if len(name) >= _NAME_WIDTH:
                lines += textwrap.wrap(name, 80)
                name = ""
            lines.append(f"{name:<{_NAME_WIDTH}}{score.pages:>6}" + "".join(f"{c:>8}" for c in _cells(score.scores)))
        lines += ["", *textwrap.wrap(_RULES, 80, break_on_hyphens=False)]
        return "\n".join(lines) + "\n" + "".join(f"layout left out: {reason}\n" for reason in self.left_out)


_NAME_WIDTH = 12
_HEAD = f"{'layout of':<{_NAME_WIDTH}}{'pages':>6}" + "".join(
    f"{title:>8}" for title in ("lines", "prec", "regions", "order", "jumps", "column", "latin")
)
_RULES = (
    "Layout in percent that is right, over the pages whose truth says where the text stands. lines: lines of truth "
    "found one to one by their place; prec: found lines that are one; regions: F at half of the joint area; order: "
    "neighbouring lines within a region or column that follow each other; jumps: neighbours from region to region; "
    "column: lines with the right column number; latin: Latin words on Cyrillic pages marked as Latin."
)


def _cells(scores: LayoutScores) -> tuple[str, ...]:
    return (
        percent(scores.line_missed.right),
        percent(scores.line_surplus.right),
        percent(scores.region_f),
        percent(scores.order.right),
        percent(scores.order_across.right),
        percent(scores.column.right),
        percent(scores.latin_script.right),
    )


def evaluate_layout(pairs: Iterable[tuple[TruthPage, PageLayout]]) -> LayoutEvaluation:
    """Scores what was found against layout truth; pages without any are passed over, unusable truth is named.

    Args:
        pairs: Each page with what was found on it; :data:`digitize.evaluate.page_layout.EMPTY` for a page that failed.
    """
    pages, left_out = [], []
    for page, found in pairs:
        try:
            truth = read_layout_truth(page)
        except InputError as error:
            left_out.append(str(error))
            continue
        if truth is not None:
            pages.append(score_page_layout(page, truth, found))
    return LayoutEvaluation(tuple(pages), tuple(left_out))


def score_page_layout(page: TruthPage, truth: PageLayout, found: PageLayout) -> PageLayoutScore:
    """Every layout measure of one page."""
    return PageLayoutScore(page.set, page.name, page.kind, truth.columns, score_layout(truth, found))


def grouped(
    pages: Sequence[PageLayoutScore], key: Callable[[PageLayoutScore], str | None]
) -> tuple[GroupLayoutScore, ...]:
    """Pages together by what ``key`` says, in the order in which they came; those of ``None`` are left out."""
    groups: dict[str, list[PageLayoutScore]] = {}
    for page in pages:
        name = key(page)
        if name is not None:
            groups.setdefault(name, []).append(page)
    return tuple(_group(name, of) for name, of in groups.items())


def _group(name: str, pages: Sequence[PageLayoutScore]) -> GroupLayoutScore:
    rates: dict[str, list[Rate]] = {m: [getattr(page.scores, m) for page in pages] for m in LAYOUT_MEASURES}
    scores = LayoutScores(**{measure: total(of) for measure, of in rates.items()})
    return GroupLayoutScore(name, len(pages), scores, {measure: interval(of) for measure, of in rates.items()})


def _group_dict(of: GroupLayoutScore) -> dict[str, object]:
    return {"pages": of.pages, **scores_dict(of.scores, of.intervals)}


def scores_dict(scores: LayoutScores, intervals: dict[str, Interval | None] | None = None) -> dict[str, object]:
    """Scores ready for JSON: value, errors and n of each, the F of lines and regions, intervals where given."""
    result: dict[str, object] = {"line_f": scores.line_f, "region_f": scores.region_f}
    for measure in LAYOUT_MEASURES:
        rate: Rate = getattr(scores, measure)
        right = measure in AS_RIGHT
        entry: dict[str, object] = {
            "value": rate.right if right else rate.value,
            "errors": rate.errors,
            "n": rate.total,
        }
        if intervals is not None:
            entry["interval"] = bounds(intervals[measure], right=right)
        result[AS_RIGHT.get(measure, measure)] = entry
    return result
