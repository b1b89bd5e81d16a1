"""The versions of a document's text: kept, listed, read back, by the names ``ID@ocr-1``, ``ID@reference-NAME``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.errors import InputError, UsageError
from digitize.export.facts import CONFIDENCE_DIGITS
from digitize.export.transcription_json import StoredTranscription, export_transcription
from digitize.ingest import printable, slug
from digitize.model.document import Document
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.model.witness import Witness
from digitize.pipeline.library import document_folder, document_with, load_report, read_stored
from digitize.pipeline.version_list import in_force_id
from digitize.settings import Settings
from digitize.store.page_codec import encode_page
from digitize.store.reference_file import KeptReference, encode_kept_reference, read_kept_reference
from digitize.store.versions import (
    IN_FORCE,
    VERSIONS,
    VersionSink,
    is_version_id,
    next_version_id,
    origin_of,
    version_ids,
    version_path,
)


@dataclass(frozen=True, slots=True)
class VersionName:
    """What ``ID@ocr-1`` names.

    Args:
        document: The document's id, or its folder.
        version: The version's id; ``None`` for the one in force.
    """

    document: str
    version: str | None


def parse_version(name: str) -> VersionName:
    """The document and the version that a name means; what stands after the last ``@`` is a version if it looks like one."""
    document, _, version = name.rpartition("@")
    return VersionName(document, version) if document and is_version_id(version) else VersionName(name, None)


# Read back -------------------------------------------------------------------------------------------------------------


def load_transcription(name: str, settings: Settings) -> Transcription:
    """A version of a document's text with its places.

    Args:
        name: ``ID@ocr-1``, ``ID@reviewed-2``; ``ID`` alone is the one in force.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document or version, or it cannot be read.
        UsageError: If it is a reference, whose words have no places.
    """
    named = parse_version(name)
    folder = document_folder(named.document, settings)
    if named.version is None:
        return read_in_force(folder).transcription
    if origin_of(named.version) is Origin.REFERENCE:
        raise UsageError(
            "a reference text has no places on the scan",
            where=printable(name),
            hint=f"Name a version such as {printable(named.document)}@ocr-1",
        )
    return read_version(folder, named.version).transcription


def load_document_version(name: str, settings: Settings) -> tuple[Path, Document]:
    """The folder of a document, and the document with one version of its text.

    Args:
        name: ``ID@ocr-1``; ``ID`` alone means the one in force.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document or version, it cannot be read, or it is of other pages than the one in force.
        UsageError: If it is a reference, whose words have no places.
    """
    named = parse_version(name)
    folder = document_folder(named.document, settings)
    report = load_report(named.document, settings)
    if named.version is None:
        return folder, document_with(folder, report, read_in_force(folder), printable(str(folder / IN_FORCE)))
    load = replace(read_in_force(folder), transcription=load_transcription(name, settings))
    return folder, document_with(folder, report, load, printable(name))


def load_reference(name: str, settings: Settings) -> KeptReference:
    """A text that was brought along for a document.

    Args:
        name: ``ID@reference-NAME``.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document or text, or it cannot be read.
        UsageError: If the name is no reference's.
    """
    named = parse_version(name)
    if named.version is None or origin_of(named.version) is not Origin.REFERENCE:
        raise UsageError("not the name of a reference text", where=printable(name), hint="Write ID@reference-NAME")
    folder = document_folder(named.document, settings)
    _check_there(folder, named.version)
    return read_kept_reference(version_path(folder, named.version))


def load_witness(name: str, settings: Settings) -> Witness:
    """The text of any version, without places: the printed layer of a transcription, or the words of a reference.

    Raises:
        InputError: If there is no such document or version, or it cannot be read.
    """
    version = parse_version(name).version
    if version is not None and origin_of(version) is Origin.REFERENCE:
        return load_reference(name, settings).witness
    transcription = load_transcription(name, settings)
    return Witness.of_pages(transcription.id, transcription.pages)


def read_in_force(folder: Path) -> StoredTranscription:
    """The transcription in force of the document in a folder.

    Raises:
        InputError: If it cannot be read.
    """
    return read_stored(folder / IN_FORCE)


def read_version(folder: Path, version_id: str, *, packed: bool = False) -> StoredTranscription:
    """A transcription that a document's folder keeps; without any kept yet, the one in force by its own id.

    Args:
        folder: The document's folder.
        version_id: Id of the version.
        packed: As for :func:`~digitize.pipeline.library.read_stored`.

    Raises:
        InputError: If there is none of that id, or it cannot be read.
    """
    path = version_path(folder, version_id)
    if not path.is_file() and in_force_id(folder) == version_id:
        return read_stored(folder / IN_FORCE, packed=packed)
    _check_there(folder, version_id)
    return read_stored(path, packed=packed)


def _check_there(folder: Path, version_id: str) -> None:
    if version_path(folder, version_id).is_file():
        return
    there = ", ".join(version_ids(folder)) or in_force_id(folder) or "none"
    raise InputError(
        f"there is no version {printable(version_id)} of it",
        where=folder.resolve().name,
        hint=f"There are: {there}",
    )


# Keep ------------------------------------------------------------------------------------------------------------------


def keep_transcription(document: Document, folder: Path) -> Document:
    """Keeps a document's transcription as a version, under the id of one with the same text, or the next.

    The caller holds the document's lock.

    Args:
        document: Its transcription has the origin, and the parent that it is to have if it is new.
        folder: The document's folder.

    Returns:
        The document with the version's id and parent.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    known = _kept_already(document, folder)
    if known is not None:
        kept = replace(document.transcription, id=known.id, parent=known.parent, sequence=known.sequence)
        return replace(document, transcription=kept)
    transcription = document.transcription
    new = replace(transcription, id=next_version_id(folder, transcription.origin))
    document = replace(document, transcription=new)
    export_transcription(document, VersionSink(folder), f"{VERSIONS}/{new.id}.json")
    return document


