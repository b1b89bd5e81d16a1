"""Reads Word documents (docx), Word's own and those of other programs.

The parts are read directly: libraries for docx leave out text boxes, notes or letterspacing, or do not tell insertions
from deletions (docs/formats.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.docx_parts import open_parts
from digitize.ingest.texts.docx_styles import Styles, attribute, child, is_on
from digitize.ingest.texts.markup import Element, children, encoding_of, local
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import counted
from digitize.model.witness import TextPart

_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SKIPPED = frozenset("rPr pPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr rt instrText delText delInstrText".split())
_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_PRIVATE = range(0xE000, 0xF900)
_TOLD = {
    "deletion": ("tracked deletion left out", "tracked deletions left out"),
    "insertion": ("tracked insertion read as text", "tracked insertions read as text"),
    "hidden": ("hidden passage left out", "hidden passages left out"),
    "number": ("number or bullet of a list left out", "numbers or bullets of lists left out"),
    "symbol": ("sign of a symbol font left out", "signs of symbol fonts left out"),
    "struck": ("struck passage read as text", "struck passages read as text"),
    "comment": ("comment left out", "comments left out"),
}


def read_docx(data: bytes, name: str, where: str) -> ReadText:
    """The text as it stands with all tracked changes accepted; notes and text boxes after the paragraph they hang on.

    Args:
        data: The file's content.
        name: What the witness is called.
        where: The file's name in errors.

    Raises:
        InputError: If it is damaged or hostile.
    """
    parts = open_parts(data, where)
    reader = _Reader(Styles(parts.styles))
    reader.notes = {
        **{("footnoteReference", key): note for key, note in _notes(parts.footnotes, "footnote")},
        **{("endnoteReference", key): note for key, note in _notes(parts.endnotes, "endnote")},
    }
    body = child(parts.document, "body")
    if body is not None:
        reader.story(body)
    witness = reader.composer.witness(name, tells_emphasis=True)
    return ReadText(witness, TextFormat.DOCX, encoding_of(parts.document), tuple(reader.notices()))


def _notes(part: Element | None, name: str) -> Iterator[tuple[str, Element]]:
    for note in children(part, name) if part is not None else ():
        if attribute(note, "type") not in _NOT_NOTES:
            yield attribute(note, "id") or "", note


@dataclass(slots=True)
class _Reader:
    styles: Styles
    composer: Composer = field(default_factory=Composer)
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _due: list[tuple[Element, TextPart]] = field(default_factory=list)
    _heading: bool = False
    _part: TextPart = TextPart.BODY

    def notices(self) -> Iterator[str]:
        """What was left out, and what was read though it is not plain."""
        for kind, words in _TOLD.items():
            if self.counts[kind]:
                yield counted(self.counts[kind], *words)

    def story(self, holder: Element) -> None:
        """The paragraphs and tables of a body, and what hangs on each of them, in the order in which it is met."""
        self._blocks(holder, TextPart.BODY)
        self._flush()

    def _flush(self) -> None:
        while self._due:
            block, part = self._due.pop(0)
            self._blocks(block, part)

    def _blocks(self, holder: Element, part: TextPart, *, in_table: bool = False) -> None:
        for block in _shown(holder):
            name = local(block)
            if name == "p":
                self._paragraph(block, part, in_table=in_table)
                if part is TextPart.BODY and not in_table:
                    self._flush()
            elif name in _DELETED:
                self.counts["deletion"] += 1
            elif name == "tbl":
                self.composer.paragraph()
                self._blocks(block, part, in_table=True)
                self.composer.paragraph()
                if part is TextPart.BODY and not in_table:
                    self._flush()
            elif name == "tr" and child(child(block, "trPr"), "del") is not None:
                self.counts["deletion"] += 1
            elif name not in _SKIPPED:
                self._blocks(block, part, in_table=in_table)

    def _paragraph(self, paragraph: Element, part: TextPart, *, in_table: bool) -> None:
        composer = self.composer
        properties = child(paragraph, "pPr")
        if is_on(child(properties, "pageBreakBefore")):
            composer.page()
        self._heading = part is TextPart.BODY and self.styles.is_heading(paragraph)
        self._part = TextPart.HEADING if self._heading else part
        self.counts["number"] += self.styles.is_numbered(paragraph)
        self._runs(paragraph, paragraph)
        if child(child(properties, "rPr"), "del") is not None:
            self.counts["deletion"] += 1  # of the mark that ends the paragraph: it goes on in the next one
        elif in_table:
            composer.line()
        else:
            composer.paragraph()
        if child(properties, "sectPr") is not None and _begins_page(child(properties, "sectPr")):
            composer.page()

    def _runs(self, holder: Element, paragraph: Element) -> None:
        for one in _shown(holder):
            name = local(one)
            if name == "r":
                self._run(one, paragraph)
            elif name in _DELETED:
                self.counts["deletion"] += 1
            elif name not in _SKIPPED:
                self.counts["insertion"] += name in _INSERTED
                self._runs(one, paragraph)

    def _run(self, run: Element, paragraph: Element) -> None:
        look = self.styles.look(paragraph, run, heading=self._heading)
        if look.is_hidden:
            self.counts["hidden"] += 1
            return
        self.counts["struck"] += is_on(child(child(run, "rPr"), "strike"))
        self.composer.emphasis, self.composer.part = look.emphasis, self._part
        self._pieces(run)

    def _pieces(self, run: Element) -> None:
        composer = self.composer
        for piece in _shown(run):
            match local(piece):
                case "t":
                    composer.exactly(piece.text or "")
                case "tab" | "noBreakHyphen" | "softHyphen" as name:
                    composer.exactly(_CHARACTERS[name])
                case "br" if attribute(piece, "type") == "page":
                    composer.page()
                case "br" | "cr":
                    composer.line()
                case "sym":
                    self._symbol(piece)
                case "ruby":
                    for base in piece.iterfind("{*}rubyBase/{*}r"):
                        self._pieces(base)
                case name if name not in _SKIPPED:
                    self._hanging(name, piece)

    def _hanging(self, name: str, piece: Element) -> None:
        """What a run refers to or carries: notes, comments, text boxes."""
        if name == "commentReference":
            self.counts["comment"] += 1
            return
        note = self.notes.pop((name, attribute(piece, "id") or ""), None)
        if note is not None:
            self._due.append((note, TextPart.NOTE))
        self._boxes(piece)

    def _symbol(self, symbol: Element) -> None:
        code = attribute(symbol, "char") or ""
        try:
            number = int(code, 16)
        except ValueError:
            number = _PRIVATE.start
        if number in _PRIVATE or not 0x20 < number < 0x110000 or 0xD800 <= number < 0xE000:
            self.counts["symbol"] += 1
        else:
            self.composer.exactly(chr(number))

    def _boxes(self, drawing: Element) -> None:
        """Text boxes in a drawing; of two forms of one the first."""
        for box in drawing.iter("{*}txbxContent"):
            above = takewhile(lambda each: each is not drawing, box.iterancestors())
            if not any(local(each) in ("Fallback", "txbxContent") for each in above):
                self._due.append((box, TextPart.BODY))


def _shown(holder: Element) -> Iterator[Element]:
    """The children; of several forms of the same thing the first, where it has something, else the last."""
    for one in children(holder):
        if local(one) == "AlternateContent":
            forms = list(children(one))
            first = next((form for form in forms if len(form)), None)
            if first is not None:
                yield from children(first)
        else:
            yield one


def _begins_page(section: Element | None) -> bool:
    """Whether what follows a section begins a page: it does unless it is told to go on."""
    return attribute(child(section, "type")) not in ("continuous", "nextColumn")
