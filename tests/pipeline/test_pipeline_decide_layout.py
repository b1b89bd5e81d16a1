"""Decisions on lines, regions and their order taken down; several at once; several persons at once; what is remembered of them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.errors import InputError, StaleWriteError
from digitize.model.decided import apply_decisions
from digitize.model.decision import AddedLine, Decision, DecisionKind, in_force
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.decide_layout import NewLine
from digitize.pipeline.decided_meanwhile import DecidedMeanwhileError
from digitize.pipeline.history import history
from digitize.pipeline.versions import read_version
from digitize.store.decision_log import append_decisions, read_decisions
from tests.model.layout_decisions import LEFT, PICTURE, RIGHT, STAMP, read_page
from tests.pipeline.kept_documents import Kept, Ticking

BOX = Box(640, 300, 1000, 340)
KIND, DOUBT, ORDER, EDIT, UNDO = (
    DecisionKind.SET_KIND,
    DecisionKind.SET_DOUBT,
    DecisionKind.REORDER,
    DecisionKind.EDIT,
    DecisionKind.UNDO,
)
WORD = f"{LEFT}_l002_w002"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([read_page()])
    return made


def add(text: str = "Цѣна 5 к.", **changes: object) -> Wish:
    line = replace(NewLine(1, BOX.polygon, f"{RIGHT}_l002"), **changes)  # type: ignore[arg-type]
    return Wish(DecisionKind.ADD_LINE, "Anna", "ocr-1", new=text, line=line)


def say(kind: DecisionKind, on: str, new: str, by: str = "Anna") -> Wish:
    return Wish(kind, by, "ocr-1", on=on, new=new)


def edit(new: str, word: str = WORD, by: str = "Anna") -> Wish:
    return Wish(EDIT, by, "ocr-1", (word,), new)


def undo(of: int, by: str = "Anna", *, whole: bool = False) -> Wish:
    return Wish(UNDO, by, "ocr-1", of=of, whole_batch=whole)


def record(kept: Kept, *wishes: Wish, seen: int | None = None) -> tuple[Decision, ...]:
    """Decides; ``seen``: beside others, on what was there after that many decisions."""
    last = read_decisions(kept.folder()).sequence if seen is None else seen
    return record_decisions("vestnik", last, wishes, kept.settings, Ticking(), others_may_have_decided=seen is not None)


def now(kept: Kept) -> TranscribedPage:
    """The page after all decisions."""
    read = read_version(kept.folder(), "ocr-1").transcription
    return apply_decisions(read, in_force(read_decisions(kept.folder()).entries, ["ocr-1"]))[0]


def order(kept: Kept) -> list[str]:
    return [region.id[-3:] for region in now(kept).regions]


def test_a_line_is_added(kept: Kept) -> None:
    """After a line, in a region without lines, in a region of its own: each entry has place, region and an id that was free."""
    (first,) = record(kept, add())
    assert (first.on, first.old, first.new, first.words) == (f"{RIGHT}_l003", "", "Цѣна 5 к.", ())
    assert first.line == AddedLine(RIGHT, BOX.polygon, f"{RIGHT}_l002")
    assert first.place is not None and first.place.boxes[0] == BOX and len(first.place.boxes) == 2
    (second,) = record(kept, add("Рис.", after=None, first_in=PICTURE, polygon=Box(110, 610, 300, 640).polygon))
    assert second.on == f"{PICTURE}_l001"
    (third,) = record(kept, add("Ивановъ", after=STAMP, kind=RegionKind.HANDWRITING))
    assert third.line is not None and third.on == "p0001_r006_l001"
    assert (third.line.region, third.line.after, third.line.kind) == ("p0001_r006", STAMP, RegionKind.HANDWRITING)
    (fourth,) = record(kept, add("№ 7", after=None, polygon=((0, -9), (1500.5, 0), (700, 40))))
    assert fourth.place is not None and fourth.place.boxes == (Box(0, 0, 1200, 40),)
    assert order(kept) == ["007", "001", "002", "003", "004", "006", "005"]
    assert [line.text for line in now(kept).regions[3].lines][-1] == "Цѣна 5 к."


def test_an_id_is_not_used_again(kept: Kept) -> None:
    """What was added and taken back keeps its id; the next line gets another."""
    record(kept, add())
    record(kept, undo(1))
    assert record(kept, add())[0].on == f"{RIGHT}_l004"


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (add(""), "has a place and words"),
        (replace(add(), line=None), "has a place and words"),
        (add(page_number=9), "page 9 is not there"),
        (add(polygon=()), "three points"),
        (add(polygon=((0, 0), (math.nan, 9), (9, 9))), "three points"),
        (add(polygon=((0, 0), (math.inf, 9), (9, 9))), "three points"),
        (add(polygon=((1300, 0), (1400, 0), (1400, 90))), "some width"),
        (add(after=f"{RIGHT}_l009"), "is not there"),
        (add(after="nonsense"), "is not there"),
        (add(after=None, first_in="p0001_r009"), "is not there"),
        (add(after=None, kind=RegionKind.SEPARATOR), "no lines"),
        (say(KIND, "p0001_r009", "heading"), "is not there"),
        (say(KIND, LEFT, "paragraph"), "so already"),
        (say(KIND, LEFT, "poem"), "no kind"),
        (say(KIND, "nonsense", "heading"), "no id"),
        (say(DOUBT, f"{STAMP}_l001", "stamp"), "so already"),
        (say(ORDER, "p0001", f"{LEFT} {RIGHT}"), "so already"),
        (say(ORDER, "p0001", ""), "is not there"),
        (Wish(KIND, "Anna", "ocr-1", new="heading"), "is not there"),
    ],
)
def test_what_cannot_be_decided(kept: Kept, wish: Wish, reason: str) -> None:
    """It is refused with the reason, and with it all that came in the same call."""
    with pytest.raises(InputError, match=r"decision 2 cannot be made") as caught:
        record(kept, edit("велик"), wish)
    assert reason in str(caught.value) and caught.value.hint
    assert read_decisions(kept.folder()).entries == ()


def test_made_together(kept: Kept) -> None:
    """Entries of one call have the number of the first; one that was made alone has none."""
    assert [entry.batch for entry in record(kept, edit("велик"))] == [None]
    made = record(
        kept, edit("Садъ", f"{LEFT}_l001_w003"), say(KIND, STAMP, "heading"), say(ORDER, "p0001", f"{STAMP} {LEFT}")
    )
    assert [entry.batch for entry in made] == [2, 2, 2]
    assert [entry.batch for entry in read_decisions(kept.folder()).entries] == [None, 2, 2, 2]


def test_taken_back_together(kept: Kept) -> None:
    """Whichever is named, all that hold are taken back in one call, the last first; what was taken back before is left alone."""
    record(kept, edit("велик"), add(), edit("Цѣны", f"{RIGHT}_l003_w001"), say(KIND, RIGHT, "heading"))
    record(kept, undo(4))
    undone = record(kept, undo(2, whole=True))
    assert [entry.of for entry in undone] == [3, 2, 1] and [entry.batch for entry in undone] == [6, 6, 6]
    assert now(kept) == read_page()
    with pytest.raises(InputError, match="no decision 2 in force"):
        record(kept, undo(2, whole=True))


def test_one_of_several_taken_back(kept: Kept) -> None:
    """Without asking for all of them the others stay."""
    record(kept, edit("велик"), say(KIND, STAMP, "heading"))
    assert [entry.of for entry in record(kept, undo(1))] == [1]
    assert now(kept).regions[3].kind is RegionKind.HEADING


def test_nothing_is_taken_back_that_others_build_on(kept: Kept) -> None:
    """A decision of another call on one of several: none of these is taken back."""
    record(kept, add(), edit("велик"))
    record(kept, edit("Цѣны", f"{RIGHT}_l003_w001"))
    before = (kept.folder() / "decisions.jsonl").read_bytes()
    for wish in (undo(1), undo(2, whole=True)):
        with pytest.raises(InputError, match="decision 3 builds on decision"):
            record(kept, wish)
    assert (kept.folder() / "decisions.jsonl").read_bytes() == before
    assert len(record(kept, undo(3), undo(1, whole=True))) == 3


# Several persons at once -----------------------------------------------------------------------------------------------


def test_two_persons_on_different_places(kept: Kept) -> None:
    """Who has not seen the other's decisions is taken down all the same, as long as they are on other things."""
    record(kept, edit("велик"), say(KIND, STAMP, "heading"))
    for wish in (
        edit("раз", f"{LEFT}_l002_w003", "Boris"),
        say(ORDER, "p0001", f"{RIGHT} {LEFT}", "Boris"),
        replace(add(), by="Boris"),
    ):
        assert record(kept, wish, seen=0)[0].by == "Boris"
    assert read_decisions(kept.folder()).sequence == 5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (edit("велик"), edit("великъ,", by="Boris")),
        (edit("велик"), Wish(DecisionKind.UNSURE, "Boris", "ocr-1", (WORD,))),
        (edit("велик"), Wish(EDIT, "Boris", "ocr-1", (WORD, f"{LEFT}_l002_w003"), "велико")),
        (say(KIND, STAMP, "heading"), say(KIND, STAMP, "handwriting", "Boris")),
        (say(ORDER, "p0001", f"{RIGHT} {LEFT}"), say(ORDER, "p0001", f"{STAMP} {LEFT}", "Boris")),
        (add(), replace(add("Цена 5 к.", polygon=Box(645, 302, 990, 338).polygon), by="Boris")),
    ],
    ids=["word", "unsure", "run", "kind", "order", "line"],
)
def test_two_persons_on_one_place(kept: Kept, first: Wish, second: Wish) -> None:
    """The second is told, and gets the other's decision; nothing of the call is written. Seen, it is taken down."""
    (theirs,) = record(kept, first)
    before = (kept.folder() / "decisions.jsonl").read_bytes()
    with pytest.raises(DecidedMeanwhileError, match="decision 1 by Anna is on the same place") as caught:
        record(kept, edit("раз", f"{LEFT}_l002_w003", "Boris"), second, seen=0)
    assert caught.value.newer == (theirs,) and caught.value.hint
    assert isinstance(caught.value, StaleWriteError)
    assert (kept.folder() / "decisions.jsonl").read_bytes() == before


