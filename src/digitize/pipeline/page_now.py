"""A page as it stands now: the text in force with every decision on it, also those that no version has taken in yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitize.model.decided import Draft
from digitize.model.decision import Decision, in_force
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage
from digitize.pipeline.decide_layout import page_of
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
    pages, touching = _near(number, in_force(entries, text.line))
    draft = Draft([read(each) for each in sorted(pages)], text.root)
    for decision in touching:
        draft.apply(decision)
    page = next(page for page in draft.pages() if page.page_number == number)
    return PageNow(text, len(entries), page)


def _near(number: int, held: Sequence[Decision]) -> tuple[set[int], list[Decision]]:
    """The page with those that decisions join to it, and the decisions on all of these."""
    of = [(decision, _pages(decision)) for decision in held]
    pages = {number}
    while True:
        touching = [(decision, on) for decision, on in of if pages & on]
        more = set[int]().union(*(on for _, on in touching))
        if more <= pages:
            return pages, [decision for decision, _ in touching]
        pages |= more


def _pages(decision: Decision) -> frozenset[int]:
    return frozenset(page_of(each) for each in decision.ids)
