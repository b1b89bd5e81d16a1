"""A document's files in every format, each written in a worker."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EnvironmentFault, ExportError, InternalError, MissingDependencyError
from digitize.export import EXPORTERS, FACING
from digitize.export.page_facts import Facts, facts_of
from digitize.model.document import Document
from digitize.model.own_text import TextLayer
from digitize.model.transcription import Transcription
from digitize.pipeline.kept_facts import keep_facts
from digitize.pipeline.own_text import told_of_kept_text
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink, OutputFolder
from digitize.store.versions import IN_FORCE

_log = logging.getLogger("digitize.deliver")

_SLOW = frozenset({"pdf"})
"""Formats to begin with, so that the others are written beside them."""


KEPT_TEXT = "text-layer"
"""Under this name stands what is told of text layers that the searchable PDF keeps: it depends on the text too."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written.

    Args:
        outputs: SHA-256 of every file, by its path in the document's folder.
        errors: Formats that could not be written.
        unfit_decisions: Persons' decisions that do not fit what was read.
        warnings: What a person should know of the files, for each format that was made anew; none is an empty tuple.
        as_before: Whether all of it was there already.
    """

    outputs: dict[str, str]
    errors: tuple[DigitizeError, ...]
    unfit_decisions: int = 0
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    as_before: bool = False


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


def warnings_now(report: Mapping[str, Any], delivery: Delivery) -> dict[str, tuple[str, ...]]:
    """What a person should know of a document's files, when some of them have been made anew."""
    before = {str(name): tuple(map(str, told)) for name, told in report.get("export_warnings", {}).items()}
    return {**before, **delivery.warnings}


def outputs_now(report: Mapping[str, Any], delivery: Delivery) -> dict[str, str]:
    """Digests of a document's files, when some of them have been made anew.

    Page images are not made anew: they keep the digest that they were written with, so that a damaged one stays known for that.
    """
    told: dict[str, str] = report["outputs"]
    images = {path: digest for path, digest in told.items() if path.startswith("images/")}
    return {**told, **delivery.outputs, **images}


def all_formats(document_id: str, outputs: Iterable[str], *, facing: bool = False) -> tuple[str, ...]:
    """Every format that a document has.

    Args:
        document_id: The document's id.
        outputs: Paths of the files that it has already: a facing transcription among them stays.
        facing: Whether one is asked for.
    """
    has_facing = facing or f"{document_id}.facing.pdf" in outputs
    return (*EXPORTERS, FACING) if has_facing else tuple(EXPORTERS)


def write_exports(
    document: Document, formats: tuple[str, ...], shop: Workshop, told: Transcription | None = None
) -> Delivery:
    """Writes a document in some formats, each in a worker: exporters open the source files again.

    A format that fails is named and does not stop the others.

    Args:
        document: The document.
        formats: Names of the formats.
        shop: What the run works with.
        told: The text that the PDF which is there tells: then only pages that read otherwise now are renewed in it. The
            result is the same; it comes sooner.

    Raises:
        EnvironmentFault: If a file cannot be written.
        MissingDependencyError: If a program is missing.
    """
    changed = None if told is None else _changed(told, document.transcription)

    def write(name: str) -> Written | ExportError:
        try:
            if name == "pdf" and changed is not None:
                renewed = shop.pool.run(
                    shop.settings.page_timeout_s, renew_pdf, document, changed, shop.settings.output
                )
                if renewed is not None:
                    return renewed
            return shop.pool.run(shop.settings.page_timeout_s, _export, document, name, shop.settings.output)
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError as error:
            return _named(error, document.id, name)

    in_order = sorted((name for name in formats if name != FACING), key=lambda name: (name not in _SLOW, name))
    with ThreadPoolExecutor(shop.pool.workers) as threads:
        answers = list(threads.map(write, in_order))
    if FACING in formats:  # when the PDF that it is made from is there
        answers.append(write(FACING))
    written = [answer for answer in answers if not isinstance(answer, ExportError)]
    errors = tuple(answer for answer in answers if isinstance(answer, ExportError))
    outputs = {path: digest for answer in written for path, digest in answer.digests.items()}
    _keep_facts(document, outputs, shop)
    outputs.update(_images(document, shop.output.folder(document.id)))
    warnings = {answer.format: answer.warnings for answer in written if answer.warnings is not None}
    for searchable in (answer for answer in written if answer.format == "pdf"):
        if document.text_layer is TextLayer.KEEP:
            warnings[KEPT_TEXT] = searchable.kept_text
    return Delivery(dict(sorted(outputs.items())), errors, warnings=warnings)