def test_what_was_taken_back_meanwhile(kept: Kept) -> None:
    """An undo is on the same as what it takes back: for who decides on that, builds on it, or takes it back as well."""
    record(kept, edit("велик"), add())
    record(kept, undo(1), undo(2))
    for wish in (
        edit("великий", by="Boris"),
        undo(1, "Boris"),
        undo(1, "Boris", whole=True),
        edit("Цена", f"{RIGHT}_l003_w001", "Boris"),
        add("2 р.", after=f"{RIGHT}_l003", polygon=Box(640, 350, 1000, 390).polygon),
    ):
        with pytest.raises(DecidedMeanwhileError, match="took decision"):
            record(kept, wish, seen=2)
    assert record(kept, edit("Садъ", f"{LEFT}_l001_w003"), seen=2)


def test_a_list_of_an_older_state(kept: Kept) -> None:
    """Who has seen more decisions than there are is refused in any case."""
    for wishes in ((), (edit("велик"),)):
        if wishes:
            record(kept, *wishes)
        for seen in (3, -1):
            with pytest.raises(StaleWriteError, match="put back to an older state"):
                record(kept, edit("Садъ", f"{LEFT}_l001_w003"), seen=seen)


# Remembered ------------------------------------------------------------------------------------------------------------


def told(kept: Kept, id: str) -> list[tuple[int, bool]]:
    return [(each.decision.sequence, each.is_taken_back) for each in history(kept.folder(), id)]


