"""Which pages a target is measured on, and in which sets one system is worse than another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.interval import compare, total
from digitize.evaluate.layout_truth import read_layout_truth
from digitize.evaluate.measures import Rate
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.page_layout import LaidLine
from digitize.evaluate.report import PageScore
from digitize.lexicon.function_words import weigh_languages
from digitize.model.language import model_for

LEAST_ERRORS = 3
"""So many more errors a set has before it counts as worse."""
LEAST_SHARE = 0.05
"""And so large a share more of them."""

UPWARDS = 2
"""So often truth may not go up within a column: once, a heading or a note in the margin may have been put where it belongs."""

Scored = dict[str, list[tuple[TruthPage, PageScore]]]
"""Pages with their scores, by system."""


def is_cyrillic_or_french(page: TruthPage) -> bool:
    """Whole pages and blocks whose stated models read Cyrillic or French.

    Where French is one of several models, the words of the true text decide.
    """
    if page.kind is Kind.LINE or page.languages is None:
        return False
    models = page.languages.split("+")
    if any(model_for(code).script == "Cyrl" for code in models):
        return True
    if models == ["fra"]:
        return True
    return "fra" in models and weigh_languages(page.text, frozenset({"fra", "deu"}))[0].language == "fra"


def is_komi_page(page: TruthPage) -> bool:
    """The newspaper of 1939."""
    return page.convention is Convention.KOMI and page.kind is Kind.NEWSPAPER


def follows_its_lines(page: TruthPage) -> bool:
    """Whether the text of a page's truth goes down its columns as its lines stand, by the places that truth itself states.

    Where it does not, whoever reads the lines from top to bottom makes errors of order. True where no places are stated.
    """
    layout = read_layout_truth(page)
    lines = [line for line in layout.lines if line.text.strip()] if layout else []
    return sum(_goes_up(line, following) for line, following in pairwise(lines)) < UPWARDS


def _goes_up(line: LaidLine, following: LaidLine) -> bool:
    """Whether a line stands above the one that it follows: they share half of the shorter one's width."""
    one, other = line.box, following.box
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    rise = (one.y0 + one.y1 - other.y0 - other.y1) / 2
    return across >= 0.5 * min(one.width, other.width) and rise > 0.3 * min(one.height, other.height)


def worse_sets(
    ours: Sequence[tuple[TruthPage, PageScore]],
    plain: Sequence[tuple[TruthPage, PageScore]],
    measure: Callable[[PageScore], Rate],
) -> tuple[list[str], list[str]]:
    """Sets in which ours has at least three errors and five in a hundred more.

    Returns:
        Those whose paired bootstrap interval leaves out 0; and those of one page, which have no interval.
    """
    worse, single = [], []
    for name in dict.fromkeys(page.set for page, _ in ours):
        first, second = ([measure(score) for page, score in of if page.set == name] for of in (ours, plain))
        more = total(first).errors - total(second).errors
        if more < LEAST_ERRORS or more < LEAST_SHARE * total(second).errors or not total(first).total:
            continue
        verdict = compare(first, second).first_is_worse
        if verdict is None:
            single.append(name)
        elif verdict:
            worse.append(name)
    return worse, single
