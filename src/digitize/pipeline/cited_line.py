"""One line of a document, found by its id, with everything that a citation of it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitize.errors import InputError
from digitize.export.facts import image_name, mean_confidence
from digitize.ingest import printable
from digitize.model.citation import cite, page_label, place_of
from digitize.model.document import Document
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage
from digitize.pipeline.library import load_document
from digitize.settings import Settings


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line and where it stands.

    Args:
        document: Its document.
        page: Its page.
        region: Its region.
        line: The line.
    """

    document: Document
    page: TranscribedPage
    region: TextRegion
    line: TextLine

    @property
    def place(self) -> str:
        """``p. 4, col. 3, bottom``."""
        label = page_label(self.document.reference, self.page.page_number, self.document.page_count)
        return place_of(label, self.line, self.page.columns)

    @property
    def citation(self) -> str:
        """``Pravda, 2 November 1927, p. 4, col. 3, bottom``."""
        return cite(self.document.reference, self.place)

    @property
    def reading(self) -> str:
        """The reading layer of the line; a word that was joined to an earlier line's is not in it."""
        return " ".join(word.reading for word in self.line.words if word.reading)

    @property
    def image(self) -> str:
        """Name of the page's canonical image."""
        record = next(r for r in self.document.pages if r.image.page_number == self.page.page_number)
        return image_name(self.document, record)

    def as_json(self) -> dict[str, Any]:
        """For programs; geometry in pixels of the canonical page image."""
        line, box = self.line, self.line.box
        return {
            "document": self.document.id,
            "transcription": self.document.transcription.id,
            "citation": self.citation,
            "place_cited": self.place,
            "page_number": self.page.page_number,
            "region": self.region.id,
            "kind": self.region.kind.value,
            "line": line.id,
            "column": line.column,
            "columns": None if line.columns is None else list(line.columns),
            "place": None if line.place is None else line.place.value,
            "text": line.text,
            "reading": self.reading,
            "mean_confidence": mean_confidence(line.words),
            "box": [box.x0, box.y0, box.x1, box.y1],
            "image": self.image,
        }

    def as_rows(self) -> list[tuple[str, str]]:
        """For people: names and values."""
        confidence = mean_confidence(self.line.words)
        box = self.line.box
        rows = [("printed", self.line.text)]
        rows += [("reading", self.reading)] if self.reading != self.line.text else []
        rows += [
            ("line", f"{self.line.id} of {self.document.id}, {self.document.transcription.id}"),
            ("region", self.region.kind.value),
            ("box", f"{box.x0},{box.y0} to {box.x1},{box.y1} in {self.image}"),
        ]
        rows += [] if confidence is None else [("confidence", f"{confidence:.2f}")]
        stated = self.document.reference.citation
        return [*rows, *([("source", stated)] if stated else [])]


def find_line(name: str, line_id: str, settings: Settings) -> CitedLine:
    """The line of that id, or the line of the word of that id.

    Args:
        name: The document's id, or its folder.
        line_id: ``p0001_r007_l003``.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document or line, or the document cannot be read.
    """
    _, document = load_document(name, settings)
    wanted = line_id.partition("_w")[0]
    for page in document.transcription.pages:
        for region in page.regions:
            for line in region.lines:
                if line.id == wanted:
                    return CitedLine(document, page, region, line)
    raise InputError(
        f"no line {printable(line_id)!r}",
        where=document.id,
        hint="Ids are like p0001_r002_l003 (page, region, line): see transcription.json, or digitize show --layout",
    )
