"""Variants: places where two witnesses differ, each with its kinds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VariantKind(StrEnum):
    """In what way two readings differ; the weightiest first."""

    OMISSION = "omission"
    """The second witness lacks what the first has."""
    ADDITION = "addition"
    """The second witness has what the first lacks."""
    TRANSPOSITION = "transposition"
    SUBSTITUTION = "substitution"
    """Another word, or another form of it that changes what is said."""
    NUMERAL = "numeral"
    """Another number, or the same written in another way."""
    ABBREVIATION = "abbreviation"
    SPELLING = "spelling"
    ORTHOGRAPHY = "orthography"
    """The same word by the rules of another time: old and new, ё and е."""
    SCRIPT = "script"
    """Letters of another script that look alike."""
    CAPITALS = "capitals"
    HYPHENATION = "hyphenation"
    SPACING = "spacing"
    QUOTATION_MARKS = "quotation-marks"
    PUNCTUATION = "punctuation"
    NOTE_MARK = "note-mark"
    """A mark that refers to a note: ``¹``, ``[3]``, ``*``."""
    EMPHASIS = "emphasis"


class OcrError(StrEnum):
    """Whether a difference comes from misreading the scan."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    UNTOLD = "cannot be told without the image"


@dataclass(frozen=True, slots=True)
class Variant:
    """One place where two witnesses differ. The raw readings are those of the witnesses' words, never normalised ones.

    Args:
        a: Indices of words of the first witness; empty for an addition, standing where the words would.
        b: Indices of words of the second; empty for an omission.
        kinds: In what ways, in the order of :class:`VariantKind`; at least one.
        substantive: Whether it changes what is said (an editor's word; the others are accidentals). That running heads and page
            numbers are missing does not.
        equivalent: Whether it is of kinds alone that the user takes for equal: told, but not counted.
        graphemes: Both readings in aligned pieces, ``(of the first, of the second)``; joined they are the readings with
            single spaces between words.
        ocr: Whether one of them was misread; ``None`` where neither comes from a scan.
        evidence: What speaks for that, in words for a person.
    """

    a: range
    b: range
    kinds: tuple[VariantKind, ...]
    substantive: bool
    equivalent: bool = False
    graphemes: tuple[tuple[str, str], ...] = ()
    ocr: OcrError | None = None
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ValueError("a variant of no kind")

    @property
    def kind(self) -> VariantKind:
        """The weightiest of its kinds."""
        return self.kinds[0]