def _kept_already(document: Document, folder: Path) -> Transcription | None:
    """The newest version with the same text; of reviewed ones only the last, so that the last is always the one in force."""
    origin = document.transcription.origin
    found = [version_id for version_id in version_ids(folder) if origin_of(version_id) is origin]
    for version_id in reversed(found[-1:] if origin is Origin.REVIEWED else found):
        try:
            stored = read_version(folder, version_id, packed=True)
        except InputError:  # damaged: it stays for a person to look at, and its id is not used again
            continue
        if stored.languages == document.languages and is_same_text(
            stored.transcription.pages, document.transcription.pages
        ):
            return stored.transcription
    return None


def is_same_text(a: Sequence[TranscribedPage], b: Sequence[TranscribedPage]) -> bool:
    """Whether pages are the same as files keep them: words, places, repairs, confidence in four decimals."""
    return len(a) == len(b) and all(
        encode_page(one, CONFIDENCE_DIGITS) == encode_page(other, CONFIDENCE_DIGITS)
        for one, other in zip(a, b, strict=True)
    )


def keep_reference(reference: KeptReference, folder: Path, name: str) -> KeptReference:
    """Keeps a text that was brought along, under ``reference-NAME``, or ``reference-NAME-2`` when another text has that.

    The same text is kept once: then the one that is there is returned. The caller holds the document's lock.

    Args:
        reference: The text; the name of its witness does not matter.
        folder: The document's folder.
        name: What to call it: the stem of its file's name.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    base = f"{Origin.REFERENCE}-{slug(name)}"
    number = 1
    while True:
        wish = base if number == 1 else f"{base}-{number}"
        number += 1
        named = replace(reference, witness=replace(reference.witness, name=wish))
        path = version_path(folder, wish)
        if path.exists():
            known = _reference_there(path)
            if known is not None and replace(named, created=known.created) == known:
                return known
            continue
        with VersionSink(folder).file(f"{VERSIONS}/{wish}.json") as temporary, temporary.open("wb") as out:
            out.writelines(encode_kept_reference(named))
        return named


def _reference_there(path: Path) -> KeptReference | None:
    try:
        return read_kept_reference(path)
    except InputError:
        return None
