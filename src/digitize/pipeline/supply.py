"""A sidecar that comes after its scan: found is the document that was made of the scan, and the sidecar applied to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from digitize.errors import DigitizeError
from digitize.export.report_json import encode_report
from digitize.ingest import printable, read_sidecar, slug
from digitize.ingest.folders import SCAN_ENDINGS, is_hidden
from digitize.ingest.names import natural_key
from digitize.model.reference import SourceReference
from digitize.pipeline.alignments import align_reference
from digitize.pipeline.exports import all_formats, warnings_now, write_exports
from digitize.pipeline.library import folder_in_output, load_report, stored_document
from digitize.pipeline.names import document_name, names_of
from digitize.pipeline.run import DocumentResult
from digitize.pipeline.upgrade import bring_up_to_date
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink, OutputFolder


def document_for(names: Sequence[str], scan: Path | None, output: OutputFolder) -> str | None:
    """The document that a sidecar belongs to; ``None`` when there is none, or more than one: which is meant is not guessed.

    Args:
        names: Names of the scans that the sidecar may belong to, without their endings.
        scan: The scan, or the folder of images, where it is known: then its content decides.
        output: Where documents are.
    """
    return _document_of(scan, output) or _document_named(names, output)


def apply_sidecar(sidecar: Path, document: str, shop: Workshop) -> DocumentResult:
    """Applies a sidecar to a document: a text is laid on it, ``NAME.toml`` changes what is stated of its source.

    Args:
        sidecar: The file.
        document: The document's id.
        shop: What the run works with.

    Raises:
        InputError: If the sidecar cannot be used; the document is as it was.
        EnvironmentFault: If a file cannot be written.
        MissingDependencyError: If a program is missing.
    """
    errors: tuple[DigitizeError, ...] = ()
    if sidecar.suffix.lower() == ".toml":
        errors = state_anew(document, read_sidecar(sidecar), shop)
    else:
        align_reference(document, sidecar, shop)
    return DocumentResult(printable(sidecar.name), document, shop.output.folder(document), 0, 0, errors)


def state_anew(name: str, reference: SourceReference, shop: Workshop) -> tuple[DigitizeError, ...]:
    """Changes what is stated of a document's source, and writes every file that tells it.

    Args:
        name: The document's id, or its folder.
        reference: What is stated now. What its name proposed stays, unless this proposes something.
        shop: What the run works with.

    Returns:
        Formats that could not be written.

    Raises:
        InputError: If there is no such document, or a file is of a newer version.
        EnvironmentFault: If a file cannot be written.
    """
    folder = folder_in_output(name, shop.settings)
    with shop.output.locked(folder.name):
        bring_up_to_date(folder)
        report = load_report(str(folder), shop.settings)
        stored = stored_document(folder, report, packed=True)
        if not reference.proposals:
            reference = replace(reference, proposals=stored.reference.proposals)
        document = replace(stored, reference=reference)
        delivery = write_exports(document, all_formats(document.id, report["outputs"]), shop)
        outputs, reading = {**report["outputs"], **delivery.outputs}, report.get("last_reading")
        told = encode_report(
            document,
            report["provenance"]["settings"],
            outputs,
            reading,
            report.get("unfit_decisions", 0),
            warnings_now(report, delivery),
        )
        FolderSink(folder).write("report.json", told)
    return delivery.errors


def _document_of(scan: Path | None, output: OutputFolder) -> str | None:
    """The document with the content of a scan."""
    if scan is None:
        return None
    try:
        if scan.is_dir():
            files = (path for path in scan.iterdir() if path.suffix.lower() in SCAN_ENDINGS)
            scans = sorted(
                (path for path in files if not is_hidden(path.name)), key=lambda path: natural_key(path.name)
            )
            digests = [sha256_of(path) for path in scans]
        else:
            digests = [sha256_of(scan)]
    except OSError:  # moved on, or not to be read: its name is left
        return None
    content = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    document = output.all_contents().get(content)
    return document if document and (output.folder(document) / "report.json").is_file() else None


def _document_named(names: Sequence[str], output: OutputFolder) -> str | None:
    """The only document that came under one of these names."""
    shown = {printable(name) for name in names}
    found = {
        path.parent.name
        for name in names
        for path in output.root.glob(f"{slug(name)}*/report.json")
        if shown & {document_name(known) for known in names_of(path.parent)} or slug(name) == path.parent.name
    }
    return found.pop() if len(found) == 1 else None
