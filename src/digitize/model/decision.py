"""A person's decisions on words, lines and regions, and what became of them: a list that only grows.

An entry is never changed. A later one may take an earlier one back (``undo``), repeat it on another version of the text
(``carried``), or say that it cannot be repeated there (``unfit``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.model.geometry import Box, Polygon
from digitize.model.transcription import RegionKind


class DecisionKind(StrEnum):
    """What an entry says."""

    ACCEPT = "accept"
    """What was offered is right; without an offer, what was read is."""
    REJECT = "reject"
    """What was offered is wrong: what was read stands."""
    EDIT = "edit"
    """A person's own words; none at all where nothing is printed."""
    UNSURE = "unsure"
    """A person has looked and cannot tell."""
    ADD_LINE = "add-line"
    """A line that nothing was read of stands there, in a person's own words."""
    SET_KIND = "set-kind"
    """A region is of another kind: handwriting, a picture, a heading."""
    SET_DOUBT = "set-doubt"
    """A line is text after all, or is none, for a reason."""
    REORDER = "reorder"
    """Regions of a page, or lines of a region, are read in another order."""
    UNDO = "undo"
    """An earlier entry is taken back, with what repeats it elsewhere."""
    CARRIED = "carried"
    """An earlier entry holds for another version of the text as well."""
    UNFIT = "unfit"
    """An earlier entry does not fit another version of the text."""


ON_WORDS = frozenset({DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.EDIT, DecisionKind.UNSURE})
ON_LAYOUT = frozenset({DecisionKind.ADD_LINE, DecisionKind.SET_KIND, DecisionKind.SET_DOUBT, DecisionKind.REORDER})
"""Kinds that are on a line, a region or a page."""
BY_PERSON = ON_WORDS | ON_LAYOUT
_HOLDS = BY_PERSON | {DecisionKind.CARRIED}
_KEEPS = frozenset({DecisionKind.REJECT, DecisionKind.UNSURE})
"""Kinds that leave the text as it is."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of the same place, on which a person decides.

    Args:
        reading: Its text.
        reference: The reference text that has it (``reference-NAME``); ``None`` for what an engine read as well.
    """

    reading: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionPlace:
    """Where that stands which a decision is on: by this it is found on another version.

    Args:
        page_number: From 1.
        boxes: A box for each word, in pixels of the canonical page image; of a line or region its own; of things in another order theirs,
            in that order; of an added line its own, and that of what it stands after, or first in.
        before: The word before them on their page; ``""`` at its beginning, and where no words are decided on.
        after: The word after them.
    """

    page_number: int
    boxes: tuple[Box, ...]
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if not self.boxes:
            raise ValueError("a place without a box")


