"""Reads Markdown (CommonMark, with tables, footnotes and front matter)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token as Mark
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from digitize.errors import InputError
from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import counted
from digitize.ingest.texts.set_off import joined
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart

_TAGS = {
    "b": Emphasis.BOLD,
    "strong": Emphasis.BOLD,
    "i": Emphasis.ITALIC,
    "em": Emphasis.ITALIC,
    "u": Emphasis.UNDERLINED,
    "ins": Emphasis.UNDERLINED,
}
_ENDS = frozenset(
    "paragraph_close heading_close blockquote_close bullet_list_close ordered_list_close table_close".split()
)
_MARKS = {"strong_open": "strong", "strong_close": "/strong", "em_open": "em", "em_close": "/em"}
"""Marks of emphasis, as the tags that they stand for."""
_NO_LIMIT = 1_000_000
"""The parser leaves out what is nested more deeply than its limit, without a word; Python's own limit ends it with one."""
_BLOCKS = frozenset(
    "paragraph_open paragraph_close heading_open heading_close blockquote_open blockquote_close list_item_open "
    "list_item_close table_open table_close hr".split()
)
_BLOCK_TAGS = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 table tr blockquote hr".split())
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>", re.DOTALL)


def read_markdown(text: str, name: str, encoding: str, where: str) -> ReadText:
    """The text without its markup; notes come after the paragraph that has their mark, or where they stand if none has.

    Numbers of ordered lists are text, bullets are markup; so are the targets of links, and pictures are left out.

    Args:
        text: The file's characters.
        name: What the witness is called.
        encoding: In which they were found.
        where: The file's name in errors.

    Raises:
        InputError: If lists or quotations in it stand within each other hundreds of times.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _NO_LIMIT}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(front_matter_plugin).disable("footnote_tail")
    reader = _Reader()
    environment: dict[str, Any] = {}
    try:
        marks = parser.parse(text, environment)
    except RecursionError:
        raise InputError("is nested too deeply", where=where, hint="Save it as plain text (.txt)") from None
    reader.inline_notes = dict(environment.get("footnotes", {}).get("list", {}))
    reader.blocks(reader.without_notes(marks))
    witness = reader.composer.witness(name, tells_emphasis=True)
    return ReadText(witness, TextFormat.MARKDOWN, encoding, tuple(reader.notices()))


@dataclass(slots=True)
class _Reader:
    composer: Composer = field(default_factory=Composer)
    notes: dict[str, list[Mark]] = field(default_factory=dict)
    inline_notes: dict[int, dict[str, Any]] = field(default_factory=dict)
    struck: int = 0
    pictures: int = 0
    has_front_matter: bool = False
    _due: list[list[Mark]] = field(default_factory=list)
    _in_notes: bool = False
    _in_heading: bool = False
    _after_number: bool = False
    _tags: list[str] = field(default_factory=list)

    def without_notes(self, marks: Sequence[Mark]) -> list[Mark]:
        """The marks of the text; those of notes that it refers to are put aside, under the notes' labels."""
        referred = {
            child.meta["label"]
            for mark in marks
            for child in mark.children or ()
            if child.type == "footnote_ref" and "label" in child.meta
        }
        body: list[Mark] = []
        aside: list[Mark] | None = None
        for mark in marks:
            if mark.type == "footnote_reference_open":
                label = str(mark.meta["label"])
                aside = self.notes.setdefault(label, []) if label in referred and label not in self.notes else None
            if aside is None:
                body.append(mark)
            else:
                aside.append(mark)
            if mark.type == "footnote_reference_close":
                aside = None
        return body

    def notices(self) -> Iterator[str]:
        """What a user should know."""
        if self.has_front_matter:
            yield "front matter left out"
        if self.pictures:
            yield f"{counted(self.pictures, 'picture', 'pictures')} left out"
        if self.struck:
            yield f"{counted(self.struck, 'struck passage', 'struck passages')} read as text"

    def blocks(self, marks: Sequence[Mark]) -> None:
        """Blocks one after the other."""
        for mark in marks:
            self._block(mark)
            if mark.type in _ENDS and mark.level == 0:
                self._flush_notes()

    def _block(self, mark: Mark) -> None:
        composer = self.composer
        self._begin(mark)
        match mark.type:
            case "inline":
                self._inline(mark.children or ())
            case "list_item_open" if mark.info:
                composer.text(f"{mark.info}{mark.markup} ")
                self._after_number = True
            case "heading_open" | "heading_close":
                self._in_heading = mark.type == "heading_open"
            case "footnote_reference_open" | "footnote_reference_close":
                self._in_notes = mark.type == "footnote_reference_open"
            case "code_block" | "fence" | "html_block":
                composer.paragraph()
                self._raw(mark)
                composer.paragraph()
            case "tr_open":
                composer.line()
            case "td_open" | "th_open":
                composer.space()
            case "front_matter":
                self.has_front_matter = True

    def _begin(self, mark: Mark) -> None:
        composer = self.composer
        composer.part = TextPart.NOTE if self._in_notes else TextPart.HEADING if self._in_heading else TextPart.BODY
        composer.emphasis = ()
        if mark.type in _BLOCKS and not mark.hidden and not (self._after_number and mark.type == "paragraph_open"):
            composer.paragraph()
        self._after_number = False

    def _flush_notes(self) -> None:
        """Writes the notes whose marks have come, and after them those that they have themselves."""
        while self._due:
            note = self._due.pop(0)
            self._in_notes = True
            self.composer.paragraph()
            for mark in note:
                self._block(mark)
            self._in_notes = False
            self.composer.paragraph()

    def _inline(self, marks: Sequence[Mark]) -> None:
        self._tags.clear()
        for mark in marks:
            match mark.type:
                case "text" | "code_inline":
                    self._text(mark.content)
                case "softbreak" | "hardbreak":
                    self.composer.line()
                case "strong_open" | "strong_close" | "em_open" | "em_close":
                    self._tag(_MARKS[mark.type])
                case "html_inline":
                    self._html(mark.content)
                case "footnote_ref":
                    self._refer(mark)
                case "image":
                    self.pictures += 1
                case "s_open":
                    self.struck += 1
                case _:
                    continue

    def _refer(self, mark: Mark) -> None:
        label = mark.meta.get("label")
        if label is not None:
            self._due.append(self.notes.pop(str(label), []))
            return
        tokens = self.inline_notes.get(mark.meta.get("id", -1), {}).get("tokens") or []
        self._due.append([Mark("inline", "", 0, children=list(tokens))])

    def _text(self, text: str) -> None:
        held = (_TAGS[tag] for tag in self._tags if tag in _TAGS)
        self.composer.emphasis = joined(held)
        self.composer.text(text)

    def _raw(self, mark: Mark) -> None:
        """A block that has no Markdown in it."""
        if mark.type == "html_block":
            self._tags.clear()
            self._html(mark.content)
            return
        for row in mark.content.split("\n"):
            self.composer.line()
            self.composer.text(row)

    def _html(self, html: str) -> None:
        end = 0
        for match in _TAG.finditer(html):
            self._text(unescape(html[end : match.start()]))
            self._tag(f"{match[1] or ''}{match[2] or ''}".lower())
            end = match.end()
        self._text(unescape(html[end:]))

    def _tag(self, tag: str) -> None:
        """An HTML tag, by its name: ``b`` or ``/b``; empty for a comment."""
        name = tag.removeprefix("/")
        if name == "br":
            self.composer.line()
        elif name in _BLOCK_TAGS:
            self.composer.paragraph()
        elif name != tag and name in self._tags:
            self._tags.reverse()
            self._tags.remove(name)
            self._tags.reverse()
        elif name == tag and name in _TAGS:
            self._tags.append(name)
