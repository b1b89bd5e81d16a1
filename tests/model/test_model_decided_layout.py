"""Pages after decisions on lines, regions and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.decided import apply_decisions
from digitize.model.decision import Decision, DecisionKind, in_force
from digitize.model.geometry import Box
from digitize.model.transcription import Doubt, PageStatus, Place, RegionKind
from digitize.repair.hyphens import join_hyphens
from tests.export.documents import page
from tests.model.layout_decisions import (
    AT,
    HEAD,
    LEFT,
    PICTURE,
    RIGHT,
    STAMP,
    Deciding,
    ids,
    line_at,
    read_page,
)

ADD, KIND, DOUBT, ORDER = (
    DecisionKind.ADD_LINE,
    DecisionKind.SET_KIND,
    DecisionKind.SET_DOUBT,
    DecisionKind.REORDER,
)


def test_a_line_typed_by_hand_stands_in_its_place() -> None:
    """In its region after the line named, with words over its box, column and third by its neighbours, no confidence, the decision's number."""
    case = Deciding()
    box = Box(110, 320, 560, 352)
    assert case.decide(ADD, f"{LEFT}_l004", "и конецъ", line_at(LEFT, f"{LEFT}_l003", box)) == ""
    line = case.region(LEFT).lines[3]
    assert (line.id, line.text, line.box, line.column, line.columns) == (f"{LEFT}_l004", "и конецъ", box, 1, None)
    assert (line.place, line.doubt) == (Place.BOTTOM, None)
    assert [word.id for word in line.words] == [f"{LEFT}_l004_w001", f"{LEFT}_l004_w002"]
    assert {(w.confidence, w.decision, w.language, w.script) for w in line.words} == {(None, 1, "rus", "Cyrl")}
    assert line.words[0].box.x0 == 110 and line.words[1].box.x1 == 560
    assert line.words[0].box.x1 < line.words[1].box.x0
    assert line.baseline[0][0] == 110 and 320 < line.baseline[0][1] < 352
    before = Deciding().region(LEFT)
    assert case.region(LEFT).lines[:3] == before.lines
    assert case.region(LEFT).box == Box.around([before.box, box])


def test_a_line_in_a_region_of_its_own() -> None:
    """Its region has its box, its kind and the column in which it stands, and comes after the one named; or first on the page."""
    case = Deciding()
    assert (
        case.decide(
            ADD,
            "p0001_r006_l001",
            "Corrigé",
            line_at("p0001_r006", RIGHT, Box(640, 300, 1000, 340), RegionKind.HANDWRITING),
        )
        == ""
    )
    assert ids(case.page.regions) == ["001", "002", "003", "006", "004", "005"]
    made = case.region("p0001_r006")
    assert (made.kind, made.column, made.box) == (RegionKind.HANDWRITING, 2, Box(640, 300, 1000, 340))
    assert made.lines[0].doubt is None and made.lines[0].words[0].language is None
    assert (
        case.decide(
            ADD, "p0001_r007_l001", "№ 7", line_at("p0001_r007", None, Box(200, 20, 1000, 60), RegionKind.HEADER)
        )
        == ""
    )
    assert ids(case.page.regions)[0] == "007"
    assert case.region("p0001_r007").lines[0].columns == (1, 2)


def test_a_line_in_a_region_without_any() -> None:
    """A picture gets its first line, and stays when the line is taken out again."""
    case = Deciding()
    assert case.decide(ADD, f"{PICTURE}_l001", "Рис.", line_at(PICTURE, None, Box(120, 610, 300, 635))) == ""
    assert [line.text for line in case.region(PICTURE).lines] == ["Рис."]
    case.edit("Рис.", "")
    assert case.region(PICTURE).lines == ()


def test_a_line_on_a_page_without_text() -> None:
    """The page has text then, in one column; without the decision it has none."""
    case = Deciding(page(1))
    line = line_at("p0001_r001", None, Box(100, 100, 500, 140), RegionKind.PARAGRAPH)
    assert case.decide(ADD, "p0001_r001_l001", "Подпись", line) == ""
    made = case.page
    assert (made.status, made.columns, made.text) == (PageStatus.RECOGNISED, 1, "Подпись")
    assert next(made.lines).column == 1
    assert apply_decisions(case.read, ()) == case.read.pages


