"""Pages after persons' decisions. Nothing is changed in place: without the decisions the pages are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.model.added_line import divided
from digitize.model.decision import ON_LAYOUT, Decision, DecisionKind, DecisionPlace
from digitize.model.draft_layout import DraftLayout
from digitize.model.geometry import Box
from digitize.model.language import script_of
from digitize.model.rules import RepairRule
from digitize.model.transcription import (
    Alternative,
    Doubt,
    PageStatus,
    TextLine,
    TextRegion,
    TranscribedPage,
    Transcription,
    Word,
)


class UnfitDecisionError(ValueError):
    """A decision does not fit the text it is to change.

    Args:
        decision: The decision.
        reason: Why.
    """

    def __init__(self, decision: Decision, reason: str) -> None:
        super().__init__(f"decision {decision.sequence}: {reason}")
        self.decision = decision
        self.reason = reason


def apply_decisions(transcription: Transcription, decisions: Iterable[Decision]) -> tuple[TranscribedPage, ...]:
    """The pages of a transcription after decisions, one after the other.

    A word in a person's own words has no confidence (no engine said it) and keeps its box; what was read is its first alternative, by
    the transcription's id. Where several words become one, or one several, boxes are joined or divided by letters. A word that was
    accepted as it stands keeps its confidence. Both carry the decision's number. Readings that a rule had joined with a word
    that has changed stand alone again: joining is a rule's work, and is to be done anew.

    Args:
        transcription: As engines read it.
        decisions: In their order, none of them taken back.

    Raises:
        UnfitDecisionError: If one does not fit.
    """
    draft = Draft(transcription.pages, transcription.id)
    for decision in decisions:
        reason = draft.apply(decision)
        if reason is not None:
            raise UnfitDecisionError(decision, reason)
    return draft.pages()


@dataclass(frozen=True, slots=True)
class _Spot:
    page: int
    line: str


class Draft:
    """Pages that decisions are being applied to.

    Args:
        pages: As engines read them; some of a document's, or all.
        read_by: Id of their transcription.
    """

    def __init__(self, pages: Sequence[TranscribedPage], read_by: str) -> None:
        self._pages = tuple(pages)
        self._read_by = read_by
        self.layout = DraftLayout(pages)
        self._lines: dict[str, list[Word]] = {}
        self._spots: dict[str, _Spot] = {}
        self._touched: set[int] = set()
        self._edited: set[str] = set()
        self._joined: dict[str, set[str]] = {}
        for page in self._pages:
            for line in page.lines:
                self._lines[line.id] = list(line.words)
                self._spots.update((word.id, _Spot(page.page_number, line.id)) for word in line.words)
                for word in line.words:
                    self._note_joined(word)

    # Asked ---------------------------------------------------------------------------------------------------------

    def words(self, page_number: int) -> Iterator[Word]:
        """The words of a page as they stand now, in reading order; none when there is no such page."""
        return (word for line in self.layout.line_ids(page_number) for word in self._lines[line])

    def find(self, ids: Sequence[str]) -> tuple[Word, ...] | None:
        """Words by their ids; ``None`` when one is not there."""
        found = [self._word(each) for each in ids]
        return None if any(word is None for word in found) else tuple(word for word in found if word is not None)

    def place_of(self, ids: Sequence[str]) -> DecisionPlace:
        """Where words that are there stand, and between which others."""
        first, last = self._spots[ids[0]], self._spots[ids[-1]]
        found = [word for each in ids if (word := self._word(each)) is not None]
        before = [word.text for word in self.words(first.page)]
        names = [word.id for word in self.words(first.page)]
        start = names.index(ids[0])
        following = list(self.words(last.page))
        end = [word.id for word in following].index(ids[-1])
        return DecisionPlace(
            first.page,
            tuple(word.box for word in found),
            before[start - 1] if start else "",
            following[end + 1].text if end + 1 < len(following) else "",
        )

    def stands(self, kind: DecisionKind, on: str, new: str) -> str | None:
        """What a decision on a line, region or page finds there, in the words of its ``old``; ``None`` where that is not there.

        Args:
            kind: What the decision says.
            on: What it is on.
            new: What it makes of it.
        """
        if kind is DecisionKind.ADD_LINE:
            return ""
        if kind is DecisionKind.SET_KIND:
            region = self.layout.region(on)
            return None if region is None else region.kind.value
        if kind is DecisionKind.SET_DOUBT:
            line = self.layout.line(on)
            return None if line is None else (self._doubt(line) or "")
        return self.layout.in_order(on, new.split())

    def _doubt(self, line: TextLine) -> Doubt | None:
        """Why a line is no text; it is, when each of its words was decided on since that was last asked of it."""
        since, words = self.layout.doubted(line.id), self._lines[line.id]
        is_read = bool(words) and all(word.decision is not None and word.decision > since for word in words)
        return None if is_read else line.doubt

    def _word(self, word_id: str) -> Word | None:
        return self._there(word_id) if word_id in self._spots else None

    def _there(self, word_id: str) -> Word:
        return next(word for word in self._lines[self._spots[word_id].line] if word.id == word_id)

    # Changed -------------------------------------------------------------------------------------------------------

    def apply(self, decision: Decision) -> str | None:
        """Applies a decision; where it does not fit, nothing changes, and the reason is returned."""
        if decision.effect in ON_LAYOUT:
            return self._apply_to_layout(decision)
        words = self.find(decision.words)
        if words is None:
            return "a word that it was made on is not there"
        text = " ".join(word.text for word in words)
        if text != decision.old:
            return f"{text!r} stands there, not {decision.old!r}"
        new = decision.new.split()
        if len(new) == len(words):
            for word_id, other in zip(decision.words, new, strict=True):
                self._decide(word_id, other, decision)
            return None
        if not self._is_run(words):
            return "words on several lines are replaced one by one"
        self._replace_run(words, new, decision)
        return None

    def _apply_to_layout(self, decision: Decision) -> str | None:
        on, effect = decision.on or "", decision.effect
        there = self.stands(effect, on, decision.new)
        if there is None:
            return f"{on} is not there, or not what it was"
        if (
            there != decision.old and effect is not DecisionKind.SET_DOUBT
        ):  # what a person says of a doubt holds, whatever it was
            return f"{there!r} stands there, not {decision.old!r}"
        reason = self.layout.apply(decision)
        if reason is not None or decision.place is None:
            return reason
        number = decision.place.page_number
        line = self.layout.line(on)
        if effect is DecisionKind.ADD_LINE and line is not None:
            self._lines[on] = list(line.words)
            self._spots.update((word.id, _Spot(number, on)) for word in line.words)
        for word in list(self.words(number)):
            if any(repair.rule == RepairRule.JOIN_HYPHEN for repair in word.repairs):
                self._part(word)
        self._touched.add(number)
        return None

    def _is_run(self, words: Sequence[Word]) -> bool:
        """Whether words stand beside each other on one line."""
        line = self._lines[self._spots[words[0].id].line]
        start = next(index for index, word in enumerate(line) if word.id == words[0].id)
        return [word.id for word in line[start : start + len(words)]] == [word.id for word in words]

    def _decide(self, word_id: str, text: str, decision: Decision) -> None:
        word = self._there(word_id)
        number = word.decision if decision.effect is DecisionKind.UNSURE else decision.sequence
        if text == word.text:
            self._put(replace(word, decision=number))
            return
        self._part(word)
        read = () if word.id in self._edited else (Alternative(word.text, word.confidence, self._read_by),)
        self._edited.add(word.id)
        made = replace(
            word,
            text=text,
            reading=text,
            confidence=None,
            script=script_of(text),
            repairs=(),
            alternatives=tuple(each for each in (*read, *word.alternatives) if each.text != text),
            decision=number,
        )
        self._put(made)

    def _replace_run(self, words: Sequence[Word], new: Sequence[str], decision: Decision) -> None:
        for word in words:
            self._part(word)
        alternatives = self._as_read(words)
        box = Box.around([word.box for word in words])
        language = words[0].language if len({word.language for word in words}) == 1 else None
        emphasis = words[0].emphasis if len({word.emphasis for word in words}) == 1 else ()
        ids = self._ids(words, len(new))
        made = [
            Word(
                id=word_id,
                text=text,
                reading=text,
                box=part,
                confidence=None,
                language=language,
                script=script_of(text),
                alternatives=alternatives if index == 0 else (),
                emphasis=emphasis,
                decision=decision.sequence,
            )
            for index, (word_id, text, part) in enumerate(zip(ids, new, divided(box, new), strict=True))
        ]
        self._edited.update(ids)
        spot = self._spots[words[0].id]
        line = self._lines[spot.line]
        start = next(index for index, word in enumerate(line) if word.id == words[0].id)
        line[start : start + len(words)] = made
        self._touched.add(spot.page)
        for word in words:
            self._spots.pop(word.id, None)
        self._spots.update((word_id, spot) for word_id in ids)

    def _as_read(self, words: Sequence[Word]) -> tuple[Alternative, ...]:
        """What engines read in the place of words; of words that were changed before, what is known of the first."""
        if any(word.id in self._edited for word in words):
            return next((word.alternatives for word in words if word.alternatives), ())
        known = [word.confidence for word in words if word.confidence is not None]
        lowest = min(known) if len(known) == len(words) else None
        return (Alternative(" ".join(word.text for word in words), lowest, self._read_by),)

    def _ids(self, words: Sequence[Word], count: int) -> list[str]:
        """Ids for the words in the place of others: theirs, and numbered on from the last when there are more."""
        ids = [word.id for word in words[:count]]
        number = 2
        while len(ids) < count:
            wish = f"{words[-1].id}-{number}"
            if wish not in self._spots:
                ids.append(wish)
            number += 1
        return ids

    def _put(self, made: Word) -> None:
        """Puts a word in the place of the one with its id."""
        spot = self._spots[made.id]
        self._lines[spot.line] = [made if word.id == made.id else word for word in self._lines[spot.line]]
        self._touched.add(spot.page)

    def _note_joined(self, word: Word) -> None:
        for other in _mentions(word):
            self._joined.setdefault(word.id, set()).add(other)
            self._joined.setdefault(other, set()).add(word.id)

    def _part(self, word: Word) -> None:
        """Gives the words that a rule joined with one that changes their own readings back."""
        waiting = [word.id]
        while waiting:
            here = waiting.pop()
            waiting += self._joined.pop(here, ())
            joined = self._word(here)
            if joined is not None and _mentions(joined):
                self._put(_unjoined(joined))

    # Given back ----------------------------------------------------------------------------------------------------

    def pages(self) -> tuple[TranscribedPage, ...]:
        """The pages as they are now."""
        return tuple(self._page(page) for page in self._pages)

    def _page(self, page: TranscribedPage) -> TranscribedPage:
        if page.page_number not in self._touched:
            return page
        regions = tuple(
            made for region in self.layout.regions(page.page_number) if (made := self._region(region)) is not None
        )
        if not any(region.lines for region in regions):
            return replace(page, regions=regions, status=PageStatus.EMPTY)
        return replace(page, regions=regions, status=PageStatus.RECOGNISED, columns=max(1, page.columns))

    def _region(self, region: TextRegion) -> TextRegion | None:
        lines = tuple(made for line in self.layout.lines(region.id) if (made := self._line(line)) is not None)
        return replace(region, lines=lines) if lines or self.layout.stays(region.id) else None

    def _line(self, line: TextLine) -> TextLine | None:
        words = tuple(self._lines[line.id])
        return replace(line, words=words, doubt=self._doubt(line)) if words else None


def _mentions(word: Word) -> list[str]:
    """Ids of the words that a word's joining names as the evidence's last word."""
    return [repair.evidence.rpartition(" ")[2] for repair in word.repairs if repair.joins]


def _unjoined(word: Word) -> Word:
    """A word with its reading as it was before it was joined, and the repairs before that."""
    first = next(index for index, repair in enumerate(word.repairs) if repair.joins)
    return replace(word, reading=word.repairs[first].old, repairs=word.repairs[:first])
