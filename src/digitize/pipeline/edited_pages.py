"""The pages that decisions change, made anew with their neighbours; the others are not even decoded.

What a decision does reaches as far as a word goes on: over the end of its page, to the next one with running text. So pages are
made anew with such a neighbour on either side, once after the decisions that the text in force holds, and once after those in force now. A
neighbour on which both are not alike gets neighbours of its own; all others stay as they lie on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from digitize.model.decided import Draft
from digitize.model.decision import Decision, in_force
from digitize.model.decision_index import DecisionIndex, page_of
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.decided_text import DecidedText
from digitize.pipeline.settled import settled
from digitize.store.page_codec import decode_page
from digitize.store.page_lines import PageLines

_STOPS = (b'"kind":"paragraph"', b'"kind":"heading"', b'"status":"failed"')
"""What a page has that text goes on to, or over which none does."""


@dataclass(frozen=True, slots=True)
class EditedPages:
    """What became of a text.

    Args:
        pages: The pages that read otherwise now, by number.
        unfit: Decisions that did not fit, with the reasons.
    """

    pages: dict[int, TranscribedPage]
    unfit: tuple[tuple[Decision, str], ...]


class StoredPages:
    """The pages of the text in force, each decoded when it is asked for."""

    def __init__(self, lines: PageLines) -> None:
        self.lines = lines
        self._decoded: dict[int, TranscribedPage] = {}

    def __getitem__(self, number: int) -> TranscribedPage:
        """One page.

        Raises:
            KeyError: If there is none of that number.
            ValueError: If it cannot be read.
        """
        if number not in self._decoded:
            self._decoded[number] = decode_page(json.loads(self.lines.line(number)))
        return self._decoded[number]


def edited_pages(
    text: DecidedText, taken_in: int, entries: tuple[Decision, ...], stored: StoredPages, told: Mapping[str, Any]
) -> EditedPages:
    """The pages of the text in force that are others after the decisions of now.

    Args:
        text: The text that is decided on.
        taken_in: Number of the last decision that the text in force holds; 0 when it is as engines read it.
        entries: All decisions.
        stored: The text in force.
        told: The settings in the document's report.

    Raises:
        KeyError, ValueError: If a page is not there, or cannot be read.
    """
    index, before = DecisionIndex(), DecisionIndex()
    index.follow(entries)
    before.follow(entries[:taken_in])
    held = {each.sequence: each for each in in_force(before.entries, text.line)}
    holds = {each.sequence: each for each in in_force(entries, text.line)}
    others = [(held | holds)[number] for number in held.keys() ^ holds.keys()]
    core = {page_of(id_) for each in others for id_ in each.ids}
    while True:
        window = _with_neighbours(core, stored)
        window |= index.joined_pages(window, text.line)[0] | before.joined_pages(window, text.line)[0]
        was, _ = _made(window, before, text, told)
        now, unfit = _made(window, index, text, told)
        more = {number for number in window - core if was[number] != now[number]}
        if not more:
            break
        core |= more
    changed = {number: now[number] for number in sorted(core) if now[number] != stored[number]}
    return EditedPages(changed, tuple(unfit))


def _made(
    window: Collection[int], index: DecisionIndex, text: DecidedText, told: Mapping[str, Any]
) -> tuple[dict[int, TranscribedPage], list[tuple[Decision, str]]]:
    """Some pages after the decisions on them, and the decisions that did not fit."""
    read = text.some_pages(window)
    if len(read) != len(window):
        raise KeyError("a page is not there")
    draft = Draft(read, text.root)
    unfit = []
    for decision in index.joined_pages(window, text.line)[1]:
        reason = draft.apply(decision)
        if reason is not None:
            unfit.append((decision, reason))
    return {page.page_number: page for page in settled(draft.pages(), told)}, unfit


def _with_neighbours(core: Collection[int], stored: StoredPages) -> set[int]:
    """Pages, and the nearest ones with running text on either side of each."""
    order = stored.lines.numbers
    place = {number: at for at, number in enumerate(order)}
    found = set(core)
    for number in core:
        at = place[number]
        for side in (order[at + 1 :], order[:at][::-1]):
            found.update(_nearest(side, stored.lines))
    return found


def _nearest(numbers: Iterable[int], lines: PageLines) -> list[int]:
    found = []
    for number in numbers:
        found.append(number)
        if any(lines.holds(number, mark) for mark in _STOPS):
            break
    return found
