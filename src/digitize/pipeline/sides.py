"""The texts that are compared: a version of a document, a text kept with one, or a file; with what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError
from digitize.export.compared import Side
from digitize.ingest import printable
from digitize.ingest.texts import ReferenceText
from digitize.model.document import Document
from digitize.model.language import MODELS
from digitize.model.transcription import Origin
from digitize.model.witness import Witness
from digitize.pipeline.reference_texts import read_reference
from digitize.pipeline.versions import load_document_version, load_reference, parse_version
from digitize.pipeline.workshop import Workshop
from digitize.store.reference_file import KeptReference
from digitize.store.versions import origin_of


@dataclass(frozen=True, slots=True)
class NamedSide:
    """A text as the user named it.

    Args:
        side: The text.
        folder: The document's folder, where it is a document's.
    """

    side: Side
    folder: Path | None = None


def load_side(name: str, shop: Workshop) -> NamedSide:
    """The text that a name means: a file; or a version of a document (``ID``, ``ID@ocr-1``, ``ID@reference-NAME``).

    Raises:
        InputError: If it is neither, or cannot be read.
    """
    try:
        is_file = Path(name).is_file()
    except (OSError, ValueError):  # a name that no file can have
        is_file = False
    if is_file:
        return NamedSide(text_side(read_reference(Path(name), shop)))
    named = parse_version(name)
    try:
        if named.version is not None and origin_of(named.version) is Origin.REFERENCE:
            return NamedSide(reference_side(load_reference(name, shop.settings)))
        folder, document = load_document_version(name, shop.settings)
    except InputError as error:
        if error.where is None and named.version is None:
            hint = "Name a file; or a document and its version, such as ID@ocr-1 (digitize show ID --versions)"
            raise InputError(f"no file and no document {printable(name)!r}", hint=hint) from None
        raise
    return NamedSide(document_side(document), folder)


def document_side(document: Document) -> Side:
    """The text of a document, with its places."""
    transcription = document.transcription
    witness = Witness.of_pages(transcription.id, transcription.pages)
    name = f"{document.id}@{transcription.id}"
    return Side(name, witness, tuple(document_facts(document)), language_of(document), document)


def reference_side(reference: KeptReference) -> Side:
    """A text that is kept with a document."""
    name = reference.source_name
    return Side(name, reference.witness, tuple(reference_facts(reference)), reference.language, None, reference.notices)


def text_side(text: ReferenceText) -> Side:
    """A text in a file."""
    facts = [("format", f"{text.format}, {text.encoding}, {text.source.size_bytes:,} bytes")]
    facts += [("language", named_language(text.language))] if text.language else []
    facts.append(("SHA-256", text.source.sha256))
    return Side(text.source.name, text.witness, tuple(facts), text.language, None, text.notices)


def language_of(document: Document) -> str | None:
    """The language of most pages."""
    counts: dict[str, int] = {}
    for page in document.transcription.pages:
        if page.language:
            counts[page.language] = counts.get(page.language, 0) + sum(1 for _ in page.words)
    return max(sorted(counts), key=lambda language: counts[language]) if counts else None


def named_language(language: str) -> str:
    """The name of a language as people read it; its code where the product does not know it."""
    return next((model.name for model in MODELS.values() if model.language == language), language)


def document_facts(document: Document) -> Iterable[tuple[str, str]]:
    """What is told of a version of a document: names and values."""
    transcription = document.transcription
    yield "version", f"{transcription.id} ({transcription.origin})"
    yield "files", ", ".join(source.name for source in document.sources)
    language = language_of(document)
    if language:
        yield "language", named_language(language)
    yield "models", "+".join(document.languages)
    yield (
        "read with",
        ", ".join(f"{t.name} {t.version}" for t in document.tools if t.name in ("digitize", "own", "tesseract")),
    )


def reference_facts(reference: KeptReference) -> Iterable[tuple[str, str]]:
    """What is told of a text that is kept with a document."""
    yield "kept as", reference.id
    encoding = f", {reference.encoding}" if reference.encoding else ""
    yield "format", f"{reference.format}{encoding}, {reference.source_bytes:,} bytes"
    if reference.language:
        yield "language", named_language(reference.language)
    yield "SHA-256", reference.source_sha256
