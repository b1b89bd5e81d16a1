"""What was to be reached and what was: computed from canned pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.bench.document import render
from benchmarks.bench.document_targets import targets_part
from benchmarks.bench.places import evaluate_places, layout
from benchmarks.bench.results import Result
from benchmarks.bench.selections import follows_its_lines, is_cyrillic_or_french, worse_sets
from benchmarks.bench.summary import Section
from benchmarks.bench.systems import SYSTEMS
from benchmarks.bench.targets import Target, accuracy_targets, time_targets
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.layout_measures import LayoutScores
from digitize.evaluate.layout_report import LayoutEvaluation, PageLayoutScore
from digitize.evaluate.measures import NOTHING, Rate
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.page_layout import PageLayout
from digitize.evaluate.report import PageScore, Scores
from tests.bench.bench_documents import BROADSHEET, PROCESSOR, rows

FRENCH = "le roi de la ville et les gens du pays dans une maison pour qui il est au nord"
GERMAN = "der König und die Leute von dem Lande sind nicht in einer Stadt mit den Häusern"


def truth(
    name: str,
    *,
    of: str = "s",
    text: str = "x",
    kind: Kind = Kind.BOOK,
    languages: str | None = "rus",
    komi: bool = False,
) -> TruthPage:
    """A page of truth; its image is never opened."""
    convention = Convention.KOMI if komi else Convention.NONE
    return TruthPage(of, name, Path(f"{name}.png"), 0, text, kind, languages, convention)


@pytest.mark.parametrize(
    ("page", "counted"),
    [
        (truth("a", languages="rus"), True),
        (truth("a", languages="Cyrillic+fra"), True),
        (truth("a", languages="fra"), True),
        (truth("a", languages="fra+frk", text=FRENCH), True),
        (truth("a", languages="fra+frk", text=GERMAN), False),
        (truth("a", languages="Latin"), False),
        (truth("a", languages="deu"), False),
        (truth("a", languages=None), False),
        (truth("a", languages="rus", kind=Kind.LINE), False),
        (truth("a", languages="rus", kind=Kind.NEWSPAPER, komi=True), True),
    ],
)
def test_cyrillic_and_french_pages(page: TruthPage, counted: bool) -> None:
    """By the models that the truth states; where French is one of several, by the words; cropped lines are not pages."""
    assert is_cyrillic_or_french(page) is counted


PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


@pytest.mark.parametrize(
    ("tops", "lefts", "follows"),
    [
        ((0, 30, 60, 90, 120), (10, 10, 10, 10, 10), True),
        ((30, 0, 60, 90, 120), (10, 10, 10, 10, 10), True),  # once: somebody has put a heading where it belongs
        ((30, 0, 90, 60, 120), (10, 10, 10, 10, 10), False),
        ((0, 30, 60, 0, 30), (10, 10, 10, 200, 200), True),  # the next column
        ((30, 0, 60, 30, 0), (10, 10, 10, 200, 200), False),
    ],
)
def test_truth_that_goes_up_its_own_lines(
    tmp_path: Path, tops: Sequence[int], lefts: Sequence[int], follows: bool
) -> None:
    """Twice within a column is no heading that stands elsewhere, but lines in a wrong order."""
    Image.new("L", (400, 200), 255).save(tmp_path / "a.png")
    lines = "".join(
        f'<TextLine id="l{n}"><Coords points="{x},{y} {x + 150},{y} {x + 150},{y + 20} {x},{y + 20}"/>'
        f"<TextEquiv><Unicode>line</Unicode></TextEquiv></TextLine>"
        for n, (x, y) in enumerate(zip(lefts, tops, strict=True))
    )
    region = f'<TextRegion id="r"><Coords points="0,0 399,0 399,199 0,199"/>{lines}</TextRegion>'
    page = f'<Page imageFilename="a.png" imageWidth="400" imageHeight="200">{region}</Page>'
    stated = tmp_path / "a.gt.xml"
    stated.write_text(f'<?xml version="1.0"?><PcGts xmlns="{PAGE}">{page}</PcGts>', encoding="utf-8")
    found = TruthPage("s", "a", tmp_path / "a.png", 0, "x", Kind.BOOK, "rus", Convention.NONE, stated)
    assert follows_its_lines(found) is follows


def test_truth_without_places_is_taken_as_it_is() -> None:
    """Nothing is known against it."""
    assert follows_its_lines(truth("a"))


def scored(*errors: int, of: str = "s") -> list[tuple[TruthPage, PageScore]]:
    """Pages of a set with so many errors in a hundred characters each."""
    found = []
    for number, count in enumerate(errors):
        rate = Rate(count, 100)
        page = truth(f"p{number}", of=of)
        found.append((page, PageScore(of, page.name, Convention.NONE, Scores(rate, rate, rate, rate, rate))))
    return found


@pytest.mark.parametrize(
    ("ours", "plain", "expected"),
    [
        ([6, 7, 8, 9], [4, 5, 6, 7], (["s"], [])),
        ([4, 5, 6, 7], [4, 5, 6, 7], ([], [])),
        ([5, 5, 6, 7], [4, 4, 6, 7], ([], [])),
        ([20, 2, 2, 2], [2, 6, 6, 6], ([], [])),
        ([62, 61, 61, 61], [60, 60, 60, 60], ([], [])),
        ([9], [4], ([], ["s"])),
    ],
    ids=["worse everywhere", "the same", "two errors", "worse on one page", "less than 5 %", "one page"],
)
def test_sets_that_are_worse(ours: Sequence[int], plain: Sequence[int], expected: tuple[list[str], list[str]]) -> None:
    """Three errors and five per cent more, and beyond chance; a set of one page is named apart."""
    assert worse_sets(scored(*ours), scored(*plain), lambda score: score.scores.cer) == expected


def test_verdicts() -> None:
    """Floor and stretch count from the right side; where nothing was asked nothing is said."""
    low = Target("t", 0.8, 0.55, "ratio", low=True)
    assert [low.verdict(v) for v in (0.9, 0.8, 0.56, 0.55, None)] == ["missed", "floor", "floor", "stretch", ""]
    high = Target("t", 0.96, 0.99, "percent", low=False)
    assert [high.verdict(v) for v in (0.95, 0.96, 0.99)] == ["missed", "floor", "stretch"]
    assert Target("t", None, None, "percent", low=False).verdict(0.5) == ""


PAGES = (
    truth("komi", of="vyl", text="рожь овёс\nмир труд", kind=Kind.NEWSPAPER, komi=True),
    truth("front", of="nzz", text="Zürich\nMittwoch", kind=Kind.NEWSPAPER, languages="frk"),
    truth("book", of="nubis", text=FRENCH, languages="fra"),
)
TEXTS = {
    "digitize": ["рожь\nмир труд", "Zürich\nMittwoch", FRENCH],
    "digitize-auto": ["рожь овёс\nмир труд", "Zürich\nMittwoch", FRENCH],
    "tesseract": ["рожь овёс\nтруд", "Mittwoch\nZürich", FRENCH[:-4]],
}


def figures() -> dict[str, Target]:
    """The figures of accuracy over these pages, without layout but for two newspapers and a sample."""
    found = {
        name: [(page, Result(text, None, None)) for page, text in zip(PAGES, texts, strict=True)]
        for name, texts in TEXTS.items()
    }

    def layouts(of: str, kind: Kind, scores: LayoutScores) -> LayoutEvaluation:
        return LayoutEvaluation((PageLayoutScore(of, "p", kind, 3, scores),))

    real = {
        "digitize": layouts("nzz", Kind.NEWSPAPER, LayoutScores(order=Rate(1, 200), column=Rate(2, 100))),
        "tesseract": layouts("nzz", Kind.NEWSPAPER, LayoutScores(order=Rate(20, 200))),
    }
    drawn = {"digitize-auto": layouts("drawn-samples", Kind.PAGE, LayoutScores(latin_script=Rate(1, 10)))}
    return {of["name"]: Target(**of) for of in accuracy_targets(found, real, drawn)}


def test_figures_by_hand() -> None:
    """Each figure is of its pages alone, ratios are of errors to plain's, the 1939 page can be left out."""
    made = figures()
    komi = made["1939 newspaper: word recall"]
    assert (komi.reached, komi.plain) == ({"digitize": 0.75, "digitize-auto": 1.0}, 0.75)
    ratio = made["Multi-column pages: CER in reading order"]
    alone = made["The same without the 1939 page, whose order nobody verified"]
    assert ratio.reached["digitize-auto"] == 0
    assert 0 < (ratio.reached["digitize"] or 0) < 1
    assert alone.reached["digitize"] == 0
    assert alone.note.startswith("1 page;")
    both = made["Cyrillic and French pages together: line CER"]
    assert both.note == "2 pages; errors: 5 by `digitize`, 0 by `digitize-auto`, 9 by plain"
    assert both.reached["digitize"] == 5 / 9
    order, column = made["Newspapers: neighbouring lines in order"], made["Newspapers: column right"]
    assert (order.reached, order.plain) == ({"digitize": 0.995}, 0.9)
    assert (column.reached, column.plain) == ({"digitize": 0.98}, None)
    assert made["Latin words in the Cyrillic samples: script right"].reached == {"digitize-auto": 0.9}
    worse = made["Sets worse than plain beyond chance: CER"]
    assert worse.reached == {"digitize": 0, "digitize-auto": 0}
    assert worse.note == "none", "one error more is nothing"