def _keep_facts(document: Document, outputs: Mapping[str, str], shop: Workshop) -> None:
    """Keeps what files tell of each page, for a review of some of them."""
    if IN_FORCE in outputs:
        keep_facts(document, outputs[IN_FORCE], facts_of(document.transcription.pages), shop.output)


def _named(error: DigitizeError, document_id: str, name: str) -> ExportError:
    """The failure of one format, with its place."""
    if isinstance(error, InternalError):
        _log.info("%s", error.detail)
    where = f"{document_id}, format {name}"
    if error.where and error.where != document_id:
        where = f"{where}: {error.where}"
    return ExportError(error.message, where=where, hint=error.hint)


def _images(document: Document, folder: Path) -> dict[str, str]:
    """Digests of the canonical page images that the document keeps."""
    paths = [record.image.image_path for record in document.pages]
    return {path: sha256_of(folder / path) for path in paths if path is not None}


def _changed(told: Transcription, now: Transcription) -> tuple[int, ...] | None:
    """Numbers of the pages that read otherwise now; ``None`` when these are not the same pages."""
    if [page.page_number for page in told.pages] != [page.page_number for page in now.pages]:
        return None
    pairs = zip(told.pages, now.pages, strict=True)
    return tuple(page.page_number for before, page in pairs if before.regions != page.regions)


@dataclass(frozen=True, slots=True)
class Written:
    """What a worker wrote; ``warnings`` is ``None`` where those of before still hold, ``kept_text`` are always those of now."""

    format: str
    digests: dict[str, str]
    warnings: tuple[str, ...] | None
    kept_text: tuple[str, ...] = ()


class _Heard(logging.Handler):
    """What exporters warn of while it listens, each thing once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.told.setdefault(record.getMessage())


@contextmanager
def _listening() -> Iterator[_Heard]:
    heard, exporters = _Heard(), logging.getLogger("digitize.export")
    exporters.addHandler(heard)
    try:
        yield heard
    finally:
        exporters.removeHandler(heard)


def renew_pdf(document: Document, changed: tuple[int, ...], root: Path, facts: Facts | None = None) -> Written | None:
    """Renews the text of some pages of the PDF that is there; ``None`` when it cannot be; in a worker.

    Args:
        document: The document.
        changed: Numbers of the pages.
        root: The output folder.
        facts: What is told of all pages, where ``document`` has the words of those alone that changed.
    """
    from digitize.export.pdf_replace import NotReplaceableError, replace_page_text

    name = f"{document.id}.pdf"
    sink = FolderSink(root / document.id)
    try:
        with sink.file(name) as target:
            replace_page_text(
                root / document.id / name, target, document, changed, KeptMaterials(root, document), facts
            )
    except NotReplaceableError as error:
        _log.info("%s", error)
        return None
    return Written("pdf", sink.digests, None, told_of_kept_text(document, KeptMaterials(root, document)))


def _export(document: Document, name: str, root: Path) -> Written:
    """Runs one exporter; in a worker."""
    sink, materials = FolderSink(root / document.id), KeptMaterials(root, document)
    with _listening() as heard:
        if name == FACING:
            from digitize.export.pdf_facing import export_facing

            export_facing(document, materials, sink, root / document.id / f"{document.id}.pdf")
        else:
            EXPORTERS[name](document, materials, sink)
    kept = told_of_kept_text(document, materials) if name == "pdf" else ()
    return Written(name, sink.digests, tuple(heard.told) if name != FACING else (), kept)
