"""What a text file is, by its content first and its ending second."""

from __future__ import annotations

import re
from pathlib import PurePath

from digitize.errors import InputError
from digitize.ingest.signatures import HEAD_BYTES, likeness, media_type_of
from digitize.ingest.texts.reference_text import FORMATS_READ, TextFormat

_MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mkd", ".mdown"})
_MARKUP_ENDINGS = frozenset({".xml", ".html", ".htm", ".xhtml", ".hocr", ".tei", ".alto"})
_DECLARED = re.compile(rb"<(\?xml[\s?]|!DOCTYPE\b)", re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(\s[^<>]*)?/?>")
_COMMENTS = re.compile(rb"(?:\s*<!--.*?-->)+\s*", re.DOTALL)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_ROOTS_READ = {
    "TEI": TextFormat.TEI,
    "TEI.2": TextFormat.TEI,
    "teiCorpus": TextFormat.TEI,
    "alto": TextFormat.ALTO,
    "PcGts": TextFormat.PAGE,
    "html": TextFormat.HOCR,
}
XML_READ = "Of XML, TEI (<TEI>), ALTO (<alto>), PAGE (<PcGts>) and hOCR (<html>) are read"


def format_of_root(name: str) -> TextFormat | None:
    """The format that an XML root element of this name begins; ``None`` for one that is not read."""
    return _ROOTS_READ.get(name) or (TextFormat.HOCR if name.lower() == "html" else None)


def is_zip(data: bytes) -> bool:
    """Whether a file begins as ZIP files do."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_html(data: bytes) -> bool:
    """Whether markup is HTML: by its document type, or its first element."""
    start = _start(data)[:HEAD_BYTES].lower()
    start = re.sub(rb"^<\?xml[^>]*>\s*", b"", start)
    start = _COMMENTS.sub(b"", start, count=1) if start.startswith(b"<!--") else start
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def is_markup(data: bytes, name: str) -> bool:
    """Whether a file begins like XML or HTML, so that it must not be read as prose.

    Plain text and Markdown may begin with a word or a tag in angle brackets: there, a declaration, a known root, a
    namespace, or an end tag of the same name are asked for.
    """
    if data.startswith(_WIDE_MARKS) and not _text_of_wide(data).startswith("<"):
        return False
    start = _text_of_wide(data).encode() if data.startswith(_WIDE_MARKS) else _start(data)
    if _DECLARED.match(start):
        return True
    after_comments = _COMMENTS.match(start)
    root = _ROOT.match(start, after_comments.end() if after_comments else 0)
    if root is None:
        return start.startswith(b"<") and _ending(name) in _MARKUP_ENDINGS
    local = root[2].decode("ascii")
    if format_of_root(local) is not None or b"xmlns" in (root[3] or b"") or _ending(name) in _MARKUP_ENDINGS:
        return True
    return _ending(name) not in _MARKDOWN_ENDINGS and b"</" + (root[1] or b"") + root[2] in data


def plain_format(name: str) -> TextFormat:
    """How a text without markup of its own is read: by its name's ending."""
    return TextFormat.MARKDOWN if _ending(name) in _MARKDOWN_ENDINGS else TextFormat.PLAIN


def check_is_text(data: bytes, name: str, where: str) -> None:
    """Refuses what is no text by its first bytes, or is not what its name says.

    Raises:
        InputError: Says what it looks like, and what to do.
    """
    head = data[:HEAD_BYTES]
    if media_type_of(head) is not None:
        raise InputError(
            "is a scan or picture, not a text",
            where=where,
            hint="Digitise it: digitize run. Its text is then read from it",
        )
    what, hint = likeness(head)
    if hint is not None and not what.startswith("a web page"):
        hint = "Save it as docx or plain text" if "PDF" in hint else hint
        raise InputError(f"looks like {what}", where=where, hint=f"{hint}. {FORMATS_READ}")
    if what in ("a program", "a sound file") and b"\0" in head:
        raise InputError(f"looks like {what}", where=where, hint=FORMATS_READ)
    if _ending(name) == ".docx":
        raise InputError("is no Word document, though its name says so", where=where, hint="Save it again as docx")
    if _ending(name) in _MARKUP_ENDINGS:
        raise InputError(
            f"is no XML, though its name ends in {_ending(name)}",
            where=where,
            hint=f"{XML_READ}. Rename a plain text to .txt",
        )


def _start(data: bytes) -> bytes:
    return data[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()


def _text_of_wide(data: bytes) -> str:
    encoding = "utf-16-be" if data.startswith((b"\xfe\xff", b"\0<")) else "utf-16-le"
    return data[: 1 << 16].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