def test_the_history_of_a_word(kept: Kept) -> None:
    """All that was decided on it, the newest last, with what was taken back and by whom; nothing of other words."""
    assert history(kept.folder(), WORD) == ()
    record(kept, edit("вели къ"), edit("Садъ", f"{LEFT}_l001_w003"))
    record(kept, edit("къ!", f"{WORD}-2"))
    record(kept, undo(3), edit("велик"))
    assert told(kept, WORD) == [(1, False), (5, False)]
    assert told(kept, f"{WORD}-2") == [(1, False), (3, True), (4, False)]
    assert told(kept, f"{LEFT}_l001_w001") == []


def test_the_history_of_lines_and_regions(kept: Kept) -> None:
    """Of a line and a region those on what belongs to them as well; of a word of an added line the adding."""
    record(kept, add(), edit("Цѣны", f"{RIGHT}_l003_w001"), say(KIND, RIGHT, "heading"))
    record(kept, say(ORDER, "p0001", f"{RIGHT} {LEFT}"), say(ORDER, RIGHT, f"{RIGHT}_l003 {RIGHT}_l001"))
    assert [number for number, _ in told(kept, f"{RIGHT}_l003_w001")] == [1, 2]
    assert [number for number, _ in told(kept, f"{RIGHT}_l003_w002")] == [1]
    assert [number for number, _ in told(kept, f"{RIGHT}_l003")] == [1, 2, 5]
    assert [number for number, _ in told(kept, RIGHT)] == [1, 2, 3, 4, 5]
    assert [number for number, _ in told(kept, "p0001")] == [1, 2, 3, 4, 5]
    assert [number for number, _ in told(kept, LEFT)] == [4]


def test_the_history_of_a_word_of_another_reading(kept: Kept) -> None:
    """The same id names another word there; of what was carried over, who decided is told."""
    record(kept, edit("велик"))
    log = read_decisions(kept.folder())
    again = replace(
        log.entries[0],
        sequence=2,
        kind=DecisionKind.CARRIED,
        by="digitize",
        repeats=EDIT,
        of=1,
        transcription="ocr-2",
        words=(f"{LEFT}_l001_w001",),
    )
    append_decisions(kept.folder(), log, [again])
    assert [number for number, _ in told(kept, f"{LEFT}_l001_w001")] == []
    assert told(kept, WORD) == [(1, False)]
