"""Opens PDF files from outside, and says what is wrong with those that cannot be used."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pikepdf

from digitize.errors import InputError

_TAIL_BYTES = 2048
_MEND = "Get the file again, or mend it with: qpdf IN.pdf OUT.pdf"

# qpdf's complaints about hostile files are turned into our own errors and warnings, not written to the screen.
logging.getLogger("pikepdf._core").addHandler(logging.NullHandler())
logging.getLogger("pikepdf._core").propagate = False


@contextmanager
def opened_pdf(source: Path | BinaryIO, where: str) -> Iterator[pikepdf.Pdf]:
    """The PDF, open for reading while the block runs.

    Args:
        source: A path, or a file opened for reading.
        where: The file's name for messages.

    Raises:
        InputError: If it needs a password, is damaged beyond repair, or has no pages.
    """
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise InputError(
            "is encrypted and needs a password",
            where=where,
            hint="Remove the password with: qpdf --decrypt --password=PASSWORD IN.pdf OUT.pdf",
        ) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as error:
        raise InputError(f"is a damaged PDF ({_reason(error)})", where=where, hint=_MEND) from None
    with pdf:
        yield pdf


def count_pages(file: BinaryIO, where: str) -> int:
    """Number of pages of an open PDF, counted by walking its page tree and not as it claims.

    Raises:
        InputError: If it needs a password, is damaged or cut off, or has no pages.
    """
    with opened_pdf(file, where) as pdf:
        try:
            count = len(pdf.pages)
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise InputError(f"is a damaged PDF ({_reason(error)})", where=where, hint=_MEND) from None
        rebuilt = is_rebuilt(pdf)
    if rebuilt and not _has_end_mark(file):
        raise InputError("is a PDF that is cut off: its end is missing", where=where, hint=_MEND)
    if count == 0:
        raise InputError("is a PDF without pages", where=where, hint="Get the file again")
    return count


def is_rebuilt(pdf: pikepdf.Pdf) -> bool:
    """Whether the table of objects was damaged and had to be rebuilt from what could be found."""
    return any("reconstruct" in str(warning) for warning in pdf.get_warnings())


def _has_end_mark(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    return b"%%EOF" in file.read()


def _reason(error: Exception) -> str:
    """The last part of qpdf's message, without the file's name and offsets."""
    return str(error).strip().splitlines()[-1].rsplit(": ", 1)[-1] if str(error).strip() else type(error).__name__
