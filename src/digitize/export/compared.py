"""Two texts laid beside each other with their variants, as exports tell of them: how much they share, where each variant stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from digitize.align.alignment import Alignment
from digitize.align.kinds import Comparison
from digitize.align.variant import Variant, VariantKind
from digitize.model.citation import page_label, place_of
from digitize.model.document import Document
from digitize.model.geometry import Box
from digitize.model.language import bcp47
from digitize.model.transcription import TextLine, TranscribedPage, Word
from digitize.model.witness import PlacedWord, Witness, words_of

LONG = 2_000
"""Characters up to which a reading is told whole; a longer one by its ends, since its words are told by their numbers."""
_END = 300


@dataclass(frozen=True)
class Side:
    """One of the texts.

    Args:
        name: What it is called: ``otchet-1938@ocr-1``, or a file's name.
        witness: Its words.
        facts: What is known of it, for people: names and values.
        language: ISO 639-3 code, or ``None`` when not known.
        document: The document, with the transcription that the witness is; ``None`` for a text without places.
        notices: What a person should know of how it was read.
    """

    name: str
    witness: Witness
    facts: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    document: Document | None = None
    notices: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[PlacedWord, ...]:
        """The words with their places, one for each token; none of a text without places."""
        return () if self.document is None else tuple(words_of(self.document.transcription.pages))

    @property
    def tag(self) -> str:
        """BCP 47 tag of its language."""
        return bcp47(self.language)

    def place(self, index: int) -> str:
        """Where a word stands: ``p. 3, col. 2, top``, or ``l. 12`` of a text without places."""
        if not self.witness.tokens:
            return ""
        index = min(max(index, 0), len(self.witness.tokens) - 1)
        if self.document is None:
            return f"l. {self.line_numbers[index]}"
        placed = self.words[index]
        return place_on(self.document, placed.page, placed.line)

    @cached_property
    def line_numbers(self) -> tuple[int, ...]:
        """The line of each word, from 1, empty ones counted."""
        numbers, line = [], 1
        for token in self.witness.tokens:
            line += (
                token.before.count("\n")
                if "\n" in token.before
                else token.before.count("\r") + token.before.count("\f")
            )
            numbers.append(line)
        return tuple(numbers)

    def text(self, words: range) -> str:
        """Some of its words as they stand, with single spaces between them."""
        return " ".join(token.text for token in self.witness.tokens[words.start : words.stop])


def place_on(document: Document, page: TranscribedPage, line: TextLine) -> str:
    """Where a line stands in a document: ``p. 3, col. 2, top``."""
    return place_of(page_label(document.reference, page.page_number, document.page_count), line, page.columns)


@dataclass(frozen=True, slots=True)
class Labels:
    """What two texts are called where people read of them.

    Args:
        title: Of the whole.
        heads: Headings of the two.
        names: Their names within a sentence: ``the scan``, ``the reference``.
        places: What stands in one and in the other: ``on the scan``, ``in the reference``.
    """

    title: str
    heads: tuple[str, str]
    names: tuple[str, str]
    places: tuple[str, str]

    @property
    def only(self) -> tuple[str, str]:
        """What is said of words that only one of them has."""
        return f"only {self.places[0]}", f"only {self.places[1]}"

    @staticmethod
    def of_scan(title: str) -> Labels:
        """For a reference text on a scan."""
        names = ("the scan", "the reference")
        return Labels(title, ("The scan", "The reference"), names, ("on the scan", "in the reference"))


@dataclass(frozen=True)
class Measures:
    """How much two texts share.

    Args:
        a_words: Words of the first.
        a_laid: Words of the first that stand for words of the second.
        b_words: Words of the second.
        b_laid: The same of it.
        similarity: How alike the words are that both have, by their letters, in [0, 1]; ``None`` when they share none.
        pages: Pages on which words of the second lie.
        kinds: Variants by their weightiest kind that is not taken for equal, in the order of the kinds; those that are equivalent
            left out.
        substantive: Variants that change what is said.
        accidental: The others.
        equivalent: Variants of kinds that are taken for equal, counted in none of these.
        ocr: Variants by whether the scan was likely misread; none where neither text comes from a scan.
    """

    a_words: int
    a_laid: int
    b_words: int
    b_laid: int
    similarity: float | None
    pages: tuple[int, ...]
    kinds: tuple[tuple[VariantKind, int], ...]
    substantive: int
    accidental: int
    equivalent: int
    ocr: tuple[tuple[str, int], ...]

    @property
    def variants(self) -> int:
        """Variants that are counted."""
        return self.substantive + self.accidental

    @property
    def a_share(self) -> float:
        return self.a_laid / self.a_words if self.a_words else 0.0

    @property
    def b_share(self) -> float:
        return self.b_laid / self.b_words if self.b_words else 0.0


@dataclass(frozen=True)
class Compared:
    """Two texts, aligned, with their variants.

    Args:
        a: The first: the scan's, where one is laid on a scan.
        b: The second.
        alignment: Of their witnesses.
        variants: In the order of the first.
        by: What they were compared by.
        listed: Models whose word lists told which words are known.
    """

    a: Side
    b: Side
    alignment: Alignment
    variants: tuple[Variant, ...]
    by: Comparison = field(repr=False)
    listed: tuple[str, ...] = ()

    @cached_property
    def measures(self) -> Measures:
        """How much they share."""
        links = [link for link in self.alignment.links if link.is_paired]
        counted = [variant for variant in self.variants if not variant.equivalent]
        kinds = Counter(self.counted_kind(variant) for variant in counted)
        verdicts = Counter(variant.ocr.value for variant in counted if variant.ocr is not None)
        substantive = sum(variant.substantive for variant in counted)
        words = self.a.words
        return Measures(
            a_words=len(self.a.witness.tokens),
            a_laid=sum(len(link.a) for link in links),
            b_words=len(self.b.witness.tokens),
            b_laid=sum(len(link.b) for link in links),
            similarity=_similarity(self.alignment),
            pages=tuple(sorted({words[i].page.page_number for link in links for i in link.a})) if words else (),
            kinds=tuple((kind, kinds[kind]) for kind in VariantKind if kinds[kind]),
            substantive=substantive,
            accidental=len(counted) - substantive,
            equivalent=len(self.variants) - len(counted),
            ocr=tuple(sorted(verdicts.items())),
        )

    def counted_kind(self, variant: Variant) -> VariantKind:
        """The weightiest of a variant's kinds that are not taken for equal; of them all, if all are."""
        return next((kind for kind in variant.kinds if kind not in self.by.equivalent), variant.kind)

    def place(self, variant: Variant) -> str:
        """Where a variant stands: in the first text, or in the second where only that has places."""
        if self.a.document is None and self.b.document is not None:
            return self.b.place(at_word(variant.b))
        return self.a.place(at_word(variant.a))


