"""Transcriptions: pages > regions > lines > words, each with its place on the canonical page image.

Every piece of geometry is in pixels of the canonical page image. Ids are deterministic valid XML names
(``p0001_r003_l012_w004``), unique within a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.model.geometry import Box, Polygon
from digitize.model.language import Orthography, script_of
from digitize.model.rules import RepairRule

MODERNISING = "modernise-"
"""How the names of rules begin that turn an older orthography into today's. They come after all other rules."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A machine change to a reading by a named rule, with the old reading kept.

    Args:
        rule: The rule's name (``join-hyphen``).
        layer: ``printed`` or ``reading``.
        old: The reading before.
        new: The reading after.
        evidence: Why the rule applied: what it saw, ids of other words it drew on.
    """

    rule: str
    layer: str
    old: str
    new: str
    evidence: str

    @property
    def joins(self) -> bool:
        """Whether it makes one word of several."""
        return self.rule in (RepairRule.LETTERSPACING, RepairRule.JOIN_HYPHEN)

    @property
    def modernises(self) -> bool:
        """Whether it turns an older orthography into today's."""
        return self.rule.startswith(MODERNISING)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else was read in a word's place, and lost.

    Args:
        text: The other reading; may be more or fewer words than the one it lost to, parted by single spaces.
        confidence: In [0, 1] as what read it states it, or ``None``.
        by: What read it (``rus``, ``own``), and of what preparation if not the page's own (``own, sauvola``).
    """

    text: str
    confidence: float | None
    by: str


class Emphasis(StrEnum):
    """How a word is set off from the text around it, as printed. Capitals are seen in the text itself."""

    LETTERSPACED = "letterspaced"
    BOLD = "bold"
    CAPITALS = "capitals"
    UNDERLINED = "underlined"
    ITALIC = "italic"
    """Told by texts that users bring; not seen on scans."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed.

    Args:
        id: ``p0001_r003_l012_w004``.
        text: The printed layer: what stands on the paper, character for character. Never empty, no white space.
        reading: The reading layer's text of this word; empty when it was joined to the word before it.
        box: Place on the canonical page image.
        confidence: In [0, 1]; ``None`` when the engine said nothing.
        language: ISO 639-3 code, or ``None`` when not known.
        script: ISO 15924 code; ``Zyyy`` for digits and punctuation.
        repairs: What was changed, in order.
        alternatives: What else was read here, the likeliest first. That engines disagree is the best sign of an error.
        emphasis: How it is set off, in the order of :class:`Emphasis`.
        decision: Sequence number of a person's decision on it: it was accepted as it stands, or is in their words.
    """

    id: str
    text: str
    reading: str
    box: Box
    confidence: float | None
    language: str | None
    script: str | None
    repairs: tuple[Repair, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    decision: int | None = None

    def __post_init__(self) -> None:
        if not self.text or any(c.isspace() for c in self.text):
            raise ValueError(f"not a word: {self.text!r}")
        if self.confidence is not None and not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence out of [0, 1]: {self.confidence}")

    @property
    def reading_as_spelled(self) -> str:
        """The reading layer's text in the orthography of the print: without what modernising has changed."""
        return next((repair.old for repair in self.repairs if repair.modernises), self.reading)

    @staticmethod
    def read(id: str, text: str, box: Box, confidence: float | None, language: str | None) -> Word:
        """A word as an engine read it: both layers alike, script by its letters."""
        return Word(id, text, text, box, confidence, language, script_of(text))


class Place(StrEnum):
    """Third of its column in which a line stands (of the page's text, where it stands in no single column)."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"

    @staticmethod
    def of(box: Box, low: int, high: int) -> Place:
        """The third in which the middle of a box stands between the upper and the lower end of a column's text."""
        third = int(3 * ((box.y0 + box.y1) / 2 - low) / (high - low))
        return (Place.TOP, Place.MIDDLE, Place.BOTTOM)[max(0, min(2, third))]


