"""Carries persons' decisions over to another reading of the same pages, by place and text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rapidfuzz.fuzz import ratio

from digitize.model.clock import Clock, now
from digitize.model.decided import Draft
from digitize.model.decision import (
    BY_PERSON,
    ON_LAYOUT,
    Decision,
    DecisionKind,
    DecisionPlace,
    in_force,
    no_longer_fit,
    origins,
    taken_back,
)
from digitize.model.geometry import Box
from digitize.model.touched import touched_by
from digitize.model.transcription import Transcription, Word
from digitize.pipeline.carry_layout import find_layout
from digitize.pipeline.decide_layout import ids_added
from digitize.pipeline.version_list import line_of
from digitize.store.decision_log import append_decisions, read_decisions

PROGRAM = "digitize"
"""Who adds entries where no person does."""

_COVERED = 0.5
"""Share of the smaller of two boxes in which they must overlap to be one word's."""
_SAME_PLACE = 0.5
"""Share of both places, together, that they must have in common: else words are parted in other ways."""
_ALIKE = 60.0
"""Per cent by which a reading must be like what was read or decided, unless its neighbours are the same."""


def carry_decisions(transcription: Transcription, folder: Path, clock: Clock = now) -> int:
    """Repeats a document's decisions on a version read by engines, so far as they fit it; what does not is taken down with its reason.

    Decisions that were carried to it before, or made on it, are left alone. The caller holds the document's lock.

    Args:
        transcription: The version.
        folder: The document's folder.
        clock: Tells the time.

    Returns:
        How many decisions do not fit it.

    Raises:
        InputError: If the decisions cannot be read.
        EnvironmentFault: If they cannot be written.
    """
    log = read_decisions(folder)
    if not log.entries:
        return 0
    line = line_of(folder, transcription.id)
    origin, back = origins(log.entries), taken_back(log.entries)
    done = {origin[entry.sequence] for entry in log.entries if entry.transcription in line}
    waiting = [e for e in log.entries if e.kind in BY_PERSON and e.sequence not in done | back]
    draft = Draft(transcription.pages, transcription.id)
    for entry in in_force(log.entries, line):
        draft.apply(entry)
    own = _own([e for e in in_force(log.entries, line) if e.kind in BY_PERSON], draft, transcription)
    taken = set(ids_added(entry for entry in log.entries if entry.transcription in line))
    entries: list[Decision] = []
    for decision in waiting:
        about = (log.sequence + len(entries) + 1, clock(), transcription.id)
        entry = _carried(decision, about, draft, own, taken)
        taken |= ids_added([entry])
        entries.append(entry)
    return len(no_longer_fit(append_decisions(folder, log, entries).entries, line))


@dataclass(frozen=True, slots=True)
class _Own:
    """What persons have decided on the new reading itself: words by their ids, and the decisions."""

    words: frozenset[str]
    decisions: tuple[Decision, ...]

    def has(self, entry: Decision) -> bool:
        """Whether one of them is on the same as an entry."""
        mine = touched_by(entry)
        return bool(self.words.intersection(entry.words)) or any(
            touched_by(each).meets(mine) for each in self.decisions if each.effect in ON_LAYOUT
        )


def _own(decisions: Sequence[Decision], draft: Draft, transcription: Transcription) -> _Own:
    numbers = {decision.sequence for decision in decisions}
    words = (word for page in transcription.pages for word in draft.words(page.page_number))
    return _Own(frozenset(word.id for word in words if word.decision in numbers), tuple(decisions))


_About = tuple[int, datetime, str]
"""Number, time and version of an entry to be."""


def _carried(decision: Decision, about: _About, draft: Draft, own: _Own, taken: Collection[str]) -> Decision:
    """The entry that repeats a decision, which the draft then holds, or says why it does not fit."""
    repeated = _repeated(decision, about, draft, taken)
    if isinstance(repeated, Decision):
        reason = "somebody has decided on that place already" if own.has(repeated) else draft.apply(repeated)
        if reason is None:
            return repeated
    else:
        reason = repeated
    number, at, version = about
    return Decision(number, DecisionKind.UNFIT, PROGRAM, at, version, of=decision.sequence, reason=reason)


def _repeated(decision: Decision, about: _About, draft: Draft, taken: Collection[str]) -> Decision | str:
    number, at, version = about
    same = Decision(
        number,
        DecisionKind.CARRIED,
        PROGRAM,
        at,
        version,
        decision.words,
        decision.old,
        decision.new,
        decision.offer,
        decision.sequence,
        decision.place,
        repeats=decision.kind,
        on=decision.on,
        line=decision.line,
    )
    if decision.kind in ON_LAYOUT:
        laid = find_layout(decision, draft, taken)
        if isinstance(laid, str):
            return laid
        return replace(same, on=laid.on, old=laid.old, new=laid.new, place=laid.place, line=laid.line)
    found = find_words(decision, draft)
    if isinstance(found, str):
        return found
    new = found.text if decision.kind is DecisionKind.UNSURE else decision.new
    return replace(same, words=found.words, old=found.text, new=new, place=draft.place_of(found.words))


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words in the place of a decision.

    Args:
        words: Their ids.
        text: Their text.
    """

    words: tuple[str, ...]
    text: str


def find_words(decision: Decision, draft: Draft) -> FoundWords | str:
    """The words of another reading that stand where those of a decision stood, or why there are none that it fits.

    Both readings are of the same image, so that boxes tell the place. Then the text, or both neighbours, must be alike: a person has
    decided what is printed there, whatever engines make of it. Where it is that nothing is, what lies in that place goes, however it reads.
    """
    place = decision.place
    if place is None:
        return "it has no place"
    words = list(draft.words(place.page_number))
    if not words:
        return f"page {place.page_number} has no text in it"
    if decision.kind is DecisionKind.EDIT and not decision.new:
        inside = [
            word for word in words if sum(word.box.overlap(box) for box in place.boxes) >= _COVERED * word.box.area
        ]
        if inside:
            return FoundWords(tuple(word.id for word in inside), " ".join(word.text for word in inside))
    here = [index for index, word in enumerate(words) if any(_is_on(word.box, box) for box in place.boxes)]
    if not here:
        return "nothing was read in that place"
    found = [words[index] for index in here]
    text = " ".join(word.text for word in found)
    if _common(found, place) < _SAME_PLACE:
        return f"words are parted in another way there: {text!r}"
    before = words[here[0] - 1].text if here[0] else ""
    after = words[here[-1] + 1].text if here[-1] + 1 < len(words) else ""
    is_alike = max(ratio(text, decision.old), ratio(text, decision.new)) >= _ALIKE
    if not is_alike and (before, after) != (place.before, place.after):
        return f"{text!r} was read there"
    return FoundWords(tuple(word.id for word in found), text)


def _is_on(a: Box, b: Box) -> bool:
    return a.overlap(b) >= _COVERED * min(a.area, b.area)


def _common(found: list[Word], place: DecisionPlace) -> float:
    """Share of two places together that they have in common; boxes of a place do not overlap much."""
    shared = sum(word.box.overlap(box) for word in found for box in place.boxes)
    either = sum(word.box.area for word in found) + sum(box.area for box in place.boxes) - shared
    return shared / max(either, 1)
