"""Lines, regions, order and columns found, on drawn layouts whose score is known."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digitize.evaluate.layout_measures import LAYOUT_MEASURES, LayoutScores, harmonic, score_layout
from digitize.evaluate.measures import NOTHING, Rate
from digitize.evaluate.page_layout import EMPTY, LaidRegion, PageLayout
from digitize.model.geometry import Box, Transform
from tests.evaluate.layout_pages import again, box_of, line, page, run_together

pages = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=5).map(lambda c: page(*c))


@given(pages)
def test_what_is_found_as_it_stands_is_right(truth: PageLayout) -> None:
    """A perfect result has no error in any measure, and every line, pair and column is counted once."""
    scores = score_layout(truth, truth)
    assert all(getattr(scores, measure).errors == 0 for measure in LAYOUT_MEASURES)
    assert scores.line_f == scores.region_f == 1
    assert scores.line_missed.total == scores.line_surplus.total == scores.column.total == len(truth.lines)
    assert scores.order.total + scores.order_across.total == len(truth.lines) - 1
    assert scores.order_across.total == truth.columns - 1, "only the way from a column to the next is a jump"


@given(pages)
def test_nothing_found_is_all_missed(truth: PageLayout) -> None:
    """An empty result loses every line, region, pair and column, and has no surplus."""
    scores = score_layout(truth, EMPTY)
    for measure in ("line_missed", "line_lost", "region_missed", "order", "order_across", "column"):
        assert getattr(scores, measure).right in {0, None}
    assert scores.line_surplus == scores.region_surplus == NOTHING


@given(pages, st.randoms(use_true_random=False))
def test_another_order_lowers_only_the_order(truth: PageLayout, chance: object) -> None:
    """However the found lines are shuffled, they are found in their columns; a shuffle that moves any breaks a pair."""
    lines = list(truth.lines)
    chance.shuffle(lines)  # type: ignore[attr-defined]
    scores = score_layout(truth, replace(truth, lines=tuple(lines)))
    wrong = scores.order.errors + scores.order_across.errors
    assert (wrong == 0) == (tuple(lines) == truth.lines)
    assert scores.line_missed.errors == scores.line_surplus.errors == scores.column.errors == 0


@given(pages, st.floats(-0.03, 0.03), st.integers(-6, 6), st.floats(1.0, 1.8))
def test_a_lean_a_shift_and_generous_boxes_are_forgiven(
    truth: PageLayout, slope: float, shift: int, generous: float
) -> None:
    """On a leaning page, boxes of the truth that are higher than the letters still match tight found ones."""
    lean = Transform(1, 0, 0, slope, 1, 200)

    def leaning(box: Box) -> Box:
        return Box.around_points(lean.polygon(box.polygon), 10_000, 10_000)

    def grown(box: Box) -> Box:
        more = round((generous - 1) * box.height / 2)
        return Box(box.x0, box.y0 - more, box.x1, box.y1 + more)

    stated = tuple(replace(of, box=leaning(grown(of.box)), slope=slope) for of in truth.lines)
    found = tuple(replace(of, box=leaning(of.box.shifted(0, shift)), slope=slope) for of in truth.lines)
    scores = score_layout(replace(truth, lines=stated), replace(truth, lines=found))
    assert scores.line_missed.errors == scores.order.errors == scores.column.errors == 0


def test_columns_run_together_are_seen() -> None:
    """Rows read straight over the gutter: no line is found, all are merged across columns, no pair and no column is right."""
    truth = page([4], [4])
    rows = [run_together(truth.lines[at], truth.lines[at + 4]) for at in range(4)]
    scores = score_layout(truth, again(truth, rows))
    for measure in ("line_missed", "line_merged", "line_across", "order", "order_across", "column", "region_merged"):
        assert getattr(scores, measure).right == 0, measure
    assert scores.region_across == Rate(2, 2)
    assert scores.line_lost == Rate(0, 8), "they were read, though in a jumble"


def test_lines_in_pieces_are_split_and_keep_their_order() -> None:
    """A line found in two pieces is not found one to one; its neighbours are still its neighbours."""
    truth = page([3])
    middle = truth.lines[1]
    left = replace(middle, box=Box(middle.box.x0, middle.box.y0, 290, middle.box.y1))
    right = replace(middle, box=Box(300, middle.box.y0, middle.box.x1, middle.box.y1))
    scores = score_layout(truth, again(truth, [truth.lines[0], left, right, truth.lines[2]]))
    assert (scores.line_missed, scores.line_split, scores.line_surplus) == (Rate(1, 3), Rate(1, 3), Rate(2, 4))
    assert scores.order == Rate(0, 2)
    halves = score_layout(truth, again(truth, [truth.lines[0], left, truth.lines[2], right]))
    assert halves.order == Rate(1, 2), "the second half comes too late for what follows it"


def test_a_row_of_one_column_found_as_one_line_keeps_its_order() -> None:
    """Truth in two pieces on a row of one column, found as one line: merged, not across, and in order."""
    whole = page([3])
    left, right = Box(100, 150, 240, 180), Box(260, 150, 500, 180)
    stated = [whole.lines[0], line("sum", left, 0, 1), line("total", right, 0, 1), whole.lines[2]]
    scores = score_layout(again(whole, stated), whole)
    assert (scores.line_merged, scores.line_across, scores.order) == (Rate(2, 4), Rate(0, 4), Rate(0, 3))


def test_surplus_and_specks_are_no_disorder() -> None:
    """A found line where nothing stands, and a speck beside a line, cost precision and nothing else."""
    truth = page([3])
    noise = line("~", box_of(3, 1), 0, 1)
    speck = line(".", Box(480, 155, 495, 175), 0, 1)
    found = again(truth, [truth.lines[0], noise, truth.lines[1], speck, truth.lines[2]])
    scores = score_layout(truth, found)
    assert (scores.line_missed, scores.line_surplus) == (Rate(0, 3), Rate(2, 5))
    assert (scores.line_split, scores.order) == (Rate(0, 3), Rate(0, 2))


def test_a_line_cut_short_is_missed_and_less_than_half_is_lost() -> None:
    """Four fifths of a line are enough to find it; below half it is lost."""
    truth = page([1])
    for share, missed, lost in ((0.81, 0, 0), (0.79, 1, 0), (0.45, 1, 1)):
        box = truth.lines[0].box
        cut = replace(truth.lines[0], box=Box(box.x0, box.y0, box.x0 + round(share * box.width), box.y1))
        scores = score_layout(truth, again(truth, [cut]))
        assert (scores.line_missed.errors, scores.line_lost.errors) == (missed, lost), share


def test_lines_that_nobody_transcribed_count_neither_way() -> None:
    """Handwriting in the truth: found or not, no measure changes."""
    typed = page([3])
    written = replace(typed, lines=(*typed.lines, line("", box_of(1, 5), 0, 1)))
    assert score_layout(written, typed) == score_layout(typed, typed)
    with_found = replace(typed, lines=(*typed.lines, line("scrawl", box_of(1, 5), 0, 1)))
    assert score_layout(written, with_found).line_surplus == Rate(0, 3)


def test_a_line_known_by_its_text_keeps_its_place_in_the_order() -> None:
    """Wild boxes do not break the order where the text tells which line it is; the line is not found all the same."""
    truth = page([3])
    wild = replace(truth.lines[1], box=box_of(4, 30))
    scores = score_layout(truth, again(truth, [truth.lines[0], wild, truth.lines[2]]))
    assert (scores.order, scores.line_missed, scores.line_lost) == (Rate(0, 2), Rate(1, 3), Rate(1, 3))


def test_wrong_numbers_lower_the_columns_only() -> None:
    """Columns counted from the wrong side are all wrong, but found and in order."""
    truth = page([2], [2])
    turned = tuple(replace(of, column=3 - (of.column or 0)) for of in truth.lines)
    scores = score_layout(truth, replace(truth, lines=turned))
    assert (scores.column, scores.order, scores.line_missed) == (Rate(4, 4), Rate(0, 2), Rate(0, 4))
    assert score_layout(truth, replace(truth, numbered=False)).column == NOTHING, "nothing was said of columns"


def test_a_headline_over_columns_is_counted_apart() -> None:
    """What stands over several columns has no number in truth: it is in no column's rate, and a number on it is told."""
    body = page([2], [2])
    head = line("headline", box_of(1, -1, columns=2), 2, None)
    regions = (*body.regions, LaidRegion(head.box, None))
    truth = replace(body, lines=(head, *body.lines), regions=regions)
    numbered = replace(truth, lines=(replace(head, column=1), *body.lines))
    assert score_layout(truth, truth).spanning == Rate(0, 1)
    assert score_layout(truth, numbered).spanning == Rate(1, 1)
    assert score_layout(truth, numbered).column == Rate(0, 4)


