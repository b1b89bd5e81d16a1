"""``transcription.json``: the aligned transcription in force, complete, and the way to read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from digitize.errors import InputError
from digitize.export.facts import CONFIDENCE_DIGITS
from digitize.export.sink import Sink
from digitize.model.citation import page_label, place_of
from digitize.model.document import Document
from digitize.model.packed_pages import PackedPages
from digitize.model.reference import FIELDS, Certainty, Proposal, SourceReference
from digitize.model.transcription import Origin, TranscribedPage, Transcription
from digitize.store.page_codec import decode_page, encode_page

SCHEMA_VERSION = "1.4"
"""Raised in its second part when something is added, in its first when a reader must change."""
_PAGES_OPEN, _LAST_LINE = b',"pages":[\n', b"]}\n"
_MOST_HEAD = 16 << 20
"""Bytes of a first line, at most: what is longer is no file of ours."""


@dataclass(frozen=True, slots=True)
class StoredTranscription:
    """What a ``transcription.json`` holds.

    Args:
        document_id: The document's id.
        reference: How the source is cited.
        languages: Models asked for or found, in order of weight.
        transcription: The transcription.
    """

    document_id: str
    reference: SourceReference
    languages: tuple[str, ...]
    transcription: Transcription


def export_transcription(document: Document, sink: Sink, path: str = "transcription.json") -> None:
    """Writes a document's transcription, a line per page; the first line holds all but the pages.

    Args:
        document: The document.
        sink: Receives the file.
        path: ``transcription.json``, or where a version of it is kept.
    """
    with sink.file(path) as temporary, temporary.open("wb") as out:
        out.write(encode_head(document))
        for index, page in enumerate(document.transcription.pages):
            out.write((b",\n" if index else b"") + encode_page_line(document, page))
        out.write(b"\n" + _LAST_LINE)


def encode_head(document: Document) -> bytes:
    """The first line of a document's transcription, with the end of the line: all but the pages."""
    transcription = document.transcription
    head: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "document": document.id,
        "id": transcription.id,
        "origin": transcription.origin.value,
        "parent": transcription.parent,
        "reference": encode_reference(document.reference),
        "languages": list(document.languages),
    }
    if transcription.sequence is not None:
        head["sequence"] = transcription.sequence
    return to_json(head)[:-1] + _PAGES_OPEN


def encode_page_line(document: Document, page: TranscribedPage) -> bytes:
    """The line of one page, without what parts it from the next."""
    encoded = encode_page(page, CONFIDENCE_DIGITS)
    _cite(encoded, page, page_label(document.reference, page.page_number, document.page_count))
    return to_json(encoded)


def _cite(encoded: dict[str, Any], page: TranscribedPage, label: str) -> None:
    """Adds to each line of an encoded page the words by which it is cited."""
    lines = (line for region in encoded["regions"] for line in region["lines"])
    for told, line in zip(lines, page.lines, strict=True):
        told["citation"] = place_of(label, line, page.columns)


def read_transcription(data: bytes, where: str = "transcription.json") -> StoredTranscription:
    """Reads back what :func:`export_transcription` wrote; confidences are as rounded there, the rest is exact.

    Args:
        data: The file's content.
        where: The file's name, for errors.

    Raises:
        InputError: If it is no such file, or of a version that this program does not know.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("not a transcription.json", where=where, hint=_HINT) from error
    _check_version(content, where)
    try:
        return _stored(content, tuple(decode_page(page) for page in content["pages"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"damaged transcription ({error})", where=where, hint=_HINT) from error


def read_transcription_lines(stream: BinaryIO, where: str) -> StoredTranscription | None:
    """The same from an open file, a page at a time; its pages are packed.

    Args:
        stream: The file, at its beginning.
        where: Its name, for errors.

    Returns:
        ``None`` if its pages do not stand on lines of their own, or anything else is wrong with it: to be read whole.

    Raises:
        InputError: If it is of a version that this program does not know.
    """
    head, opened, rest = stream.readline(_MOST_HEAD).partition(_PAGES_OPEN)
    if not opened or rest:
        return None
    try:
        content = json.loads(head + b"}")
        _check_version(content, where)
        return _stored(content, PackedPages.of(_page_lines(stream)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _page_lines(stream: BinaryIO) -> Iterator[TranscribedPage]:
    for line in stream:
        if line == _LAST_LINE:
            return
        yield decode_page(json.loads(line.removesuffix(b"\n").removesuffix(b",")))
    raise ValueError("the list of pages does not end")


def _check_version(content: Any, where: str) -> None:
    try:
        version = content["schema_version"]
    except (KeyError, TypeError) as error:
        raise InputError("not a transcription.json", where=where, hint=_HINT) from error
    if not isinstance(version, str) or version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"a transcription of version {version}, while this program reads version {SCHEMA_VERSION}",
            where=where,
            hint="Use the digitize that wrote it, or a newer one",
        )


_HINT = "Restore it from a copy, or digitise the document again"


def encode_reference(reference: SourceReference) -> dict[str, Any]:
    """A source reference as a JSON object."""
    return {
        **{name: getattr(reference, name) for name in FIELDS},
        "proposals": [
            {"field": p.field, "value": p.value, "evidence": p.evidence, "certainty": p.certainty.value}
            for p in reference.proposals
        ],
    }


def to_json(value: object) -> bytes:
    """JSON in UTF-8 on one line; half of a surrogate pair, which UTF-8 cannot hold, is written as its escape."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )


def _stored(content: dict[str, Any], pages: Sequence[TranscribedPage]) -> StoredTranscription:
    return StoredTranscription(
        document_id=content["document"],
        reference=decode_reference(content["reference"]),
        languages=tuple(content["languages"]),
        transcription=Transcription(
            id=content["id"],
            origin=Origin(content["origin"]),
            parent=content["parent"],
            pages=pages,
            sequence=content.get("sequence"),
        ),
    )


def decode_reference(data: dict[str, Any]) -> SourceReference:
    """The reference that :func:`encode_reference` was given; fields that earlier versions lack are not stated.

    Raises:
        KeyError: If a part is missing that every version has.
        ValueError: If a value is of the wrong kind or form.
    """
    stated: dict[str, str | None] = {name: data[name] for name in ("title", "date", "page", "citation")}
    stated |= {name: data.get(name) for name in FIELDS if name not in stated}
    for name, value in stated.items():
        if not isinstance(value, str | None):
            raise ValueError(f"not a text: {value!r} for {name}")  # noqa: TRY004  damaged content, not a wrong call
    proposals = tuple(
        Proposal(p["field"], p["value"], p["evidence"], Certainty(p["certainty"])) for p in data["proposals"]
    )
    return SourceReference(**stated, proposals=proposals)
