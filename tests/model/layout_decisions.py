"""A page of two columns with a stamp and a picture, and decisions on its lines and regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from digitize.model.decided import Draft
from digitize.model.decision import AddedLine, Decision, DecisionKind, DecisionPlace
from digitize.model.geometry import Box
from digitize.model.transcription import (
    Doubt,
    Origin,
    RegionKind,
    TextRegion,
    TranscribedPage,
    Transcription,
)
from tests.export.documents import R, W, page

AT = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
HEAD, LEFT, RIGHT, STAMP, PICTURE = (f"p0001_r{number:03}" for number in range(1, 6))
LINES = [(W("Урожай"), W("въ"), W("саду")), (W("былъ"), W("великъ"), W("раз-")), (W("говор"), W("о"), W("нём."))]


def read_page() -> TranscribedPage:
    """``p0001_r001`` to ``r005``: heading over both columns, left and right column, stamp, picture without lines."""
    return page(
        1,
        [
            R(RegionKind.HEADING, [(W("ВѢСТНИКЪ"), W("САДОВОДА"))], None, 100, 100, 1000, columns=(1, 2)),
            R(RegionKind.PARAGRAPH, LINES, 1, 100, 200, 480),
            R(RegionKind.PARAGRAPH, [(W("Цѣны"), W("на")), (W("овесъ"),)], 2, 620, 200, 480),
            R(RegionKind.STAMP, [(W("АРХ?ВЪ"),)], None, 700, 900, 300, doubt=Doubt.STAMP),
            R(RegionKind.IMAGE, (), 1, 100, 600, 480),
        ],
        columns=2,
        language="rus",
    )


def reading(*pages: TranscribedPage, name: str = "ocr-1") -> Transcription:
    return Transcription(name, Origin.OCR, None, pages or (read_page(),))


class Deciding:
    """Decisions one after the other on a reading, each on what the earlier ones have left."""

    def __init__(self, *pages: TranscribedPage) -> None:
        self.read = reading(*pages)
        self.draft = Draft(self.read.pages, "ocr-1")
        self.made: list[Decision] = []

    def decide(self, kind: DecisionKind, on: str, new: str, line: AddedLine | None = None, **changes: object) -> str:
        """Applies a decision; returns why it does not fit, or nothing."""
        old = self.draft.stands(kind, on, new) or ""
        about = (len(self.made) + 1, kind, "Anna", AT, "ocr-1", (), old, new)
        box = Box(0, 0, 1, 1) if line is None else Box.around_points(line.polygon, 1200, 1600)
        made = replace(Decision(*about, place=DecisionPlace(1, (box,)), on=on, line=line), **changes)  # type: ignore[arg-type]
        reason = self.draft.apply(made)
        if reason is None:
            self.made.append(made)
        return reason or ""

    def edit(self, word: str, new: str) -> None:
        """Changes the first word of a text."""
        found = next(w for w in self.draft.words(1) if w.text == word)
        about = (len(self.made) + 1, DecisionKind.EDIT, "Anna", AT, "ocr-1", (found.id,), word, new)
        made = Decision(*about, place=self.draft.place_of((found.id,)))
        assert self.draft.apply(made) is None
        self.made.append(made)

    @property
    def page(self) -> TranscribedPage:
        return self.draft.pages()[0]

    def region(self, region_id: str) -> TextRegion:
        return next(each for each in self.page.regions if each.id == region_id)


def ids(things: Sequence[TextRegion]) -> list[str]:
    """The last numbers of regions' ids."""
    return [thing.id[-3:] for thing in things]


def line_at(region_id: str, after: str | None, box: Box, kind: RegionKind | None = None) -> AddedLine:
    return AddedLine(region_id, box.polygon, after, kind)