def test_a_headline_between_two_regions_of_a_column_makes_a_jump() -> None:
    """Regions of a column with a headline over several between them do not simply go on from one to the next."""
    plain = page([2, 2], [4])
    assert score_layout(plain, plain).order == Rate(0, 6)
    moved = [replace(of, box=of.box.shifted(0, 100)) if of.region == 1 else of for of in plain.lines]
    over = line("headline", box_of(1, 2, columns=2), 3, None)
    truth = PageLayout((*plain.regions, LaidRegion(over.box, None)), (*moved, over))
    assert score_layout(truth, truth).order == Rate(0, 5)


def test_regions_cut_finer_or_coarser() -> None:
    """A region cut into paragraphs is split; paragraphs run together are merged, across columns only where they are."""
    coarse, fine = page([6], [6]), page([3, 3], [6])
    assert score_layout(coarse, fine).region_split == Rate(1, 2)
    scores = score_layout(fine, coarse)
    assert (scores.region_merged, scores.region_across) == (Rate(2, 3), Rate(0, 3))
    assert scores.region_missed == Rate(2, 3), "neither paragraph has half of the area in common"
    assert score_layout(replace(fine, blocks=False), coarse).region_missed == NOTHING


def test_f_is_the_harmonic_mean() -> None:
    """Half of three lines found among six found ones."""
    assert harmonic(Rate(1, 3), Rate(4, 6)) == 2 * 2 / (3 + 6)
    assert harmonic(NOTHING, NOTHING) is None
    assert LayoutScores().line_f is None
