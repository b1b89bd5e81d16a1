"""Reads texts that users bring, in a worker: a text file may be as hostile as a scan."""

from __future__ import annotations

from pathlib import Path

from digitize.errors import EngineError, InputError, LimitError
from digitize.ingest import printable
from digitize.ingest.texts import ReferenceText
from digitize.pipeline.in_worker import read_reference_file
from digitize.pipeline.workshop import Workshop


def read_reference(path: Path, shop: Workshop) -> ReferenceText:
    """Reads a reference text within the limits of time and memory that hold for a page.

    Args:
        path: A file of plain text, Markdown, docx, TEI, ALTO, PAGE XML or hOCR.
        shop: What the run works with.

    Raises:
        InputError: If it cannot be read (:func:`~digitize.ingest.texts.read_text`), or not within the limits.
    """
    try:
        return shop.pool.run(shop.settings.page_timeout_s, read_reference_file, path)
    except (EngineError, LimitError) as error:
        hint = "The file is damaged or hostile; if it is neither, split it into parts"
        raise InputError(error.message, where=printable(str(path)), hint=hint) from None
