"""The text that is reviewed, word by word: what stands around a word, where it is cited, what is marked on the scan."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.export.compared import place_on
from digitize.model.document import Document
from digitize.model.geometry import Box
from digitize.model.transcription import Alternative, Repair, TextLine, TranscribedPage, Word
from digitize.model.witness import PlacedWord, words_of

_CONTEXT = 8
"""Words told before and after a place."""
_NO_SCRIPT = frozenset((None, "Zyyy"))


class ReviewText:
    """A version of a document's text.

    Args:
        document: The document, with that version.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words: tuple[PlacedWord, ...] = tuple(words_of(document.transcription.pages))
        """The words in reading order; lines in doubt are no text."""
        self._cited: dict[str, str] = {}

    def around(self, words: range, page_number: int) -> tuple[str, str]:
        """What stands on a page before and after some words.

        Args:
            words: Their indices; an empty range stands between two words.
            page_number: The page that they begin on.
        """
        first, last = max(0, words.start - _CONTEXT), min(len(self.words), words.stop + _CONTEXT)
        before, after = self.words[first : words.start], self.words[words.stop : last]
        return _on_page(before, page_number), _on_page(after, page_number)

    def by_line(self, words: range) -> list[range]:
        """Words cut where lines end."""
        cut: list[range] = []
        for index in words:
            if cut and self.words[index].line is self.words[index - 1].line:
                cut[-1] = range(cut[-1].start, index + 1)
            else:
                cut.append(range(index, index + 1))
        return cut

    def boxes(self, words: range) -> tuple[Box, ...]:
        """A box around some words of one page for each of their lines."""
        return tuple(Box.around([self.words[index].word.box for index in line]) for line in self.by_line(words))

    def gap_after(self, index: int) -> Box:
        """Where a word would stand that follows another on its line."""
        placed = self.words[index]
        box, page = placed.word.box, placed.page
        right = box.x1 + max(1, box.height // 2)
        if index + 1 < len(self.words) and self.words[index + 1].line is placed.line:
            right = self.words[index + 1].word.box.x0
        return Box(box.x1, box.y0, max(right, box.x1 + 2), box.y1).inside(page.width, page.height)

    def gap_before(self, index: int) -> Box:
        """Where a word would stand that comes before the first of a line."""
        box = self.words[index].word.box
        page = self.words[index].page
        left = max(0, box.x0 - max(2, box.height // 2))
        return Box(left, box.y0, max(box.x0, left + 1), box.y1).inside(page.width, page.height)

    def cited(self, page: TranscribedPage, line: TextLine) -> str:
        """Where a line stands: ``p. 3, col. 2, top``."""
        found = self._cited.get(line.id)
        if found is None:
            found = self._cited[line.id] = place_on(self.document, page, line)
        return found

    def text(self, words: range) -> str:
        """Some words, with single spaces between them."""
        return " ".join(placed.word.text for placed in self.words[words.start : words.stop])


def _on_page(words: Sequence[PlacedWord], page_number: int) -> str:
    return " ".join(placed.word.text for placed in words if placed.page.page_number == page_number)


def lowest_confidence(words: Sequence[Word]) -> float | None:
    """The lowest confidence that any of some words has."""
    return min((word.confidence for word in words if word.confidence is not None), default=None)


def script_of_words(words: Sequence[Word]) -> str | None:
    """The script of the first word that has letters; that of digits and signs where none has."""
    scripts = [word.script for word in words]
    return next((script for script in scripts if script not in _NO_SCRIPT), next(iter(scripts), None))


def alternatives_of(words: Sequence[Word]) -> tuple[Alternative, ...]:
    """What else was read in the place of words."""
    return tuple(other for word in words for other in word.alternatives)


def repairs_of(words: Sequence[Word]) -> tuple[Repair, ...]:
    """What rules have changed on the printed layer of words."""
    return tuple(repair for word in words for repair in word.repairs if repair.layer == "printed")
