"""What is written beside an original that was not digitised, or not wholly: for a person who did not see it happen."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from digitize.errors import DigitizeError
from digitize.ingest import printable

_WIDTH = 100


def reason_for_failure(name: str, errors: Sequence[DigitizeError], inbox: Path) -> str:
    """The text for an original in ``failed``.

    Args:
        name: Of the file or folder.
        errors: What is wrong with it.
        inbox: Where to put it again.
    """
    return _text(
        f"{printable(name)} could not be digitised.",
        errors,
        f"The file itself was not altered. When this is mended, put it into {printable(str(inbox))} again.",
    )


def reason_for_part(name: str, errors: Sequence[DigitizeError], folders: Sequence[Path]) -> str:
    """The text for an original in ``done`` of which something failed.

    Args:
        name: Of the file or folder.
        errors: What failed.
        folders: Where the results are.
    """
    places = ", ".join(printable(str(folder)) for folder in folders)
    return _text(f"{printable(name)} was digitised, but not wholly.", errors, f"What could be done is in {places}.")


def reason_for_late(name: str, errors: Sequence[DigitizeError], inbox: Path) -> str:
    """The text for a sidecar in ``failed`` that came after its scan.

    Args:
        name: Of the sidecar.
        errors: What is wrong with it.
        inbox: Where to put it again.
    """
    return _text(
        f"{printable(name)} came after its scan, and could not be applied to the document.",
        errors,
        f"The document is as it was. When this is mended, put the file into {printable(str(inbox))} again.",
    )


def told(error: DigitizeError) -> str:
    """An error in one line."""
    return printable(str(error))


def _text(opening: str, errors: Sequence[DigitizeError], closing: str) -> str:
    points = []
    for error in errors:
        wrong = f"{error.where}: {error.message}" if error.where else error.message
        points.append(_wrapped(f"What is wrong: {printable(wrong)}."))
        if error.hint:
            points[-1] += "\n" + _wrapped(f"What to do: {printable(error.hint)}.")
    return "\n\n".join([_wrapped(opening), *points, _wrapped(closing)]) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
