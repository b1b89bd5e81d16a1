"""The title page of the facing transcription: what it is of, how it came about, what its marks mean."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.export.pdf_facing_draw import Canvas, draw_word
from digitize.export.pdf_facing_layout import HEIGHT, MARGIN, WIDTH, Set, rows_of
from digitize.export.pdf_facing_strips import LIKELY_WRONG, UNSURE
from digitize.export.pdf_type import measured
from digitize.model.citation import cite_stated, page_label
from digitize.model.clock import export_date
from digitize.model.document import Document
from digitize.model.transcription import Origin, PageStatus, TranscribedPage

_LEFT_WIDTH, _BETWEEN = 372.0, 34.0
_SIZE, _LEADING = 8.6, 11.6
_FIELD = 92.0
_MOST_PAGES = 14
"""Pages told one by one; of more, those that are likeliest to be wrong."""
_MOST_ROWS = 3
"""Rows of what is said of one page."""


def draw_title(canvas: Canvas, document: Document, numbers: Sequence[tuple[int, int]]) -> None:
    """Draws the title page.

    Args:
        canvas: Receives it.
        document: The document.
        numbers: First and last sheet of each page of the document, from 1.
    """
    y = MARGIN + 26
    for row in rows_of(document.title, (WIDTH - 2 * MARGIN), 20)[:2]:
        canvas.text(MARGIN, y, 20, row, bold=True)
        y += 25
    canvas.text(
        MARGIN, y - 4, 10.5, "Facing transcription: the scan on the left, what was read on the right", grey=True
    )
    y += 14
    canvas.rule(MARGIN, y - 10, WIDTH - MARGIN, y - 10)
    left = _Column(canvas, MARGIN, y + 6, _LEFT_WIDTH)
    _source(left, document)
    _provenance(left, document)
    right = _Column(canvas, MARGIN + _LEFT_WIDTH + _BETWEEN, y + 6, WIDTH - 2 * MARGIN - _LEFT_WIDTH - _BETWEEN)
    _marks(right, document)
    _pages(right, document, numbers)


class _Column:
    """Rows of text below each other; what no longer fits is told to be left out."""

    def __init__(self, canvas: Canvas, x: float, y: float, width: float) -> None:
        self.canvas, self.x, self.y, self.width = canvas, x, y, width

    def heading(self, text: str) -> None:
        self.y += 5
        if self._has_room():
            self.canvas.text(self.x, self.y, 9.6, text, bold=True)
        self.y += _LEADING + 2

    def field(self, name: str, text: str, most_rows: int = 6) -> None:
        rows = rows_of(text, self.width - _FIELD, _SIZE)
        if len(rows) > most_rows:
            rows = [*rows[: most_rows - 1], f"{rows[most_rows - 1]} \u2026"]
        for index, row in enumerate(rows):
            if self._has_room():
                if index == 0:
                    self.canvas.text(self.x, self.y, _SIZE, name, grey=True)
                self.canvas.text(self.x + _FIELD, self.y, _SIZE, row)
            self.y += _LEADING

    def paragraph(self, text: str) -> None:
        for row in rows_of(text, self.width, _SIZE):
            if self._has_room():
                self.canvas.text(self.x, self.y, _SIZE, row)
            self.y += _LEADING

    def sample(self, word: Set, text: str) -> None:
        rows = rows_of(text, self.width - _FIELD, _SIZE)
        if self._has_room():
            draw_word(self.canvas, word)
        for row in rows:
            if self._has_room():
                self.canvas.text(self.x + _FIELD, self.y, _SIZE, row)
            self.y += _LEADING
        self.y += 2

    def _has_room(self) -> bool:
        return self.y <= HEIGHT - MARGIN


def _source(column: _Column, document: Document) -> None:
    column.heading("Source")
    reference = document.reference
    stated = {name: value for name, value in reference.stated.items() if name != "citation"}
    cited = cite_stated(reference)
    if reference.citation:
        column.field("citation", " ".join(reference.citation.split()))
    if cited and stated:
        column.field("cite as", cited)
    for name, value in stated.items():
        column.field(name.replace("_", " "), " ".join(value.split()), 2)
    if not stated and not reference.citation:
        column.paragraph("Nothing is stated of the source: put a sidecar file beside the scan to have it here.")
    for proposal in reference.proposals:
        column.field(f"{proposal.field}?", f"{proposal.value} (proposed by the file\u2019s name, to be confirmed)", 2)


def _provenance(column: _Column, document: Document) -> None:
    column.heading("How this text came about")
    transcription = document.transcription
    column.field("document", document.id, 2)
    origin = {
        Origin.OCR: "read by machine; no person has looked through it",
        Origin.REVIEWED: "read by machine, then reviewed by a person in places",
        Origin.REFERENCE: "a text that was brought, not read from the scan",
    }[transcription.origin]
    column.field("version", f"{transcription.id}: {origin}", 2)
    if transcription.parent:
        column.field("made from", transcription.parent)
    column.field("read and made by", ", ".join(f"{tool.name} {tool.version}" for tool in document.tools), 5)
    if document.languages:
        column.field("models", ", ".join(document.languages), 2)
    column.field("errors to expect", _expected(document.transcription.pages), 4)
    for source in document.sources[:3]:
        column.field("file", f"{source.name}, {source.size_bytes:,} bytes, SHA-256 {source.sha256}", 3)
    if len(document.sources) > 3:
        column.field("", f"and {len(document.sources) - 3} more files (report.json)")
    column.field("dated", f"{export_date():%-d %B %Y}")


def _expected(pages: Sequence[TranscribedPage]) -> str:
    """The predicted error rate of all pages, by their letters."""
    told = [
        (page.predicted, sum(len(word.text) for word in page.words)) for page in pages if page.predicted is not None
    ]
    letters = sum(weight for _, weight in told)
    if not letters:
        return "not known: there is hardly any text"
    rates = [
        sum(rate * weight for rate, weight in column) / letters
        for column in zip(
            *[[(each.cer, weight), (each.low, weight), (each.high, weight)] for each, weight in told], strict=True
        )
    ]
    middle, low, high = (_percent(rate) for rate in rates)
    whole = f"about {middle} of all characters are likely to be wrong"
    return f"{whole} (predicted without knowing the true text; on nine pages of ten it is {low} to {high})"


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f}\u00a0%"


def _marks(column: _Column, document: Document) -> None:
    column.heading("What the marks mean")
    column.paragraph(
        "The printed text, line for line, as it stands on the paper, misprints and all. Each line stands beside its line on the "
        "scan; the small drawing at the top right shows what part of the page is seen."
    )
    column.y += 3

    def word(text: str, doubt: int = 0, note: int | None = None, *, bold: bool = False, remark: bool = False) -> Set:
        letters, ems = measured(text)
        return Set(column.x, column.y, _SIZE, letters, _SIZE * ems, doubt, note, bold, remark)

    least = round(100 * (1 - UNSURE))
    column.sample(word("слово", 1), f"unsure: words with these dots are wrong in at least {least} of 100 cases")
    half = round(100 * LIKELY_WRONG)
    column.sample(
        word("слово", 2), f"more likely wrong than right (confidence below {half} %): compare it with the scan"
    )
    column.sample(
        word("слово", 0, 1), "a note at the foot: what was read before a repair or a decision, or what else was read"
    )
    column.sample(word("Слово", bold=True), "a heading, or set off in bold")
    column.sample(word("[unreadable]", remark=True), "something stands there that could not be read")
    column.sample(
        word("[stamp]", remark=True), "kind of what follows, or of what is seen: stamp, handwriting, table, picture"
    )
    if any("[U+" in measured(w.text)[0] for page in document.transcription.pages for w in page.words):
        column.sample(word("[U+2591]", remark=True), "a character that this typeface lacks, by its number in Unicode")


def _pages(column: _Column, document: Document, numbers: Sequence[tuple[int, int]]) -> None:
    column.heading("Pages")
    pages = document.transcription.pages
    chosen = sorted(range(len(pages)), key=lambda i: (-_doubtfulness(pages[i]), i))[:_MOST_PAGES]
    if len(pages) > _MOST_PAGES:
        column.paragraph(f"{len(pages)} pages; the {_MOST_PAGES} that are likeliest to be wrong:")
    for index in sorted(chosen):
        page, (first, last) = pages[index], numbers[index]
        label = page_label(document.reference, page.page_number, document.page_count)
        sheets = f"sheet {first}" if first == last else f"sheets {first}-{last}"
        column.field(f"page {label}", f"{sheets}; {_told(page, document.pages[index].warnings)}", _MOST_ROWS)


def _doubtfulness(page: TranscribedPage) -> float:
    return 2.0 if page.failure is not None else page.predicted.cer if page.predicted is not None else 0.0


def _told(page: TranscribedPage, warnings: tuple[str, ...]) -> str:
    if page.failure is not None:
        said = f"could not be read: {page.failure}"
    elif page.status is PageStatus.EMPTY:
        said = "no text was found"
    else:
        words = sum(1 for _ in page.words)
        said = f"{words:,} words" + (f", about {_percent(page.predicted.cer)} wrong" if page.predicted else "")
    return "; ".join([" ".join(said.split()), *warnings])