class Doubt(StrEnum):
    """Why the text of a line is not to be taken for what stands on the paper."""

    HANDWRITING = "handwriting"
    STAMP = "stamp"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line.

    Args:
        id: ``p0001_r003_l012``.
        box: Upright box around ``polygon``.
        polygon: Outline; a leaning quadrilateral on a skewed page.
        baseline: Two or more points from left to right.
        words: From left to right, at least one.
        column: Number of its column from the left, from 1; ``None`` when it stands in no column, or over several.
        place: Third of its column, or of the page's text where it stands in no single column; ``None`` when not known.
        columns: First and last of the columns that it stands over (a headline); ``None`` when it stands in one or none.
        doubt: Why its words are kept but not delivered as text; ``None`` for text.
    """

    id: str
    box: Box
    polygon: Polygon
    baseline: Polygon
    words: tuple[Word, ...]
    column: int | None = None
    place: Place | None = None
    columns: tuple[int, int] | None = None
    doubt: Doubt | None = None

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"a line without words: {self.id}")
        if self.columns is not None and (self.column is not None or not 1 <= self.columns[0] < self.columns[1]):
            raise ValueError(f"not several columns: {self.columns} of {self.id}, which stands in {self.column}")

    @property
    def text(self) -> str:
        """The printed layer of the line."""
        return " ".join(word.text for word in self.words)


class RegionKind(StrEnum):
    """Kinds of region, in PAGE's terms."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page-number"
    CAPTION = "caption"
    IMAGE = "image"
    TABLE = "table"
    SEPARATOR = "separator"
    STAMP = "stamp"
    HANDWRITING = "handwriting"


@dataclass(frozen=True, slots=True)
class TextRegion:
    """A block of lines that belong together, or a region without text (image, separator).

    Args:
        id: ``p0001_r003``; the number is its place in the reading order as it was found. A person may put regions into another order.
        kind: What it is.
        box: Upright box around ``polygon``.
        polygon: Outline.
        lines: In reading order; empty for an image or separator.
        column: Number of its column from the left, from 1; ``None`` when it spans several.
    """

    id: str
    kind: RegionKind
    box: Box
    polygon: Polygon
    lines: tuple[TextLine, ...]
    column: int | None = None


class PageStatus(StrEnum):
    """What became of a page."""

    RECOGNISED = "recognised"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PredictedErrors:
    """How many characters of a page are likely to be wrong, told without its truth.

    Args:
        cer: Character error rate that is expected.
        low: Lower end of the interval in which the true one lies on nine pages of ten.
        high: Upper end.
    """

    cer: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.cer <= self.high:
            raise ValueError(f"not an interval around a rate: {self}")


@dataclass(frozen=True, slots=True)
class TranscribedPage:
    """The text of one page.

    Args:
        page_number: From 1.
        width: Of the canonical page image, in pixels.
        height: Of the canonical page image, in pixels.
        status: What became of the page.
        regions: In reading order.
        columns: How many columns the page has; 0 when nothing was found.
        language: ISO 639-3 code of most words, or ``None``.
        failure: Why the page failed, for a person; ``None`` otherwise.
        orthography: The older orthography that its Russian is found to be in; ``None`` for today's, or when not known.
        predicted: How many of its characters are likely to be wrong; ``None`` when nothing tells.
    """

    page_number: int
    width: int
    height: int
    status: PageStatus
    regions: tuple[TextRegion, ...]
    columns: int
    language: str | None
    failure: str | None = None
    orthography: Orthography | None = None
    predicted: PredictedErrors | None = None

    def __post_init__(self) -> None:
        if (self.status is PageStatus.FAILED) != (self.failure is not None):
            raise ValueError("a failed page has a reason, and only a failed page")

    @property
    def lines(self) -> Iterator[TextLine]:
        return (line for region in self.regions for line in region.lines)

    @property
    def words(self) -> Iterator[Word]:
        return (word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """The printed layer: a line per line, an empty line between regions. Lines in doubt are no text."""
        texts = (tuple(line.text for line in region.lines if line.doubt is None) for region in self.regions)
        return "\n\n".join("\n".join(lines) for lines in texts if lines)


class Origin(StrEnum):
    """Where a transcription comes from."""

    OCR = "ocr"
    REFERENCE = "reference"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Transcription:
    """One immutable version of a document's text.

    Args:
        id: ``ocr-1``, ``reviewed-2``, ``reference-NAME``.
        origin: Where it comes from.
        parent: Id of the transcription it was made from, or ``None``.
        pages: One per page of the document, in order, failed ones too: a tuple, or packed where memory counts
            (:mod:`digitize.model.packed_pages`).
        sequence: Number of the last decision that a reviewed one took in; ``None`` for others.
    """

    id: str
    origin: Origin
    parent: str | None
    pages: Sequence[TranscribedPage]
    sequence: int | None = None
