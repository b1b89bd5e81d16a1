"""Pages after persons' decisions. Nothing is changed in place: without the decisions the pages are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digitize.model.decision import Decision, DecisionKind, DecisionPlace
from digitize.model.geometry import Box
from digitize.model.language import script_of
from digitize.model.transcription import (
    Alternative,
    PageStatus,
    TextLine,
    TextRegion,
    TranscribedPage,
    Transcription,
    Word,
)

_GAP_LETTERS = 0.6
"""Width of the space between two words, in letters, where one box is divided among several."""


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
        self._lines: dict[str, list[Word]] = {}
        self._order: dict[int, list[str]] = {}
        self._spots: dict[str, _Spot] = {}
        self._touched: set[str] = set()
        self._edited: set[str] = set()
        self._joined: dict[str, set[str]] = {}
        for page in self._pages:
            self._order[page.page_number] = [line.id for line in page.lines]
            for line in page.lines:
                self._lines[line.id] = list(line.words)
                self._spots.update((word.id, _Spot(page.page_number, line.id)) for word in line.words)
                for word in line.words:
                    self._note_joined(word)

    # Asked ---------------------------------------------------------------------------------------------------------

    def words(self, page_number: int) -> Iterator[Word]:
        """The words of a page as they stand now, in reading order; none when there is no such page."""
        return (word for line in self._order.get(page_number, ()) for word in self._lines[line])

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

    def _word(self, word_id: str) -> Word | None:
        return self._there(word_id) if word_id in self._spots else None

    def _there(self, word_id: str) -> Word:
        return next(word for word in self._lines[self._spots[word_id].line] if word.id == word_id)

    # Changed -------------------------------------------------------------------------------------------------------

    def apply(self, decision: Decision) -> str | None:
        """Applies a decision; where it does not fit, nothing changes, and the reason is returned."""
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
        self._touched.add(spot.line)
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
        line = self._spots[made.id].line
        self._lines[line] = [made if word.id == made.id else word for word in self._lines[line]]
        self._touched.add(line)

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
        if not self._touched.intersection(self._order[page.page_number]):
            return page
        regions = tuple(made for region in page.regions if (made := self._region(region)) is not None)
        empties = page.status is PageStatus.RECOGNISED and not any(region.lines for region in regions)
        return replace(page, regions=regions, status=PageStatus.EMPTY if empties else page.status)

    def _region(self, region: TextRegion) -> TextRegion | None:
        lines = tuple(made for line in region.lines if (made := self._line(line)) is not None)
        return None if region.lines and not lines else replace(region, lines=lines)

    def _line(self, line: TextLine) -> TextLine | None:
        words = tuple(self._lines[line.id])
        if not words:
            return None
        has_been_read = line.doubt is not None and all(word.decision is not None for word in words)
        return replace(line, words=words, doubt=None if has_been_read else line.doubt)


def divided(box: Box, texts: Sequence[str]) -> tuple[Box, ...]:
    """A box divided among words from left to right, by their letters; a box too narrow for that is each word's."""
    if len(texts) < 2 or box.width < 2 * len(texts):
        return tuple(box for _ in texts)
    letters = sum(len(text) for text in texts) + _GAP_LETTERS * (len(texts) - 1)
    made, at = [], 0.0
    for text in texts:
        start = box.x0 + round(box.width * at / letters)
        end = box.x0 + round(box.width * (at + len(text)) / letters)
        made.append(Box(min(start, box.x1 - 1), box.y0, min(max(end, start + 1), box.x1), box.y1))
        at += len(text) + _GAP_LETTERS
    return tuple(made)


def _mentions(word: Word) -> list[str]:
    """Ids of the words that a word's joining names as the evidence's last word."""
    return [repair.evidence.rpartition(" ")[2] for repair in word.repairs if repair.joins]


def _unjoined(word: Word) -> Word:
    """A word with its reading as it was before it was joined, and the repairs before that."""
    first = next(index for index, repair in enumerate(word.repairs) if repair.joins)
    return replace(word, reading=word.repairs[first].old, repairs=word.repairs[:first])
