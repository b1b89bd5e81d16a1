"""Reads a text that a user brings into a witness, whatever its format."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest.names import printable
from digitize.ingest.opening import open_regular, shown
from digitize.ingest.texts import content
from digitize.ingest.texts.alto import read_alto
from digitize.ingest.texts.composing import plain_tokens
from digitize.ingest.texts.docx import read_docx
from digitize.ingest.texts.encodings import decode
from digitize.ingest.texts.hocr import read_hocr
from digitize.ingest.texts.markdown import read_markdown
from digitize.ingest.texts.markup import local, parse_xml
from digitize.ingest.texts.page_xml import read_page_xml
from digitize.ingest.texts.reference_text import MEDIA_TYPES, ReadText, ReferenceText, TextFormat
from digitize.ingest.texts.tei import read_tei
from digitize.lexicon.function_words import FUNCTION_WORDS, language_of
from digitize.model.page import SourceFile
from digitize.model.witness import Witness

_MIB = 1 << 20
_MOST_BYTES = {
    TextFormat.PLAIN: 64 * _MIB,
    TextFormat.MARKDOWN: 8 * _MIB,
    TextFormat.DOCX: 64 * _MIB,
    TextFormat.TEI: 256 * _MIB,
    TextFormat.ALTO: 64 * _MIB,
    TextFormat.PAGE: 64 * _MIB,
    TextFormat.HOCR: 64 * _MIB,
}
"""The largest file of each format: 64 MiB of plain text are the Bible 15 times; TEI may have a zone for each word."""
_SAMPLE_WORDS = 3_000


def read_text(path: Path) -> ReferenceText:
    """Reads a text: what it is is told by its content, and by its name where the content leaves it open.

    Args:
        path: A file of plain text, Markdown, docx, TEI, ALTO, PAGE XML or hOCR.

    Raises:
        InputError: If it is missing, unreadable, empty, too large, still being written, damaged, of no format or in no
            encoding that is read: says which, and what to do.
    """
    data = _content(path)
    where, name = shown(path), printable(path.name)
    read = _read(data, name, where)
    tokens = read.witness.tokens
    if not tokens:
        raise InputError("has no text in it", where=where, hint="Give a file with the text of the source")
    pages = 1 + sum("\f" in token.before for token in tokens[1:])
    source = SourceFile(hashlib.sha256(data).hexdigest(), name, len(data), MEDIA_TYPES[read.format], pages)
    evidence = language_of(" ".join(token.text for token in tokens[:_SAMPLE_WORDS]), frozenset(FUNCTION_WORDS))
    language = evidence.language if evidence else None
    return ReferenceText(source, read.witness, read.format, read.encoding, language, read.notices)


def _content(path: Path) -> bytes:
    """The whole file, through one descriptor, so that it is one and the same."""
    with open_regular(path, "a text") as file:
        before = os.fstat(file.fileno())
        _check_size(before.st_size, max(_MOST_BYTES.values()), shown(path))
        try:
            data = file.read(before.st_size + 1)
        except OSError as error:
            reason = f"cannot be read to its end: {error.strerror}"
            raise InputError(reason, where=shown(path), hint="Copy it again; its disk may be failing") from None
        after = os.fstat(file.fileno())
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError("is still being written", where=shown(path), hint="Wait until it is complete")
    if not data:
        raise InputError("is empty: no text in it", where=shown(path), hint="Copy or save it again")
    return data


def _read(data: bytes, name: str, where: str) -> ReadText:
    if content.is_zip(data):
        _check_size(len(data), _MOST_BYTES[TextFormat.DOCX], where)
        return read_docx(data, name, where)
    if content.is_markup(data, name):
        return _read_markup(data, name, where)
    content.check_is_text(data, name, where)
    kind = content.plain_format(name)
    _check_size(len(data), _MOST_BYTES[kind], where)
    decoded = decode(data, where)
    if kind is TextFormat.MARKDOWN:
        read = read_markdown(decoded.text, name, decoded.encoding, where)
        return ReadText(read.witness, read.format, read.encoding, (*decoded.notices, *read.notices))
    tokens, after = plain_tokens(decoded.text)
    return ReadText(Witness(name, tokens, after), kind, decoded.encoding, decoded.notices)


def _read_markup(data: bytes, name: str, where: str) -> ReadText:
    if content.is_html(data):
        _check_size(len(data), _MOST_BYTES[TextFormat.HOCR], where)
        return read_hocr(data, name, where)
    root = parse_xml(data, where)
    kind = content.format_of_root(local(root))
    if kind is None:
        raise InputError(
            f"is XML of a kind that is not read: its root is <{printable(local(root))}>",
            where=where,
            hint=content.XML_READ,
        )
    _check_size(len(data), _MOST_BYTES[kind], where)
    if kind is TextFormat.HOCR:
        return read_hocr(data, name, where)
    if kind is TextFormat.TEI:
        return read_tei(root, name, where)
    return read_alto(root, name) if kind is TextFormat.ALTO else read_page_xml(root, name)


def _check_size(size: int, limit: int, where: str) -> None:
    if size > limit:
        raise InputError(
            f"has {size / _MIB:.1f} MiB; the limit for such a text is {limit // _MIB} MiB",
            where=where,
            hint="Split it into parts, and give these",
        )
