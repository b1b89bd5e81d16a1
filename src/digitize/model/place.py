"""Places that are worth a person's look: where two texts of a document differ, or where the one there is may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.model.geometry import Box
from digitize.model.transcription import Alternative, Repair


class Beside(StrEnum):
    """On which side of a word something is added that the first text lacks."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """One place to look at.

    Args:
        key: Its name within its queue, from the ids of its words; the same as long as the two texts are.
        page_number: From 1.
        line: Id of the line on which it begins.
        words: Ids of the words of the first text on which a decision is made; for an addition the word beside it. Of what is too long
            for one place, those of its beginning.
        boxes: What is marked on the scan, one for each line, in pixels of the canonical page image; of an addition the gap where it
            would stand.
        left: The first text's printed words there; ``""`` where only the second has words.
        right: The second text's; ``""`` where it has none, ``None`` where there is no second text. Long ones are cut to their ends.
        beside: Of an addition, on which side of ``words``; ``None`` for all others.
        kinds: In what ways the two differ (:class:`~digitize.align.variant.VariantKind`), or what is in doubt
            (:class:`DoubtKind`); the weightiest first, at least one.
        substantive: Whether the difference changes what is said; ``None`` without a second text.
        misread: Whether the scan was likely misread there (:class:`~digitize.align.variant.OcrError`); ``None`` when not asked.
        evidence: What speaks for that, or why it is doubted, for a person.
        graphemes: Both readings in aligned pieces, ``(left, right)``; joined they are the readings. Empty without a second text.
        confidence: The lowest of the words' confidences; ``None`` when none is known, and for an addition.
        script: ISO 15924 code of the words, ``Zyyy`` for digits and signs; of an addition that of what is added.
        before: The words before it on its page, at most eight.
        after: The words after it.
        alternatives: What else engines read there.
        repairs: What rules have changed there.
        citation: ``p. 3, col. 2, top``.
        moved: Whether the second text has these words elsewhere (a transposition), so that they cannot be exchanged here.
        decidable: Whether the second text's reading can be put here as it is: ``False`` of what is moved, too long, or runs over the
            end of a line and cannot be divided there. A person may still keep what stands there, be unsure, or edit.
    """

    key: str
    page_number: int
    line: str
    words: tuple[str, ...]
    boxes: tuple[Box, ...]
    left: str
    right: str | None
    kinds: tuple[str, ...]
    beside: Beside | None = None
    substantive: bool | None = None
    misread: str | None = None
    evidence: tuple[str, ...] = ()
    graphemes: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None
    script: str | None = None
    before: str = ""
    after: str = ""
    alternatives: tuple[Alternative, ...] = ()
    repairs: tuple[Repair, ...] = ()
    citation: str = ""
    moved: bool = False
    decidable: bool = True

    def __post_init__(self) -> None:
        if not self.words or not self.kinds:
            raise ValueError(f"a place without words or kinds: {self.key}")

    @property
    def same_as(self) -> tuple[str, str | None]:
        """What places with the same difference share; of doubts, those of the same reading."""
        return self.left, self.right

    def proposed(self, text: str) -> str | None:
        """What the words would be after the second text is accepted; ``None`` where there is no second text.

        Args:
            text: What the words on which it is decided are now.
        """
        if self.right is None:
            return None
        if self.beside is Beside.BEFORE:
            return f"{self.right} {text}"
        return f"{text} {self.right}" if self.beside is Beside.AFTER else self.right


class DoubtKind(StrEnum):
    """Why words are worth a look where there is no second text; the weightiest first."""

    UNREADABLE = "unreadable"
    """A line that nothing could read."""
    HANDWRITING = "handwriting"
    STAMP = "stamp"
    DISAGREEMENT = "disagreement"
    """Engines, or preparations, read it differently and neither was clearly surer."""
    DOUBTFUL = "doubtful"
    """The confidence is low."""
    REPAIR = "repair"
    """A rule has changed what was read on the printed layer."""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Everything worth a look in one text of a document, or between two.

    Args:
        document: The document's id.
        left: The version that is looked at (``ocr-1``).
        right: The version that it is compared with (``reference-NAME``); ``None`` for its own doubts.
        places: In reading order.
        left_name: What the first text is called before people.
        right_name: The second.
    """

    document: str
    left: str
    right: str | None
    places: Sequence[ReviewPlace]
    left_name: str = ""
    right_name: str = ""