@dataclass(frozen=True, slots=True)
class AddedLine:
    """Where a line stands that a person adds.

    Args:
        region: Id of the region that holds it.
        polygon: Its outline, in pixels of the canonical page image.
        after: The line of that region after which it stands; of a region made for it, the region after which that comes.
            ``None``: it comes first.
        kind: What the region is, where it is made for the line; ``None`` where it is there already.
    """

    region: str
    polygon: Polygon
    after: str | None = None
    kind: RegionKind | None = None

    @property
    def anchor(self) -> str | None:
        """What it stands after, or is first in; ``None`` for what comes first on its page."""
        return self.after if self.after is not None or self.kind is not None else self.region


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry.

    Args:
        sequence: Its number, from 1, without gaps.
        kind: What it says.
        by: Who: a person's name, or the program that carried it over.
        at: When, with its time zone.
        transcription: The version that it holds for.
        words: Ids of the words, which stand beside each other on one line, or are replaced one by one; none for an undo, what does
            not fit, and what is on no words.
        old: Their printed text, joined by single spaces. Of a region its kind, of a line its doubt, of what is put into another order
            the ids in the order of before; ``""`` for what was not there.
        new: What it is after the decision; ``old`` where that stays.
        offer: What was decided on, besides the words themselves.
        of: The entry that is taken back, or the person's decision that is repeated or does not fit.
        place: Where that stands which it is on.
        reason: Why it does not fit.
        repeats: The kind of the decision that is repeated.
        on: Id of the region, line or page (``p0001``) that it is on, or of the line that is added; ``None`` where it is on words.
        line: Where an added line stands.
        batch: Number of the first of the entries that were made together; ``None`` for one that was made alone.
    """

    sequence: int
    kind: DecisionKind
    by: str
    at: datetime
    transcription: str
    words: tuple[str, ...] = ()
    old: str = ""
    new: str = ""
    offer: Offer | None = None
    of: int | None = None
    place: DecisionPlace | None = None
    reason: str | None = None
    repeats: DecisionKind | None = None
    on: str | None = None
    line: AddedLine | None = None
    batch: int | None = None

    def __post_init__(self) -> None:
        if self.sequence < 1 or (self.of is not None and not 1 <= self.of < self.sequence):
            raise ValueError(f"not a number of an entry: {self.sequence} on {self.of}")
        if self.at.tzinfo is None:
            raise ValueError("a time without its zone")
        if any(text != " ".join(text.split()) for text in (self.old, self.new)):
            raise ValueError("words are parted by single spaces")
        fault = self._fault()
        if fault:
            raise ValueError(fault)

    def _fault(self) -> str | None:
        """What does not go together, for its kind."""
        kind, effect, stays = self.kind, self.effect, self.new == self.old
        rules = {
            f"words do not fit the kind {kind}": (effect in ON_WORDS) == bool(self.words),
            f"what it is on does not fit the kind {kind}": (effect in ON_LAYOUT) == (self.on is not None),
            f"a place does not fit the kind {kind}": (kind in _HOLDS) == (self.place is not None),
            f"an added line does not fit the kind {kind}": (effect is DecisionKind.ADD_LINE) == (self.line is not None),
            f"{kind} on decision {self.of}": (self.of is None) == (kind in BY_PERSON),
            f"{kind} repeats {self.repeats}": (self.repeats in BY_PERSON) == (kind is DecisionKind.CARRIED),
            "a rejection of nothing": kind is not DecisionKind.REJECT or self.offer is not None,
            f"{kind} changes no text": kind not in _KEEPS or stays,
            "it is so already": kind not in ON_LAYOUT or not stays,
            "what is accepted as read stays as it is": kind is not DecisionKind.ACCEPT
            or stays
            or self.offer is not None,
            "what does not fit has a reason, and nothing else": (self.reason is not None)
            == (kind is DecisionKind.UNFIT),
            f"made together with decision {self.batch}": self.batch is None
            or (1 <= self.batch <= self.sequence and kind in BY_PERSON | {DecisionKind.UNDO}),
        }
        return next((fault for fault, holds in rules.items() if not holds), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of what it is on: words, or the one line, region or page."""
        return self.words if self.on is None else (self.on,)

    @property
    def effect(self) -> DecisionKind:
        """What it says; of one that was carried over, what the person said."""
        return self.repeats or self.kind


def origins(entries: Iterable[Decision]) -> dict[int, int]:
    """For each entry the number of the person's decision that it goes back to; that of an undo is its own."""
    found: dict[int, int] = {}
    for entry in entries:
        repeats = entry.kind in (DecisionKind.CARRIED, DecisionKind.UNFIT) and entry.of is not None
        found[entry.sequence] = found.get(entry.of, entry.of) if repeats and entry.of else entry.sequence
    return found


def taken_back(entries: Collection[Decision]) -> frozenset[int]:
    """Numbers of the persons' decisions that were taken back."""
    origin = origins(entries)
    return frozenset(origin[e.of] for e in entries if e.kind is DecisionKind.UNDO and e.of in origin)


def in_force(entries: Collection[Decision], versions: Collection[str]) -> tuple[Decision, ...]:
    """The entries that hold for some versions of one text, in order: not taken back, and not found to be unfit there.

    Args:
        entries: All entries of a document.
        versions: A version read by engines, and the reviewed ones that go back to it.
    """
    origin, back = origins(entries), taken_back(entries)
    unfit = {origin[e.sequence] for e in entries if e.kind is DecisionKind.UNFIT and e.transcription in versions}
    return tuple(
        entry
        for entry in entries
        if entry.kind in _HOLDS and entry.transcription in versions and origin[entry.sequence] not in back | unfit
    )


def no_longer_fit(entries: Collection[Decision], versions: Collection[str]) -> tuple[Decision, ...]:
    """The entries that say of a decision that it does not fit some versions of one text; not of those that were taken back.

    Args:
        entries: All entries of a document.
        versions: A version read by engines, and the reviewed ones that go back to it.
    """
    origin, back = origins(entries), taken_back(entries)
    return tuple(
        entry
        for entry in entries
        if entry.kind is DecisionKind.UNFIT and entry.transcription in versions and origin[entry.sequence] not in back
    )
