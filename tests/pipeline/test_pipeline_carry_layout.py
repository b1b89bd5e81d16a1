"""Decisions on lines, regions and their order carried over to another reading of the same pages, by place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digitize.model.decided import apply_decisions
from digitize.model.decision import Decision, DecisionKind, in_force
from digitize.model.geometry import Box
from digitize.model.transcription import Doubt, RegionKind, TranscribedPage
from digitize.pipeline.carry import carry_decisions
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.decide_layout import NewLine
from digitize.store.decision_log import append_decisions, read_decisions
from tests.export.documents import R, W, page
from tests.model.layout_decisions import LEFT, LINES, PICTURE, RIGHT, STAMP, read_page
from tests.pipeline.kept_documents import Kept, Ticking

KIND, DOUBT, ORDER = DecisionKind.SET_KIND, DecisionKind.SET_DOUBT, DecisionKind.REORDER
RIGHT_LINES = [(W("Цѣны"), W("на")), (W("овесъ"),)]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([read_page()])
    return made


def another(*changes: R) -> TranscribedPage:
    """Another reading: the columns the other way round, no heading, the picture first; or other regions."""
    regions = changes or (
        R(RegionKind.IMAGE, (), 1, 104, 602, 470),
        R(RegionKind.PARAGRAPH, RIGHT_LINES, 2, 622, 202, 480),
        R(RegionKind.PARAGRAPH, LINES, 1, 100, 198, 484),
        R(RegionKind.PARAGRAPH, [(W("АРХИВЪ"),)], None, 704, 903, 300),
    )
    return page(1, regions, columns=2, language="rus")


def decide(kept: Kept, kind: DecisionKind, on: str | None, new: str, line: NewLine | None = None) -> None:
    seen = read_decisions(kept.folder()).sequence
    wish = Wish(kind, "Anna", "ocr-1", on=on, new=new, line=line)
    record_decisions("vestnik", seen, [wish], kept.settings, Ticking())


def add(kept: Kept, text: str, box: Box, **changes: object) -> None:
    decide(kept, DecisionKind.ADD_LINE, None, text, replace(NewLine(1, box.polygon), **changes))  # type: ignore[arg-type]


def carried(kept: Kept, made: TranscribedPage) -> list[Decision]:
    """What carrying to a reading adds."""
    before = read_decisions(kept.folder()).sequence
    carry_decisions(kept.another_reading([made]), kept.folder(), Ticking())
    return list(read_decisions(kept.folder()).entries[before:])


def after(kept: Kept, made: TranscribedPage) -> TranscribedPage:
    """The new reading with what was carried to it."""
    transcription = kept.another_reading([made])
    entries = in_force(read_decisions(kept.folder()).entries, [transcription.id])
    return apply_decisions(transcription, entries)[0]


def test_the_kind_of_a_region(kept: Kept) -> None:
    """The region in that place is of that kind, under its new id; where it is so already, too."""
    decide(kept, KIND, RIGHT, "heading")
    decide(kept, KIND, LEFT, "caption")
    decide(kept, KIND, LEFT, "handwriting")
    entries = carried(kept, another())
    assert [(e.kind, e.repeats, e.on, e.old, e.new) for e in entries] == [
        (DecisionKind.CARRIED, KIND, "p0001_r002", "paragraph", "heading"),
        (DecisionKind.CARRIED, KIND, "p0001_r003", "paragraph", "caption"),
        (DecisionKind.CARRIED, KIND, "p0001_r003", "caption", "handwriting"),
    ]
    assert [region.kind for region in after(kept, another()).regions] == [
        "image",
        "heading",
        "handwriting",
        "paragraph",
    ]
    same = another(R(RegionKind.HEADING, RIGHT_LINES, 2, 622, 202, 480))
    first = carried(kept, same)[0]
    assert (first.kind, first.old) == (DecisionKind.CARRIED, "heading")


def test_the_doubt_of_a_line(kept: Kept) -> None:
    """The line in that place is text, or none, whatever its doubt is there."""
    decide(kept, DOUBT, f"{STAMP}_l001", "")
    decide(kept, DOUBT, f"{LEFT}_l002", "unreadable")
    entries = carried(kept, another())
    assert [(e.kind, e.on, e.old, e.new) for e in entries] == [
        (DecisionKind.CARRIED, "p0001_r004_l001", "", ""),
        (DecisionKind.CARRIED, "p0001_r003_l002", "", "unreadable"),
    ]
    assert [line.doubt for line in after(kept, another()).regions[2].lines] == [None, Doubt.UNREADABLE, None]


def test_the_order(kept: Kept) -> None:
    """Of regions and of lines: the things in those places come in that order."""
    decide(kept, ORDER, "p0001", f"{PICTURE} {LEFT} {RIGHT}")
    decide(kept, ORDER, LEFT, f"{LEFT}_l003 {LEFT}_l002 {LEFT}_l001")
    entries = carried(kept, another())
    assert [e.kind for e in entries] == [DecisionKind.CARRIED] * 2
    assert (entries[0].on, entries[0].new) == ("p0001", "p0001_r001 p0001_r003 p0001_r002")
    assert entries[1].on == "p0001_r003"
    made = after(kept, another())
    assert [region.id[-1] for region in made.regions] == ["1", "3", "2", "4"]
    assert [line.id[-1] for line in made.regions[1].lines] == ["3", "2", "1"]


def test_added_lines(kept: Kept) -> None:
    """They stand after the same line, in or after the same region, or first on the page, under ids that are free there."""
    add(kept, "Цѣна 5 к.", Box(640, 300, 1000, 340), after=f"{RIGHT}_l002")
    add(kept, "Рис.", Box(110, 650, 300, 680), first_in=PICTURE)
    add(kept, "Ивановъ", Box(900, 1300, 1100, 1340), after=STAMP, kind=RegionKind.HANDWRITING)
    add(kept, "№ 7", Box(900, 20, 1100, 60))
    assert [e.on for e in carried(kept, another())] == [
        "p0001_r002_l003",
        "p0001_r001_l001",
        "p0001_r005_l001",
        "p0001_r006_l001",
    ]
    made = after(kept, another())
    assert [region.id[-1] for region in made.regions] == ["6", "1", "2", "3", "4", "5"]
    assert [line.text for line in made.regions[2].lines][-1] == "Цѣна 5 к."
    assert made.regions[5].kind is RegionKind.HANDWRITING


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (another(R(RegionKind.PARAGRAPH, LINES, 1, 100, 700, 480)), "no such region was found"),
        (page(1, failure="no such file"), "page 1 could not be read"),
        (page(2), "its page is not there"),
    ],
)
def test_a_region_that_is_not_there(kept: Kept, made: TranscribedPage, reason: str) -> None:
    """Told, and nothing is changed."""
    decide(kept, KIND, LEFT, "heading")
    (entry,) = carried(kept, made)
    assert entry.kind is DecisionKind.UNFIT and entry.reason is not None and reason in entry.reason
    assert after(kept, made) == made


def test_an_order_that_cannot_be_kept(kept: Kept) -> None:
    """Two regions that have become one, and lines that stand in two."""
    decide(kept, ORDER, "p0001", f"{RIGHT} {LEFT}")
    decide(kept, ORDER, LEFT, f"{LEFT}_l003 {LEFT}_l002 {LEFT}_l001")
    parted = another(
        R(RegionKind.PARAGRAPH, LINES[:1], 1, 100, 200, 480), R(RegionKind.PARAGRAPH, LINES[1:], 1, 100, 240, 480)
    )
    reasons = [entry.reason or "" for entry in carried(kept, parted)]
    assert reasons[0].startswith("1 of the 2 regions") and "stand in several regions" in reasons[1]


def test_a_line_that_was_read_after_all(kept: Kept) -> None:
    """It does not stand there twice: what was read is told. Nor does it stand after what is not there."""
    add(kept, "Цѣна 5 к.", Box(620, 285, 1090, 325), after=f"{RIGHT}_l002")
    longer = another(R(RegionKind.PARAGRAPH, [*RIGHT_LINES, (W("Цѣиа"), W("5"))], 2, 620, 200, 480))
    (entry,) = carried(kept, longer)
    assert entry.reason == "'Цѣиа 5' was read there"
    shorter = another(R(RegionKind.PARAGRAPH, RIGHT_LINES[:1], 2, 620, 200, 480))
    (entry,) = carried(kept, shorter)
    assert entry.reason == "the line after which it stands was not read"


def test_what_somebody_has_decided_there(kept: Kept) -> None:
    """A person's word on the new reading is not overruled."""
    kept.another_reading([another()])
    decide(kept, KIND, RIGHT, "heading")
    log = read_decisions(kept.folder())
    own = replace(log.entries[0], sequence=2, transcription="ocr-2", on="p0001_r002", new="caption")
    append_decisions(kept.folder(), log, [own])
    (entry,) = carried(kept, another())
    assert entry.reason == "somebody has decided on that place already"
    assert after(kept, another()).regions[1].kind is RegionKind.CAPTION


def test_words_of_a_line_that_was_added(kept: Kept) -> None:
    """What was decided on them follows the line."""
    add(kept, "Цѣна 5 к.", Box(640, 300, 1000, 340), after=f"{RIGHT}_l002")
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (f"{RIGHT}_l003_w002",), "6")
    record_decisions("vestnik", 1, [wish], kept.settings, Ticking())
    assert [entry.kind for entry in carried(kept, another())] == [DecisionKind.CARRIED] * 2
    assert [line.text for line in after(kept, another()).regions[1].lines][-1] == "Цѣна 6 к."