def test_times_are_taken_from_their_sections() -> None:
    """A row per timed page, and two for the processor, of which two things were asked; nothing where nothing was timed."""
    sheet, processor, voting = time_targets({"broadsheet": BROADSHEET, "processor": PROCESSOR})
    assert (sheet.name, sheet.reached) == ("One broadsheet, wall time to the text: sheet", {"digitize": 0.5})
    assert processor.reached == voting.reached == {"digitize": 0.9, "digitize-auto": 1.1}
    assert (processor.floor, voting.floor) == (1.2, 1.3)
    assert time_targets({}) == []


def test_the_table_of_targets() -> None:
    """Floor, stretch, what was reached with its verdict, and what was counted, in one table."""
    figure = {
        "name": "share", "floor": 0.96, "stretch": 0.99, "unit": "percent", "low": False,
        "reached": {"digitize": 0.97, "digitize-auto": None}, "plain": 0.5, "note": "2 pages",
    }  # fmt: skip
    document = render({"targets": {"figures": [figure]}, "broadsheet": BROADSHEET, "processor": PROCESSOR})
    share, sheet, processor, voting = rows(document, "## Issue targets")
    assert share == ["share", "96.0 %", "99.0 %", "97.0 % (floor)", "-", "50.0 %", "2 pages"]
    assert sheet[1:5] == ["0.75x", "0.55x", "0.50x (stretch)", "-"]
    assert processor[3:5] == ["0.90x (stretch)", "1.10x (floor)"]
    assert voting[3:5] == ["0.90x (floor)", "1.10x (floor)"]
    assert targets_part({})[-1] == "Not measured yet.\n"


