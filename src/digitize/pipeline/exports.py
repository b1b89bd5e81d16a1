"""A document's files in every format, each written in a worker."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import DigitizeError, EnvironmentFault, ExportError, InternalError, MissingDependencyError
from digitize.export import EXPORTERS
from digitize.model.document import Document
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink, OutputFolder

_log = logging.getLogger("digitize.deliver")

_SLOW = frozenset({"pdf"})
"""Formats to begin with, so that the others are written beside them."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written.

    Args:
        outputs: SHA-256 of every file, by its path in the document's folder.
        errors: Formats that could not be written.
        unfit_decisions: Persons' decisions that do not fit what was read.
    """

    outputs: dict[str, str]
    errors: tuple[DigitizeError, ...]
    unfit_decisions: int = 0


class KeptMaterials:
    """The images that a document was made from, where the output folder keeps them."""

    def __init__(self, root: Path, document: Document) -> None:
        self._output = OutputFolder(root)
        self._folder = self._output.folder(document.id)
        self._paths = {page.image.page_number: page.image.image_path for page in document.pages}

    def original(self, sha256: str) -> Path:
        """The kept copy of a source file."""
        return self._output.original(sha256)

    def image(self, page_number: int) -> Path | None:
        """The canonical page image where the document keeps one."""
        path = self._paths.get(page_number)
        return self._folder / path if path else None


def write_exports(document: Document, formats: tuple[str, ...], shop: Workshop) -> Delivery:
    """Writes a document in some formats, each in a worker: exporters open the source files again.

    A format that fails is named and does not stop the others.

    Raises:
        EnvironmentFault: If a file cannot be written.
        MissingDependencyError: If a program is missing.
    """

    def write(name: str) -> dict[str, str] | ExportError:
        try:
            return shop.pool.run(shop.settings.page_timeout_s, _export, document, name, shop.settings.output)
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError as error:
            return _named(error, document.id, name)

    outputs: dict[str, str] = {}
    errors: list[DigitizeError] = []
    in_order = sorted(formats, key=lambda name: (name not in _SLOW, name))
    with ThreadPoolExecutor(shop.pool.workers) as threads:
        for answer in threads.map(write, in_order):
            if isinstance(answer, ExportError):
                errors.append(answer)
            else:
                outputs.update(answer)
    for record in document.pages:
        path = record.image.image_path
        if path is not None:
            outputs[path] = sha256_of(shop.output.folder(document.id) / path)
    return Delivery(dict(sorted(outputs.items())), tuple(errors))


def _named(error: DigitizeError, document_id: str, name: str) -> ExportError:
    """The failure of one format, with its place."""
    if isinstance(error, InternalError):
        _log.info("%s", error.detail)
    where = f"{document_id}, format {name}"
    if error.where and error.where != document_id:
        where = f"{where}: {error.where}"
    return ExportError(error.message, where=where, hint=error.hint)


def _export(document: Document, name: str, root: Path) -> dict[str, str]:
    """Runs one exporter; in a worker."""
    sink = FolderSink(root / document.id)
    EXPORTERS[name](document, KeptMaterials(root, document), sink)
    return sink.digests
