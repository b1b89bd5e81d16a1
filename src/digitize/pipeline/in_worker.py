"""Calls into the rooms below that run in workers. Apart from their callers, so that a worker need not load settings."""

from __future__ import annotations

from pathlib import Path

from digitize.ingest import identify
from digitize.ingest.texts import ReferenceText, read_text
from digitize.model.page import SourceFile
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.tesseract import Tesseract


def identify_file(path: Path, max_file_bytes: int, max_pages: int) -> SourceFile:
    """Identifies one file."""
    return identify(path, max_file_bytes=max_file_bytes, max_pages=max_pages)


def read_reference_file(path: Path) -> ReferenceText:
    """Reads one text that a user brings."""
    return read_text(path)


def try_batch(paths: tuple[str, ...], language: str, dpi: float) -> tuple[Reading, ...]:
    """Reads samples to tell the language by."""
    return Tesseract().try_out([Path(path) for path in paths], CropKind.BLOCK, language, dpi)


def read_batch(paths: tuple[str, ...], kind: CropKind, languages: tuple[str, ...], dpi: float) -> tuple[Reading, ...]:
    """Reads one batch of crops."""
    return Tesseract().read([Path(path) for path in paths], kind, languages, dpi)


def read_batch_by_own(paths: tuple[str, ...], kind: CropKind, model: Path) -> tuple[Reading, ...]:
    """Reads one batch of crops by the project's own recogniser.

    Args:
        paths: The crops.
        kind: What each of them holds.
        model: Its model file.
    """
    return OwnRecogniser(model).read([Path(path) for path in paths], kind, (), 300.0)