def test_layout_tables(tmp_path: Path) -> None:
    """A row per group and system; what a system does not say is a dash; unusable truth and drawn text are told."""
    del tmp_path
    systems = [SYSTEMS["digitize"], SYSTEMS["tesseract"], SYSTEMS["ocrmypdf"]]
    real = {
        "digitize": _one(Kind.NEWSPAPER, LayoutScores(Rate(1, 10), Rate(0, 9), order=Rate(1, 8), column=Rate(0, 10))),
        "tesseract": _one(Kind.NEWSPAPER, LayoutScores(Rate(2, 10), Rate(3, 11), order=Rate(4, 8))),
    }
    drawn = {"digitize": _one(Kind.PAGE, LayoutScores(latin_script=Rate(1, 4), latin_text=Rate(2, 4)))}
    text = {"digitize": [(PAGES[0], Result("рожь овёс\nмир труд", None, None))]}
    document = render({"layout": layout(real, drawn, text, systems)})
    kinds = rows(document, "### Scans, by kind")
    assert kinds == [
        ["newspaper", "1", "10", "`digitize`", "90.0", "100.0", "94.7", *["-"] * 5, "87.5", "-", "100.0"],
        ["newspaper", "1", "10", "`tesseract`", "80.0", "72.7", "76.2", *["-"] * 5, "50.0", "-", "-"],
    ]
    assert len(rows(document, "### Newspapers, by set")) == 2
    assert rows(document, "### Drawn pages: CER")[0] == ["vyl", "1", "18", "0.0 / 0.0"]
    assert rows(document, "### Latin words")[0] == ["s", "4", "`digitize`", "75.0", "50.0", "-"]
    assert "- left out: x.xml: broken" in document
    assert "How layout is measured" in document


def _one(kind: Kind, scores: LayoutScores) -> LayoutEvaluation:
    return LayoutEvaluation((PageLayoutScore("s", "p", kind, 2, scores),), ("x.xml: broken",))


def test_only_systems_with_places_are_scored() -> None:
    """A page on which a system failed counts as found empty; OCRmyPDF, which says nothing of places, is left out."""
    systems = [SYSTEMS["digitize"], SYSTEMS["ocrmypdf"]]
    found = {system.name: [(PAGES[0], Result("", "exit code 3", None))] for system in systems}
    assert list(evaluate_places(found, systems)) == ["digitize"]
    assert evaluate_places(found, systems)["digitize"].pages == (), "the page has no layout truth"
    assert NOTHING.value is None
    assert PageLayout((), ()).columns == 0


def test_a_figure_without_pages_is_left_out() -> None:
    """Nothing was read: no figure is written as if it had been."""
    made: list[Section] = accuracy_targets({"digitize": [], "tesseract": []}, {}, {})
    assert [of["name"] for of in made] == [
        "Sets worse than plain beyond chance: CER",
        "Sets worse than plain beyond chance: line CER",
    ]
