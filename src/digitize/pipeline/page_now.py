"""A page as it stands now: the text in force with every decision on it, also those that no version has taken in yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitize.model.decided import Draft
from digitize.model.decision import Decision
from digitize.model.decision_index import DecisionIndex
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage
from digitize.pipeline.decided_text import DecidedText


@dataclass(frozen=True, slots=True)
class PageNow:
    """A page with the decisions on it.

    Args:
        text: The text that is decided on.
        sequence: Number of the last decision that was looked at; 0 when there was none.
        page: The page.
    """

    text: DecidedText
    sequence: int
    page: TranscribedPage

    def region(self, region_id: str) -> TextRegion | None:
        """A region; ``None`` when it is not there."""
        return next((region for region in self.page.regions if region.id == region_id), None)

    def line(self, line_id: str) -> TextLine | None:
        """A line; ``None`` when it is not there."""
        return next((line for line in self.page.lines if line.id == line_id), None)


def page_now(
    number: int, entries: Sequence[Decision], text: DecidedText, read: Callable[[int], TranscribedPage]
) -> PageNow:
    """A page after some decisions; one that does not fit is passed over, as where decisions are taken down.

    Args:
        number: The page, from 1.
        entries: The decisions of the document, from the first.
        text: The text that is decided on.
        read: Gives a page as engines read it.
    """
    known = DecisionIndex()
    known.follow(entries)
    pages, touching = known.joined_pages({number}, text.line)
    draft = Draft([read(each) for each in sorted(pages)], text.root)
    for decision in touching:
        draft.apply(decision)
    page = next(page for page in draft.pages() if page.page_number == number)
    return PageNow(text, len(entries), page)