def test_words_of_an_added_line_are_words() -> None:
    """They are changed, divided and taken out like those that were read; with the last the line goes, and its region."""
    case = Deciding()
    line = line_at("p0001_r006", PICTURE, Box(100, 700, 500, 740), RegionKind.CAPTION)
    case.decide(ADD, "p0001_r006_l001", "Садъ осенью", line)
    case.edit("осенью", "въ сентябрѣ")
    assert case.region("p0001_r006").lines[0].text == "Садъ въ сентябрѣ"
    for word in ("Садъ", "въ", "сентябрѣ"):
        if word == "въ":
            found = next(w for w in case.draft.words(1) if w.id.startswith("p0001_r006") and w.text == "въ")
            place = case.draft.place_of((found.id,))
            entry = Decision(
                len(case.made) + 1, DecisionKind.EDIT, "Anna", AT, "ocr-1", (found.id,), "въ", "", place=place
            )
            assert case.draft.apply(entry) is None
            case.made.append(entry)
        else:
            case.edit(word, "")
    assert "p0001_r006" not in {region.id for region in case.page.regions}


@pytest.mark.parametrize("kind", ["handwriting", "stamp", "image"])
def test_a_region_that_is_no_text(kind: str) -> None:
    """Its lines are kept and marked; words that a person has decided on all of a line stay text; and back it is as it was."""
    case = Deciding()
    case.edit("Цѣны", "Цѣна")
    case.edit("на", "за")
    assert case.decide(KIND, RIGHT, kind) == ""
    expected = {"handwriting": Doubt.HANDWRITING, "stamp": Doubt.STAMP, "image": Doubt.UNREADABLE}[kind]
    assert case.region(RIGHT).kind == kind
    assert [line.doubt for line in case.region(RIGHT).lines] == [None, expected]
    assert "овесъ" not in case.page.text and "Цѣна" in case.page.text
    assert case.decide(KIND, RIGHT, "caption") == ""
    assert [line.doubt for line in case.region(RIGHT).lines] == [None, None]


def test_a_stamp_that_is_a_heading() -> None:
    """What was held to be a stamp becomes text with its region's kind; what no engine could read stays so."""
    case = Deciding()
    assert case.decide(KIND, STAMP, "heading") == ""
    assert [line.doubt for line in case.region(STAMP).lines] == [None]
    assert case.decide(DOUBT, f"{STAMP}_l001", "unreadable") == ""
    assert [line.doubt for line in case.region(STAMP).lines] == [Doubt.UNREADABLE]


def test_a_line_that_is_text() -> None:
    """The doubt is lifted from it alone, whatever its region is; words decided on after a doubt was told lift it again."""
    case = Deciding()
    assert case.decide(DOUBT, f"{STAMP}_l001", "") == ""
    assert "АРХ?ВЪ" in case.page.text and case.region(STAMP).kind is RegionKind.STAMP
    assert case.decide(DOUBT, f"{STAMP}_l001", "handwriting") == ""
    assert "АРХ?ВЪ" not in case.page.text
    case.edit("АРХ?ВЪ", "АРХИВЪ")
    assert "АРХИВЪ" in case.page.text


def test_regions_in_another_order() -> None:
    """Ids, boxes and words stay; those that are not named keep their places."""
    case = Deciding()
    assert case.decide(ORDER, "p0001", f"{RIGHT} {LEFT}") == ""
    assert ids(case.page.regions) == ["001", "003", "002", "004", "005"]
    assert case.made[0].old == f"{LEFT} {RIGHT}"
    assert sorted(case.page.regions, key=lambda region: region.id) == list(read_page().regions)
    assert case.decide(ORDER, "p0001", f"{STAMP} {HEAD} {PICTURE}") == ""
    assert ids(case.page.regions) == ["004", "003", "002", "001", "005"]


def test_lines_in_another_order() -> None:
    """Within their region."""
    case = Deciding()
    assert case.decide(ORDER, LEFT, f"{LEFT}_l003 {LEFT}_l001 {LEFT}_l002") == ""
    assert [line.text.split()[0] for line in case.region(LEFT).lines] == ["говор", "Урожай", "былъ"]


def test_a_word_over_the_end_of_a_line_is_parted() -> None:
    """When lines come in another order, a rule joins its halves anew, or does not."""
    case = Deciding(*join_hyphens((read_page(),)))
    assert "разговор" in [word.reading for word in case.page.words]
    case.decide(ORDER, LEFT, f"{LEFT}_l003 {LEFT}_l001 {LEFT}_l002")
    after = join_hyphens((case.page,))
    assert "разговор" not in [word.reading for word in after[0].words]
    case.decide(ORDER, LEFT, f"{LEFT}_l001 {LEFT}_l002 {LEFT}_l003")
    assert "разговор" in [word.reading for word in join_hyphens((case.page,))[0].words]


def test_a_region_of_which_nothing_is_left() -> None:
    """It is gone, but one that a person says is a picture stays without text."""
    case = Deciding()
    case.decide(KIND, STAMP, "image")
    case.edit("АРХ?ВЪ", "")
    assert case.region(STAMP).lines == ()
    other = Deciding()
    other.edit("АРХ?ВЪ", "")
    assert STAMP not in {region.id for region in other.page.regions}