def at_word(words: range) -> int:
    """The word at which a reading stands: its first, or the one before the place where it is missing."""
    return words.start if words else words.start - 1


def box_of(words: Sequence[Word]) -> Box | None:
    """The box around some words; ``None`` for none."""
    return Box.around([word.box for word in words]) if words else None


def shortened(side: Side, words: range) -> tuple[str, bool]:
    """A reading, and whether it was cut to its ends."""
    if len(words) > LONG:  # each has a letter at least
        begins, ends = side.text(words[:_END]), side.text(words[-_END:])
    else:
        begins = ends = side.text(words)
        if len(begins) <= LONG:
            return begins, False
    return f"{begins[:_END]} […] {ends[-_END:]}", True


def percent(share: float) -> str:
    """A share in whole percent; never 0 or 100 of what is not."""
    if 0.0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1.0 else f"{100 * share:.0f} %"


def _similarity(alignment: Alignment) -> float | None:
    """One less the share of letters that must be changed in the words that both have."""
    changed = letters = 0
    for link in alignment.links:
        if link.is_paired:
            one = "".join(token.text for token in alignment.tokens_a(link))
            other = "".join(token.text for token in alignment.tokens_b(link))
            letters += max(len(one), len(other))
            changed += Levenshtein.distance(one, other)
    return 1 - changed / letters if letters else None
