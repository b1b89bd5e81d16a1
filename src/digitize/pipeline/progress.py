"""What the pipeline tells of its progress, to whoever shows it."""

from __future__ import annotations

from typing import Protocol

from digitize.model.transcription import TranscribedPage


class Progress(Protocol):
    """Called from several threads."""

    def document_started(self, document_id: str, pages: int) -> None:
        """A document has been taken in and has so many pages to do."""

    def page_done(self, document_id: str, page: TranscribedPage, *, from_cache: bool) -> None:
        """A page is read, or has failed."""

    def document_done(self, document_id: str) -> None:
        """All files of a document are written."""


class Silent:
    """Shows nothing."""

    def document_started(self, document_id: str, pages: int) -> None:
        del document_id, pages

    def page_done(self, document_id: str, page: TranscribedPage, *, from_cache: bool) -> None:
        del document_id, page, from_cache

    def document_done(self, document_id: str) -> None:
        del document_id
