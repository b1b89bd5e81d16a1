"""Reads TEI P5 (and P4): what stands in the source, in the source's own spelling.

Of two encodings of one place the one that stands in the source is taken: ``orig``, ``sic``, ``abbr``. Notes come after
the paragraph, or the part of it on the same page, that has their mark, so that they do not part its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from digitize.errors import InputError
from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.markup import Element, children, descendants, encoding_of, local
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import counted, in_doubt
from digitize.ingest.texts.set_off import joined, named, styled
from digitize.model.transcription import Doubt, Emphasis
from digitize.model.witness import LINE, PAGE, TextPart

_BLOCKS = frozenset(
    "ab argument back body byline closer cit dateline div div0 div1 div2 div3 div4 div5 div6 div7 docAuthor docDate "
    "docEdition docImprint docTitle epigraph figure floatingText front fw group head imprimatur item label lg list "
    "listBibl note opener p postscript salute signed sp speaker stage table text titlePage titlePart trailer zone".split()
)
_LINES = frozenset("l line row".split())
_WORDS = frozenset("cell space".split())
_BREAKS = frozenset("lb cb pb gb surface".split())
_ONLY_ELEMENTS = frozenset("choice app rdgGrp subst".split())
"""What holds alternatives: white space in it is layout of the file."""
_SKIPPED = frozenset(
    "teiHeader facsimile standOff xenoData figDesc desc certainty index interp interpGrp respons".split()
)
_LEFT_OUT = {
    "del": ("deletion", "deletions"),
    "corr": ("editor's correction", "editor's corrections"),
    "reg": ("regularised spelling", "regularised spellings"),
    "expan": ("expanded abbreviation", "expanded abbreviations"),
    "rdg": ("other reading of an apparatus", "other readings of an apparatus"),
}
_IN_PLACE = {"corr": "sic", "reg": "orig", "expan": "abbr"}
"""What is left out of a ``choice``, by what stands in the source for it."""
_DOUBTS = frozenset(doubt.value for doubt in Doubt)
_PARTS = {"head": TextPart.HEADING, "titlePart": TextPart.HEADING, "fw": TextPart.FURNITURE, "note": TextPart.NOTE}


def read_tei(root: Element, name: str, where: str) -> ReadText:
    """The words of ``text``, or of the zones of ``sourceDoc`` where there is no text.

    Args:
        root: The root: ``TEI``, ``TEI.2`` or ``teiCorpus``.
        name: What the witness is called.
        where: The file's name in errors.

    Raises:
        InputError: If it has neither.
    """
    texts = [text for text in descendants(root, "text") if next(text.iterancestors("{*}text"), None) is None]
    held = texts or list(descendants(root, "sourceDoc"))
    if not held:
        raise InputError("is TEI without a text element", where=where, hint="Export it again with its text")
    reader = _Reader()
    for each in held:
        reader.composer.page()
        reader.read(each)
        reader.flush_notes()
    witness = reader.composer.witness(name, tells_emphasis=True)
    return ReadText(witness, TextFormat.TEI, encoding_of(root), tuple(reader.notices()))


@dataclass(slots=True)
class _Reader:
    composer: Composer = field(default_factory=Composer)
    left_out: Counter[str] = field(default_factory=Counter)
    supplied: int = 0
    doubtful: int = 0
    _notes: list[Element] = field(default_factory=list)
    _in_notes: bool = False
    _emphases: list[tuple[Emphasis, ...]] = field(default_factory=lambda: [()])
    _parts: list[TextPart] = field(default_factory=lambda: [TextPart.BODY])

    def read(self, top: Element) -> None:
        """Everything in an element, but what follows it."""
        walk = etree.iterwalk(top, events=("start", "end"))
        passed_over: Element | None = None
        for event, element in walk:
            if event == "start":
                if element is not top and self._passes_over(element):
                    passed_over = element
                    walk.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is not passed_over:
                self._end(element)
            if element is not top:
                self._take(element.tail, element.getparent())

    def flush_notes(self) -> None:
        """Writes the notes whose marks have come, each as a paragraph, and after it those that it has itself."""
        if self._in_notes:
            return
        self._in_notes = True
        self._enter((), TextPart.BODY)
        while self._notes:
            self.read(self._notes.pop(0))
        self._leave()
        self._in_notes = False

    def notices(self) -> Iterator[str]:
        """What was left out, and what is an editor's."""
        yield from in_doubt(self.doubtful)
        for kind, words in _LEFT_OUT.items():
            if self.left_out[kind]:
                yield f"{counted(self.left_out[kind], *words)} left out"
        if self.supplied:
            yield f"{counted(self.supplied, 'passage', 'passages')} supplied by the editor read as text"

    def _passes_over(self, element: Element) -> bool:
        name = local(element)
        if name == "note" and self.composer.within_paragraph:
            self._notes.append(element)
            return True
        if name == "unclear" and element.get("reason") in _DOUBTS and next(descendants(element, "w"), None) is not None:
            self.doubtful += 1
            return True
        if _is_left_out(element, name):
            self.left_out[name] += 1
            return True
        return name in _SKIPPED

    def _start(self, element: Element) -> None:
        name = local(element)
        if name in _BREAKS:
            self._break(element, name)
        elif name in _BLOCKS:
            self._paragraph()
        elif name in _LINES:
            self.composer.line()
        elif name in _WORDS or (name == "w" and _touches_a_word(element)):
            self.composer.space()
        self.supplied += name == "supplied"
        self._enter(joined(self._emphases[-1], _emphasis(element, name)), _PARTS.get(name, self._parts[-1]))
        self._take(element.text, element)

    def _end(self, element: Element) -> None:
        name = local(element)
        self._leave()
        if name in _BLOCKS:
            self._paragraph()
        elif name in _LINES:
            self.composer.line()
        elif name in _WORDS:
            self.composer.space()

    def _enter(self, emphasis: tuple[Emphasis, ...], part: TextPart) -> None:
        self._emphases.append(emphasis)
        self._parts.append(part)

    def _leave(self) -> None:
        self._emphases.pop()
        self._parts.pop()

    def _take(self, text: str | None, holder: Element | None) -> None:
        if not text or (holder is not None and local(holder) in _ONLY_ELEMENTS and text.isspace()):
            return
        self.composer.emphasis, self.composer.part = self._emphases[-1], self._parts[-1]
        self.composer.text(text)

    def _paragraph(self) -> None:
        self.flush_notes()
        self.composer.paragraph()

    def _break(self, element: Element, name: str) -> None:
        kind = PAGE if name in ("pb", "surface") else LINE
        if element.get("break") == "no" and not _goes_on_in_its_own_word(element):
            self.composer.break_within_word(kind)
        elif kind == PAGE:
            self.flush_notes()
            self.composer.page()
        else:
            self.composer.line()


