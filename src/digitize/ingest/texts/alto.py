"""Reads ALTO of any version."""

from __future__ import annotations

from dataclasses import dataclass, field

from digitize.ingest.texts.composing import Composer
from digitize.ingest.texts.markup import Element, children, descendants, encoding_of, local
from digitize.ingest.texts.reference_text import ReadText, TextFormat
from digitize.ingest.texts.regions import in_doubt, in_reading_order, named_ancestor, part_named
from digitize.ingest.texts.set_off import joined, named
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart

_MARGINS = {
    "TopMargin": TextPart.FURNITURE,
    "BottomMargin": TextPart.FURNITURE,
    "LeftMargin": TextPart.NOTE,
    "RightMargin": TextPart.NOTE,
}


def read_alto(root: Element, name: str) -> ReadText:
    """The ``CONTENT`` of every string, by page, block and line; hyphens of their own element belong to the word before.

    Args:
        root: The root, ``alto``.
        name: What the witness is called.
    """
    reader = _Reader(_styles(root), _tags(root))
    for page in descendants(root, "Page"):
        reader.page(page, next(iter(descendants(root, "ReadingOrder")), None))
    witness = reader.composer.witness(name, tells_emphasis=reader.has_styles)
    return ReadText(witness, TextFormat.ALTO, encoding_of(root), in_doubt(reader.doubtful))


def _styles(root: Element) -> dict[str, tuple[Emphasis, ...]]:
    return {style.get("ID", ""): named(style.get("FONTSTYLE", "")) for style in descendants(root, "TextStyle")}


def _tags(root: Element) -> dict[str, tuple[str, str]]:
    """Type and label of each tag, by its id."""
    return {
        tag.get("ID", ""): (tag.get("TYPE", ""), tag.get("LABEL", ""))
        for tags in descendants(root, "Tags")
        for tag in children(tags)
    }


@dataclass(slots=True)
class _Reader:
    styles: dict[str, tuple[Emphasis, ...]]
    tags: dict[str, tuple[str, str]]
    composer: Composer = field(default_factory=Composer)
    doubtful: int = 0
    has_styles: bool = False

    def page(self, page: Element, order: Element | None) -> None:
        self.composer.page()
        for block in in_reading_order(self._top_blocks(page), order, "ID"):
            inner = [block] if local(block) == "TextBlock" else descendants(block, "TextBlock")
            for text_block in inner:
                self._block(text_block)

    def _top_blocks(self, page: Element) -> list[Element]:
        """Blocks of print space and margins; a composed block is one, whatever it holds."""
        return [block for space in children(page) for block in children(space, "TextBlock", "ComposedBlock")]

    def _block(self, block: Element) -> None:
        composer = self.composer
        composer.paragraph()
        composer.part = self._part(block)
        for line in children(block, "TextLine"):
            if any(kind == "doubt" for kind, _ in self._tagged(line)):
                self.doubtful += 1
                continue
            composer.line()
            for string in children(line, "String", "HYP"):
                self._string(string, line, block)
        composer.paragraph()

    def _string(self, string: Element, line: Element, block: Element) -> None:
        composer = self.composer
        if local(string) == "String":
            composer.space()
            composer.emphasis = self._emphasis(string, line, block)
            self.has_styles = self.has_styles or bool(composer.emphasis)
        composer.text(string.get("CONTENT", "").strip())

    def _emphasis(self, *holders: Element) -> tuple[Emphasis, ...]:
        """By the nearest of string, line and block that has a style."""
        for holder in holders:
            style, refs = holder.get("STYLE"), holder.get("STYLEREFS", "").split()
            known = [self.styles[ref] for ref in refs if ref in self.styles]
            if style is not None or known:
                return joined(named(style or ""), *known)
        return ()

    def _part(self, block: Element) -> TextPart:
        labels = [
            label for holder in (block, block.getparent()) if holder is not None for _, label in self._tagged(holder)
        ]
        part = part_named(block.get("TYPE"), *labels)
        return part if part is not TextPart.BODY else named_ancestor(block, _MARGINS) or part

    def _tagged(self, thing: Element) -> list[tuple[str, str]]:
        refs = f"{thing.get('TAGREFS', '')} {thing.get('STRUCTURETAGREFS', '')}".split()
        return [self.tags[ref] for ref in refs if ref in self.tags]