@pytest.mark.parametrize(
    ("kind", "on", "new", "reason"),
    [
        (KIND, "p0001_r009", "heading", "not there"),
        (KIND, LEFT, "separator", "no kind"),
        (KIND, LEFT, "nonsense", "no kind"),
        (DOUBT, f"{LEFT}_l009", "stamp", "not there"),
        (DOUBT, f"{LEFT}_l001", "nonsense", "no reason"),
        (ORDER, "p0001", f"{LEFT} p0001_r009", "not there"),
        (ORDER, "p0001", f"{LEFT} {RIGHT} {LEFT}", "each of them once"),
        (ORDER, LEFT, f"{RIGHT}_l002 {RIGHT}_l001", "not there"),
    ],
)
def test_what_does_not_fit_changes_nothing(kind: DecisionKind, on: str, new: str, reason: str) -> None:
    """What is not there, and what there is no word for, is told; the pages stay as they were."""
    case = Deciding()
    assert reason in case.decide(kind, on, new)
    assert case.draft.pages() == case.read.pages


def test_a_page_that_failed() -> None:
    """Nothing is decided on what could not be read at all."""
    case = Deciding(page(1, failure="no such file"))
    line = line_at("p0001_r001", None, Box(1, 1, 90, 20), RegionKind.PARAGRAPH)
    assert "could not be read" in case.decide(ADD, "p0001_r001_l001", "а", line)


@pytest.mark.parametrize("after", [f"{LEFT}_l009", f"{RIGHT}_l001"])
def test_a_line_beside_what_is_not_there(after: str) -> None:
    """The line after which it stands is one of its region."""
    case = Deciding()
    assert after in case.decide(ADD, f"{LEFT}_l010", "а", line_at(LEFT, after, Box(1, 1, 90, 20)))
    assert case.draft.pages() == case.read.pages


@st.composite
def layouts(draw: st.DrawFn) -> Deciding:
    """A page after some decisions of all kinds, each on what is there."""
    case = Deciding(*join_hyphens((read_page(),)))
    for number in range(draw(st.integers(1, 5))):
        regions = list(case.draft.layout.regions(1))
        region = draw(st.sampled_from(regions))
        lines = list(case.draft.layout.lines(region.id))
        match draw(st.sampled_from(["kind", "doubt", "order", "lines", "add", "own", "edit"])):
            case "kind":
                case.decide(
                    KIND,
                    region.id,
                    draw(st.sampled_from([k for k in RegionKind if k not in (region.kind, "separator")])),
                )
            case "doubt" if lines:
                line = draw(st.sampled_from(lines))
                now = case.draft.stands(DOUBT, line.id, "")
                case.decide(DOUBT, line.id, draw(st.sampled_from([d for d in ("", *Doubt) if d != now])))
            case "order":
                mixed = draw(st.permutations([each.id for each in regions]))
                if mixed != [each.id for each in regions]:
                    case.decide(ORDER, "p0001", " ".join(mixed))
            case "lines" if len(lines) > 1:
                case.decide(ORDER, region.id, " ".join(each.id for each in reversed(lines)))
            case "add":
                box = Box(100 + 7 * number, 700, 500, 740 + number)
                line_id = case.draft.layout.free_line(region.id, ())
                case.decide(ADD, line_id, "сло-", line_at(region.id, lines[-1].id if lines else None, box))
            case "own":
                made = case.draft.layout.free_region(1, ())
                case.decide(
                    ADD, f"{made}_l001", "во", line_at(made, region.id, Box(1, 1, 90, 20), RegionKind.PARAGRAPH)
                )
            case "edit":
                case.edit(draw(st.sampled_from([word.text for word in case.draft.words(1)])), "слово")
    return case


@given(layouts())
def test_no_trace_of_what_was_taken_back(case: Deciding) -> None:
    """Applied anew they give the same page; taken back from the last to the first, it is what it was at every step. Ids are unique."""
    states = [apply_decisions(case.read, case.made[:count]) for count in range(len(case.made) + 1)]
    assert states[-1] == case.draft.pages() and states[0] == case.read.pages
    entries = list(case.made)
    for count in range(len(case.made) - 1, -1, -1):
        entries.append(Decision(len(entries) + 1, DecisionKind.UNDO, "Anna", AT, "ocr-1", of=case.made[count].sequence))
        assert apply_decisions(case.read, in_force(entries, ["ocr-1"])) == states[count]
    names = [region.id for region in case.page.regions]
    names += [line.id for line in case.page.lines] + [word.id for word in case.page.words]
    assert len(set(names)) == len(names)
