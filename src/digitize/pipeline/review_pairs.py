"""Which texts of a document are worth comparing, and what they are called before people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitize.ingest import printable
from digitize.model.transcription import Origin
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.library import folder_in_output
from digitize.settings import Settings
from digitize.store.versions import origin_of, read_head, version_ids, version_path


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """Two texts to compare, or one to look through.

    Args:
        left: The version that is looked at (``ocr-1``).
        right: The version that it is compared with; ``None`` for its own doubts.
        left_name: What the first is called.
        right_name: What the second is called; ``""`` where there is none.
        decidable: Whether decisions can be made on it: the words of ``left`` are those of the text in force.
    """

    left: str
    right: str | None
    left_name: str
    right_name: str
    decidable: bool


def pairs_of(name: str, settings: Settings) -> tuple[ReviewPair, ...]:
    """The text in force with each reference, with every other version of it, newest first, and alone.

    Args:
        name: The document's id.
        settings: Say where the output folder is.

    Raises:
        InputError: If there is no such document, or it cannot be told which text is in force.
        UsageError: If the document is not in the output folder.
    """
    folder = folder_in_output(name, settings)
    left = text_in_force(folder).version
    others = [version for version in version_ids(folder) if version != left]
    read = [version for version in others if origin_of(version) is not Origin.REFERENCE]
    references = [version for version in others if origin_of(version) is Origin.REFERENCE]
    return tuple(pair_of(folder, left, right) for right in (*references, *reversed(read), None))


def pair_of(folder: Path, left: str, right: str | None) -> ReviewPair:
    """A pair of versions of the document in a folder.

    Args:
        folder: The document's folder.
        left: The version that is looked at.
        right: The version that it is compared with; ``None`` for its own doubts.
    """
    right_name = "" if right is None else called(folder, right)
    return ReviewPair(left, right, called(folder, left), right_name, left in text_in_force(folder).line)


def called(folder: Path, version_id: str) -> str:
    """What a version is called before people: ``reading 2``, ``review 1``, or the file that a reference was read from."""
    origin, _, number = version_id.partition("-")
    if origin == Origin.OCR:
        return f"reading {number}"
    if origin == Origin.REVIEWED:
        return f"review {number}"
    try:
        found = read_head(version_path(folder, version_id))["source"]["name"]
    except (OSError, ValueError, KeyError, TypeError):
        found = None
    return printable(found) if isinstance(found, str) and found else number
