"""What a user can say of the pages, and of how they are read."""

from __future__ import annotations

from enum import StrEnum


class Splitting(StrEnum):
    """When a scan of two facing pages becomes two pages."""

    AUTO = "auto"
    NEVER = "never"


class EngineName(StrEnum):
    """Which recogniser reads the pages."""

    TESSERACT = "tesseract"
    OWN = "own"
    BOTH = "both"


class PdfKind(StrEnum):
    """Which PDFs a document gets: the searchable one, or beside it one that faces the scan with its transcription."""

    SEARCHABLE = "searchable"
    FACING = "facing"


class Profile(StrEnum):
    """What kind of page to expect."""

    AUTO = "auto"
    NEWSPAPER = "newspaper"
    TYPESCRIPT = "typescript"
    BOOK = "book"
