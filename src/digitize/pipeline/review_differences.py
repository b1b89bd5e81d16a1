"""The places where a version of a document's text and another text differ, as a person decides on them; in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from digitize.align import align, find_variants
from digitize.align.alignment import Alignment
from digitize.align.graphemes import aligned_pieces
from digitize.align.kinds import Comparison, is_punctuation, is_substantive, kinds_of
from digitize.align.ocr_evidence import is_form_of_apostrophe, with_ocr_evidence
from digitize.align.variant import Variant, VariantKind
from digitize.model.document import Document
from digitize.model.language import script_of
from digitize.model.place import Beside, ReviewPlace
from digitize.model.transcription import Origin
from digitize.model.witness import TextPart, Witness
from digitize.pipeline.comparing import ComparisonPlan
from digitize.pipeline.review_parts import LONG, Divider, VariantPart
from digitize.pipeline.review_text import (
    ReviewText,
    alternatives_of,
    lowest_confidence,
    repairs_of,
    script_of_words,
)
from digitize.pipeline.sides import language_of
from digitize.store.reference_file import KeptReference

_MOST_WORDS = 40
"""Words of a place on which one decision is made, at most: of a longer one those of its first line."""
_MOST_LETTERS, _END = 1_000, 400
"""Letters of a reading that is told whole, and of its ends otherwise."""


def differences(document: Document, other: Document | KeptReference, plan: ComparisonPlan) -> tuple[ReviewPlace, ...]:
    """The places where two texts differ, in reading order.

    Left out is what nobody can decide on, or need not: kinds that the user takes for equal; differences of emphasis; forms of
    apostrophes, which recognisers do not tell; running heads and page numbers that a reference lacks; what stands outside the part
    that both texts have, if it is longer than a line; hyphens at the ends of lines.

    Args:
        document: With the version that is looked at.
        other: The same with another version, or a reference text.
        plan: What they are compared by.
    """
    text = ReviewText(document)
    scan = Witness.of_pages(document.transcription.id, document.transcription.pages)
    if isinstance(other, KeptReference):
        witness, language, is_read = other.witness, other.language, False
    else:
        witness = Witness.of_pages(other.transcription.id, other.transcription.pages)
        language, is_read = language_of(other), other.transcription.origin is Origin.OCR
    alignment = align(scan, witness)
    by = plan.comparison(scan, witness, languages=(language_of(document), language))
    made = _Places(text, alignment, by, is_reference=isinstance(other, KeptReference), is_read=is_read)
    return made.of(find_variants(alignment, by))


class _Places:
    """Makes places of variants.

    Args:
        text: The first text.
        alignment: Of the two.
        by: What they are compared by.
        is_reference: Whether the second is a reference text.
        is_read: Whether the second was read by engines as well, so that neither says that the other was misread.
    """

    def __init__(
        self, text: ReviewText, alignment: Alignment, by: Comparison, *, is_reference: bool, is_read: bool
    ) -> None:
        self._text = text
        self._alignment = alignment
        self._by = by
        self._is_reference = is_reference
        self._is_read = is_read
        self._words = [placed.word for placed in text.words]

    def of(self, variants: Iterable[Variant]) -> tuple[ReviewPlace, ...]:
        """The places, in reading order."""
        divider = Divider(self._alignment, self._text)
        parts = [
            told
            for variant in variants
            if not variant.equivalent and variant.kinds != (VariantKind.EMPHASIS,)
            for part in divider.parts(variant)
            if (told := self._with_kinds(part)) is not None
        ]
        judged = [part.variant for part in parts]
        if not self._is_read:
            judged = list(with_ocr_evidence(judged, self._alignment, self._words, self._by))
        places: list[ReviewPlace] = []
        keys: set[str] = set()
        for part, variant in zip(parts, judged, strict=True):
            place = self._place(part, variant) if part.a else self._addition(part, variant)
            if place is None:
                continue
            if place.key in keys and places[-1].key == place.key and place.beside is not None:
                places[-1] = _run_on(places[-1], place)
            else:
                keys.add(place.key)
                places.append(place)
        return _with_own_keys(places)

    # Which are told ------------------------------------------------------------------------------------------------

    def _with_kinds(self, part: VariantPart) -> VariantPart | None:
        """A part with its kinds; ``None`` where there is nothing to decide on."""
        if self._is_reference and self._is_furniture(part):
            return None
        left = self._text.text(part.a)
        variant = part.variant
        if not part.is_whole:
            kinds = self._kinds(left, part.right)
            if not kinds or self._by.equivalent.issuperset(kinds):
                return None
            pieces = self._pieces(left, part.right)
            variant = replace(
                variant, kinds=kinds, substantive=is_substantive(kinds, left, part.right), graphemes=pieces
            )
        is_moved = VariantKind.TRANSPOSITION in variant.kinds
        if not is_moved and (left == part.right or is_form_of_apostrophe(variant)):
            return None
        counted = [kind for kind in variant.kinds if kind not in self._by.equivalent]
        kinds = (*counted, *(kind for kind in variant.kinds if kind in self._by.equivalent))
        return replace(part, variant=replace(variant, kinds=kinds))

    def _kinds(self, left: str, right: str) -> tuple[VariantKind, ...]:
        if left and right:
            return kinds_of(left, right, self._by)
        if is_punctuation((left or right).replace(" ", "")):
            return (VariantKind.PUNCTUATION,)
        return (VariantKind.OMISSION if left else VariantKind.ADDITION,)

    @staticmethod
    def _pieces(left: str, right: str) -> tuple[tuple[str, str], ...]:
        return aligned_pieces(left, right) if max(len(left), len(right)) <= _MOST_LETTERS else ((left, right),)

    def _is_furniture(self, part: VariantPart) -> bool:
        """Whether the part is a running head or page number that the other text lacks."""
        if part.a and part.right:
            return False
        tokens = (
            self._alignment.a.tokens[part.a.start : part.a.stop]
            if part.a
            else self._alignment.b.tokens[part.variant.b.start : part.variant.b.stop]
        )
        return all(token.part is TextPart.FURNITURE for token in tokens)

    # How they are told ---------------------------------------------------------------------------------------------

    def _place(self, part: VariantPart, variant: Variant) -> ReviewPlace:
        first = self._text.words[part.a.start]
        decided = self._decided_words(part.a)
        words = self._words[decided.start : decided.stop]
        left, right = _shown(self._text.text(part.a)), _shown(part.right)
        before, after = self._text.around(part.a, first.page.page_number)
        whole = (left, right) == (self._text.text(part.a), part.right)
        return ReviewPlace(
            key=words[0].id if len(words) == 1 else f"{words[0].id}+{len(words)}",
            page_number=first.page.page_number,
            line=first.line.id,
            words=tuple(word.id for word in words),
            boxes=self._text.boxes(decided),
            left=left,
            right=right,
            graphemes=variant.graphemes if whole and variant.graphemes else ((left, right),),
            confidence=lowest_confidence(words),
            script=script_of_words(words),
            before=before,
            after=after,
            alternatives=alternatives_of(words),
            repairs=repairs_of(words),
            citation=self._text.cited(first.page, first.line),
            moved=VariantKind.TRANSPOSITION in variant.kinds,
            decidable=part.decidable and whole and decided == part.a,
            kinds=tuple(kind.value for kind in variant.kinds),
            substantive=variant.substantive,
            misread=None if variant.ocr is None else variant.ocr.value,
            evidence=variant.evidence,
        )

    def _decided_words(self, words: range) -> range:
        """The words of a place on which a decision is made: of one page, and not too many."""
        page = self._text.words[words.start].page
        stop = next((index for index in words if self._text.words[index].page is not page), words.stop)
        words = range(words.start, stop)
        return words if len(words) <= _MOST_WORDS else self._text.by_line(words)[0]

    def _addition(self, part: VariantPart, variant: Variant) -> ReviewPlace | None:
        anchored = self._anchor(part.a.start)
        if anchored is None:
            return None
        index, beside = anchored
        placed = self._text.words[index]
        gap = self._text.gap_after(index) if beside is Beside.AFTER else self._text.gap_before(index)
        at = index + 1 if beside is Beside.AFTER else index
        before, after = self._text.around(range(at, at), placed.page.page_number)
        right = _shown(part.right)
        return ReviewPlace(
            key=f"{placed.word.id}.{beside}",
            page_number=placed.page.page_number,
            line=placed.line.id,
            words=(placed.word.id,),
            boxes=(gap,),
            left="",
            right=right,
            beside=beside,
            graphemes=(("", right),),
            script=script_of(part.right),
            before=before,
            after=after,
            citation=self._text.cited(placed.page, placed.line),
            moved=VariantKind.TRANSPOSITION in variant.kinds,
            decidable=part.decidable and len(part.right.split()) <= LONG,
            kinds=tuple(kind.value for kind in variant.kinds),
            substantive=variant.substantive,
            misread=None if variant.ocr is None else variant.ocr.value,
            evidence=variant.evidence,
        )

    def _anchor(self, at: int) -> tuple[int, Beside] | None:
        """The word beside which something would stand that belongs before the word ``at``; ``None`` in an empty text."""
        words, tokens = self._text.words, self._alignment.a.tokens
        if not words:
            return None
        if at == len(words):
            return at - 1, Beside.AFTER
        if at == 0 or words[at - 1].page is not words[at].page:
            return at, Beside.BEFORE
        after_furniture = tokens[at - 1].part is TextPart.FURNITURE and tokens[at].part is not TextPart.FURNITURE
        return (at, Beside.BEFORE) if after_furniture else (at - 1, Beside.AFTER)


def _shown(reading: str) -> str:
    return reading if len(reading) <= _MOST_LETTERS else f"{reading[:_END]} […] {reading[-_END:]}"


def _run_on(one: ReviewPlace, other: ReviewPlace) -> ReviewPlace:
    """Two additions beside the same word as one."""
    right = f"{one.right} {other.right}"
    known = dict.fromkeys((*one.kinds, *other.kinds))
    return replace(
        one,
        right=right,
        graphemes=(("", right),),
        kinds=tuple(kind.value for kind in VariantKind if kind.value in known),
        substantive=bool(one.substantive or other.substantive),
        script=script_of(right),
        decidable=one.decidable and other.decidable and len(right.split()) <= LONG,
    )


def _with_own_keys(places: Sequence[ReviewPlace]) -> tuple[ReviewPlace, ...]:
    """The places with keys of which no two are the same."""
    seen: dict[str, int] = {}
    made = []
    for place in places:
        seen[place.key] = number = seen.get(place.key, 0) + 1
        made.append(place if number == 1 else replace(place, key=f"{place.key}.{number}"))
    return tuple(made)
