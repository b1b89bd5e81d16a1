"""What exporters write to and read from, besides the document itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class Sink(Protocol):
    """Receives the files of one document, each whole or not at all."""

    def write(self, path: str, data: bytes) -> None:
        """Writes one file; ``path`` is relative to the document's folder, with ``/``."""

    def file(self, path: str) -> AbstractContextManager[Path]:
        """A temporary path to write to; moved to ``path`` when the block ends without an error, else removed."""


class Materials(Protocol):
    """The images that the document was made from; never written to."""

    def original(self, sha256: str) -> Path:
        """The kept copy of a source file (its name does not tell its type)."""

    def image(self, page_number: int) -> Path | None:
        """The canonical page image where the document keeps one (``PageImage.image_path``), else ``None``."""