def _is_left_out(element: Element, name: str) -> bool:
    """Of a ``choice`` what the source has stays; of an apparatus the ``lem``, or the first reading where it has none."""
    if name == "del":
        return True
    if name == "rdg":
        apparatus = next(element.iterancestors("{*}app"), None)
        first = None if apparatus is None else next(descendants(apparatus, "lem"), next(descendants(apparatus, "rdg")))
        return first is not None and element is not first
    parent = element.getparent()
    if name not in _IN_PLACE or parent is None or local(parent) != "choice":
        return False
    return next(children(parent, _IN_PLACE[name]), None) is not None


def _touches_a_word(word: Element) -> bool:
    """Whether a ``w`` follows another with nothing between them, and is no part of the same word."""
    before = word.getprevious()
    apart = word.get("part") not in ("M", "F")
    return apart and before is not None and local(before) == "w" and not before.tail


def _goes_on_in_its_own_word(breaking: Element) -> bool:
    """Whether a break stands before a ``w`` that is part of the word before it only in the reading layer.

    Our own files say so by a ``reg`` that is empty: on the paper it is a word of its own.
    """
    after = next((each for each in breaking.itersiblings() if local(each) not in _BREAKS), None)
    words = iter(()) if after is None else descendants(after, "w")
    word = next(words, None)
    regular = None if word is None else next(descendants(word, "reg"), None)
    return regular is not None and not "".join(map(str, regular.itertext())).strip()


def _emphasis(element: Element, name: str) -> tuple[Emphasis, ...]:
    """How an element is set off; a heading's own look is none."""
    rend, rendition, style = element.get("rend"), element.get("rendition"), element.get("style")
    if name in ("head", "titlePart"):
        return ()
    if name == "emph" and not (rend or rendition or style):
        return (Emphasis.ITALIC,)
    return joined(named(f"{rend or ''} {rendition or ''}") if rend or rendition else (), styled(style) if style else ())
