"""The places of a text that may be wrong, where there is no second one: what is doubtful, what engines dispute, what rules changed."""

from __future__ import annotations

from collections.abc import Iterator

from digitize.export.pdf_facing_notes import doubt_of
from digitize.model.document import Document
from digitize.model.place import DoubtKind, ReviewPlace
from digitize.model.transcription import TextLine, TranscribedPage, Word
from digitize.pipeline.review_text import (
    ReviewText,
    alternatives_of,
    lowest_confidence,
    repairs_of,
    script_of_words,
)

_NEAR = 0.05
"""How much surer than another engine's reading the word that was taken may be, for the two to be in dispute."""


def doubts(document: Document) -> tuple[ReviewPlace, ...]:
    """Everything in a text that is worth a look, in reading order; what a person has decided on is not.

    A line that is no text to be relied on is one place; else each word is one by itself.
    """
    return tuple(_places(ReviewText(document)))


def _places(text: ReviewText) -> Iterator[ReviewPlace]:
    index = 0
    for page in text.document.transcription.pages:
        for line in page.lines:
            if line.doubt is not None:
                yield _of_line(text, page, line, index)
                continue
            for word in line.words:
                if word.decision is None and (kinds := kinds_of_doubt(word)):
                    yield _of_word(text, page, line, index, kinds)
                index += 1


def kinds_of_doubt(word: Word) -> tuple[DoubtKind, ...]:
    """Why a word is worth a look, the weightiest first; none where it is not."""
    found = {
        DoubtKind.DISAGREEMENT: is_disputed(word),
        DoubtKind.DOUBTFUL: doubt_of(word) > 0,
        DoubtKind.REPAIR: bool(repairs_of((word,))),
    }
    return tuple(kind for kind, holds in found.items() if holds)


def is_disputed(word: Word) -> bool:
    """Whether something else was read in a word's place, and what read it was nearly as sure, or surer."""
    return word.confidence is not None and any(
        other.confidence is not None and other.confidence >= word.confidence - _NEAR
        for other in word.alternatives
        if other.text != word.text
    )


def _of_line(text: ReviewText, page: TranscribedPage, line: TextLine, index: int) -> ReviewPlace:
    before, after = text.around(range(index, index), page.page_number)
    kind = DoubtKind(line.doubt.value if line.doubt is not None else DoubtKind.UNREADABLE)
    return ReviewPlace(
        key=line.id,
        page_number=page.page_number,
        line=line.id,
        words=tuple(word.id for word in line.words),
        boxes=(line.box,),
        left=line.text,
        right=None,
        kinds=(kind.value,),
        confidence=lowest_confidence(line.words),
        script=script_of_words(line.words),
        before=before,
        after=after,
        alternatives=alternatives_of(line.words),
        repairs=repairs_of(line.words),
        citation=text.cited(page, line),
    )


def _of_word(
    text: ReviewText, page: TranscribedPage, line: TextLine, index: int, kinds: tuple[DoubtKind, ...]
) -> ReviewPlace:
    word = text.words[index].word
    before, after = text.around(range(index, index + 1), page.page_number)
    return ReviewPlace(
        key=word.id,
        page_number=page.page_number,
        line=line.id,
        words=(word.id,),
        boxes=(word.box,),
        left=word.text,
        right=None,
        kinds=tuple(kind.value for kind in kinds),
        evidence=tuple(_evidence(word, kinds)),
        confidence=word.confidence,
        script=word.script,
        before=before,
        after=after,
        alternatives=word.alternatives,
        repairs=repairs_of((word,)),
        citation=text.cited(page, line),
    )


def _evidence(word: Word, kinds: tuple[DoubtKind, ...]) -> Iterator[str]:
    if DoubtKind.DOUBTFUL in kinds:
        yield f"read with a confidence of {word.confidence:.2f}"
    if DoubtKind.DISAGREEMENT in kinds:
        yield from (f"{other.by} read “{other.text}” here" for other in word.alternatives if other.text != word.text)
    for repair in repairs_of((word,)):
        yield f"read as “{repair.old}”; repaired ({repair.rule}): {repair.evidence}"
