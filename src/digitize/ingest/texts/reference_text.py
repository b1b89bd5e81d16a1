"""What is read from a text that a user brings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from digitize.model.page import SourceFile
from digitize.model.witness import Witness


class TextFormat(StrEnum):
    """Formats that reference texts are read from."""

    PLAIN = "txt"
    MARKDOWN = "markdown"
    DOCX = "docx"
    TEI = "tei"
    ALTO = "alto"
    PAGE = "page"
    HOCR = "hocr"


MEDIA_TYPES = {
    TextFormat.PLAIN: "text/plain",
    TextFormat.MARKDOWN: "text/markdown",
    TextFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    TextFormat.TEI: "application/tei+xml",
    TextFormat.ALTO: "application/alto+xml",
    TextFormat.PAGE: "application/vnd.prima.page+xml",
    TextFormat.HOCR: "text/vnd.hocr+html",
}

FORMATS_READ = "Plain text, Markdown, Word (docx), TEI, ALTO, PAGE XML and hOCR are read"


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a file, before anything is asked about it.

    Args:
        witness: Its words.
        format: What it was read as.
        encoding: In which encoding its characters were found.
        notices: What a user should know of how it was read: plain sentences, no final stop.
    """

    witness: Witness
    format: TextFormat
    encoding: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A text that a user brings: a published edition, a typed copy, a quotation, another program's reading.

    Args:
        source: The file it stands in. Its ``frames`` are the pages that the text tells of, 1 where it tells of none.
        witness: Its words; at least one. Named by the file's own name.
        format: What it was read as.
        encoding: In which encoding its characters were found, by Python's name of it.
        language: ISO 639-3 code by its function words; ``None`` where they do not decide.
        notices: What a user should know of how it was read: plain sentences, no final stop.
    """

    source: SourceFile
    witness: Witness
    format: TextFormat
    encoding: str
    language: str | None
    notices: tuple[str, ...]
