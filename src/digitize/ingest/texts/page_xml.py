"""Reads PAGE XML of any version, by whatever program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.markup import Element, children, descendants, encoding_of
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import as_number, in_doubt, in_reading_order, part_named, sorted_groups
from digitize.ingest.texts.set_off import joined, named
from digitize.model.transcription import Emphasis

_CUSTOM = re.compile(r"([\w-]+)\s*\{([^{}]*)\}")
_TRUE = ("true", "1")


def read_page_xml(root: Element, name: str) -> ReadText:
    """The text of every region in reading order: of words where there are some, else of lines, else of the region.

    Args:
        root: The root, ``PcGts``.
        name: What the witness is called.
    """
    reader = _Reader()
    for page in descendants(root, "Page"):
        reader.page(page)
    witness = reader.composer.witness(name, tells_emphasis=reader.has_styles)
    return ReadText(witness, TextFormat.PAGE, encoding_of(root), in_doubt(reader.doubtful))


@dataclass(slots=True)
class _Reader:
    composer: Composer = field(default_factory=Composer)
    doubtful: int = 0
    has_styles: bool = False

    def page(self, page: Element) -> None:
        self.composer.page()
        order = next(children(page, "ReadingOrder"), None)
        sorted_groups(order)
        for region in in_reading_order(descendants(page, "TextRegion"), order, "id"):
            self._region(region)

    def _region(self, region: Element) -> None:
        composer = self.composer
        composer.paragraph()
        composer.part = part_named(region.get("type"), *(told.get("type") for told in _told(region, "structure")))
        lines = list(children(region, "TextLine"))
        styles = _style(region)
        for line in lines:
            if next(_told(line, "doubt"), None) is not None:
                self.doubtful += 1
                continue
            composer.line()
            self._line(line, styles)
        if not lines and next(children(region, "TextRegion"), None) is None:
            self._emphasise(styles)
            for row in _text_of(region).splitlines():
                composer.line()
                composer.text(row)
        composer.paragraph()

    def _line(self, line: Element, styles: tuple[Emphasis, ...]) -> None:
        own = _style(line, styles)
        words = list(children(line, "Word"))
        for word in words:
            self._emphasise(_style(word, own))
            self.composer.space()
            self.composer.text(_text_of(word).strip())
        if words:
            return
        text = _text_of(line)
        kinds = _kinds_by_letter(line, text, own)
        for emphasis, run in groupby(zip(text, kinds, strict=True), key=lambda pair: pair[1]):
            self._emphasise(emphasis)
            self.composer.text("".join(letter for letter, _ in run))

    def _emphasise(self, emphasis: tuple[Emphasis, ...]) -> None:
        self.composer.emphasis = emphasis
        self.has_styles = self.has_styles or bool(emphasis)


def _told(thing: Element, name: str) -> Iterator[dict[str, str]]:
    """What ``custom`` says under a name: ``structure {type:heading;}``."""
    for match in _CUSTOM.finditer(thing.get("custom", "")):
        if match[1] == name:
            pairs = (part.partition(":") for part in match[2].split(";"))
            yield {key.strip(): value.strip() for key, _, value in pairs}


def _text_of(thing: Element) -> str:
    """The text in force: that of the lowest index, or the first."""
    stated = [equiv for equiv in children(thing, "TextEquiv") if next(children(equiv, "Unicode"), None) is not None]
    if not stated:
        return ""
    best = min(stated, key=lambda equiv: as_number(equiv.get("index")) if equiv.get("index") else -1)
    return next(children(best, "Unicode")).text or ""


def _style(thing: Element, inherited: tuple[Emphasis, ...] = ()) -> tuple[Emphasis, ...]:
    style = next(children(thing, "TextStyle"), None)
    return inherited if style is None else _kinds({str(key): str(value) for key, value in style.items()})


def _kinds(told: dict[str, str]) -> tuple[Emphasis, ...]:
    return joined(*(named(key) for key, value in told.items() if value in _TRUE or key == "underlineStyle"))


def _kinds_by_letter(line: Element, text: str, own: tuple[Emphasis, ...]) -> list[tuple[Emphasis, ...]]:
    """How each letter of a line is set off: ``textStyle {offset:4; length:6; bold:true;}``."""
    kinds = [own] * len(text)
    for told in _told(line, "textStyle"):
        start = as_number(told.get("offset"))
        for place in range(start, min(start + as_number(told.get("length")), len(text))):
            kinds[place] = joined(kinds[place], _kinds(told))
    return kinds
