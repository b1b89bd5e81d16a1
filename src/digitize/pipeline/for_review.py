"""Which documents wait for a person, and why."""

from __future__ import annotations

import os
from dataclasses import dataclass

from digitize.pipeline.catalogue import CatalogueRow, Found, Stage, find_document, find_documents, kept_rows, read_row
from digitize.pipeline.review_state import counted, unfit_told
from digitize.settings import Settings
from digitize.store.output import OutputFolder
from digitize.store.versions import ALIGNMENTS


@dataclass(frozen=True, slots=True)
class ForReview:
    """What a person should look at in a document.

    Args:
        row: The document.
        reasons: Why, the weightiest first; none when it does not wait for anybody.
    """

    row: CatalogueRow
    reasons: tuple[str, ...]


def look_for_review(document_id: str, settings: Settings) -> ForReview | None:
    """Whether a document needs review; ``None`` when there is no such document."""
    found = find_document(settings.output, document_id)
    return None if found is None else _looked_at(read_row(found, settings), settings)


def documents_for_review(settings: Settings) -> list[ForReview]:
    """All documents that need review: those with pages that failed first, then by their worst page.

    What the review app has kept of unchanged documents is not read again; nothing is written.
    """
    there = find_documents(settings.output)
    if not there:
        return []
    kept = {row.id: row for row in kept_rows(OutputFolder(settings.output))}
    looked = [_looked_at(_row(found, kept, settings), settings) for found in there.values()]
    waiting = [each for each in looked if each.reasons]
    return sorted(waiting, key=lambda each: (-each.row.failed, -(each.row.worst_cer or 0.0), each.row.id))


def _row(found: Found, kept: dict[str, CatalogueRow], settings: Settings) -> CatalogueRow:
    row = kept.get(found.id)
    return row if row is not None and row.stamp == found.stamp else read_row(found, settings)


def _looked_at(row: CatalogueRow, settings: Settings) -> ForReview:
    laid = row.stage is Stage.NEW and _has_alignment(settings.output / row.id)
    return ForReview(row, reasons_for_review(row, settings.review_above, laid=laid))


def reasons_for_review(row: CatalogueRow, above: float, *, laid: bool = False) -> tuple[str, ...]:
    """Why a document needs review.

    A document whose review is finished needs another only when something has happened since.

    Args:
        row: The document.
        above: Predicted share of wrong characters on a page that is not borne.
        laid: Whether a text lies beside it of which nobody has decided anything.
    """
    if row.fault is not None:
        return (row.fault,)
    reasons = []
    if row.stage is not Stage.REVIEWED:
        if row.failed:
            reasons.append(f"{counted(row.failed, 'page')} could not be read")
        if row.worst_cer is not None and row.worst_cer > above:
            worst = "" if row.pages == 1 else " of the worst page"
            reasons.append(f"some {100 * row.worst_cer:.0f} % of the characters{worst} are likely to be wrong")
        if laid:
            reasons.append("a text is laid on it, and its differences are not decided")
    if row.waiting:
        verb = "waits" if row.waiting == 1 else "wait"
        reasons.append(f"{counted(row.waiting, 'decision')} {verb} to be put into its files")
    if row.unfit:
        reasons.append(f"{unfit_told(row.unfit)} what was read last")
    return tuple(reasons)


def _has_alignment(folder: os.PathLike[str]) -> bool:
    try:
        with os.scandir(os.path.join(folder, ALIGNMENTS)) as entries:  # noqa: PTH118  thousands of them
            return any(entry.is_dir(follow_symlinks=False) for entry in entries)
    except OSError:
        return False
