"""The places of a document that are worth a person's look: found in a worker, and kept, so that they are there at once the next time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize import __version__
from digitize.errors import EngineError, InputError, LimitError, UsageError
from digitize.export.alignment_json import FILE, read_alignment_head
from digitize.export.transcription_json import StoredTranscription, decode_reference
from digitize.ingest import printable
from digitize.model.document import Document
from digitize.model.place import ReviewPlace, ReviewQueue
from digitize.model.reference import SourceReference
from digitize.model.transcription import Origin
from digitize.pipeline.alignments import taken_for_equal
from digitize.pipeline.comparing import ComparisonPlan, plan_comparison
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.keys import QUEUE_VERSION, step_key
from digitize.pipeline.library import document_with, folder_in_output, load_report
from digitize.pipeline.queue_codec import decode_queue, encode_queue
from digitize.pipeline.review_differences import differences
from digitize.pipeline.review_doubts import doubts
from digitize.pipeline.review_pairs import pair_of
from digitize.pipeline.uncollected import uncollected
from digitize.pipeline.version_list import in_force_id
from digitize.pipeline.versions import read_version
from digitize.pipeline.workshop import Workshop
from digitize.store.reference_file import read_kept_reference
from digitize.store.stamps import stamp
from digitize.store.versions import (
    IN_FORCE,
    alignment_folder,
    is_version_id,
    origin_of,
    read_head,
    version_ids,
    version_path,
)

_log = logging.getLogger(__name__)


def load_queue(name: str, left: str | None, right: str | None, shop: Workshop) -> ReviewQueue:
    """The places where a version of a document's text differs from another one, or may be wrong.

    Found once and kept in the output folder. Decisions change nothing in it: they are told beside it
    (:func:`~digitize.model.place_states.states`). Two processes that look for the same one do no harm.

    Args:
        name: The document's id.
        left: The version that is looked at; ``None`` for the one in force.
        right: What it is compared with, a reference text or another version; ``None`` for its own doubts.
        shop: What the run works with.

    Raises:
        InputError: If there is no such document or version, it cannot be read, is of other pages, or is too long for the limits.
        UsageError: If the document is not in the output folder, or the two cannot be compared.
        EnvironmentFault: If what was found cannot be kept.
    """
    asked = _asked(name, left, right, shop)
    kept = shop.output.cached(asked.key)
    if kept is not None:
        try:
            return decode_queue(kept)
        except ValueError:
            _log.warning("places that were kept cannot be read, and are looked for again: %s", asked.key)
    made = _make(asked, shop)
    if (asked.folder / "report.json").is_file():  # not deleted meanwhile: nothing of it is to come back
        shop.output.cache(asked.key, made)
    return decode_queue(made)


def is_ready(name: str, left: str | None, right: str | None, shop: Workshop) -> bool:
    """Whether the places have been found already, so that nobody waits for them. Arguments and errors as of :func:`load_queue`."""
    return shop.output.cached(_asked(name, left, right, shop).key) is not None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for.

    Args:
        folder: The document's folder.
        left: The version that is looked at.
        right: What it is compared with.
        plan: By what; ``None`` for doubts.
        source: How the document is cited today; ``None`` when that cannot be told.
        key: Under which it is kept.
    """

    folder: Path
    left: str
    right: str | None
    plan: ComparisonPlan | None
    source: SourceReference | None
    key: str


def _asked(name: str, left: str | None, right: str | None, shop: Workshop) -> _Asked:
    folder = folder_in_output(name, shop.settings)
    left = text_in_force(folder).version if left is None else left
    if left == right:
        raise UsageError("a text is not compared with itself", where=folder.name, hint="Name two versions")
    files = [_file(folder, version) for version in (left, right) if version is not None]
    if origin_of(left) is Origin.REFERENCE:
        raise UsageError(
            "the words of a reference have no places on the scan", where=printable(left), hint="Name it second"
        )
    plan = None if right is None else _plan(folder, files, right, shop)
    cited = _source_told(folder)
    key = step_key(
        "queue",
        QUEUE_VERSION,
        program=__version__,
        document=folder.name,
        versions=[left, right],
        files=[stamp(path) for path in files],  # a version is never changed: to digest sixty megabytes takes too long
        cited=cited,
        plan=None if plan is None else _told(plan),
    )
    return _Asked(folder, left, right, plan, _decoded(cited), key)


def _file(folder: Path, version_id: str) -> Path:
    """The file of a version that is there."""
    if is_version_id(version_id):
        path = version_path(folder, version_id)
        if path.is_file():
            return path
        if in_force_id(folder) == version_id:
            return folder / IN_FORCE
    there = ", ".join(version_ids(folder)) or in_force_id(folder) or "none"
    raise InputError(
        f"there is no version {printable(version_id)} of it", where=folder.name, hint=f"There are: {there}"
    )


def _plan(folder: Path, files: list[Path], right: str, shop: Workshop) -> ComparisonPlan:
    models: list[str] = []
    for path in files:
        head = _head(path)
        told = head.get("languages")
        models += [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
        models += [head["language"]] if isinstance(head.get("language"), str) else []
    is_reference = origin_of(right) is Origin.REFERENCE
    laid = read_alignment_head(alignment_folder(folder, right) / FILE) if is_reference else None
    return plan_comparison(models, shop, taken_for_equal(laid))


def _head(path: Path) -> Mapping[str, Any]:
    try:
        return read_head(path)
    except (OSError, ValueError):  # said better by who reads it whole
        return {}


def _source_told(folder: Path) -> Any:
    return _head(folder / IN_FORCE).get("reference")


def _decoded(cited: Any) -> SourceReference | None:
    try:
        return decode_reference(cited)
    except (ValueError, KeyError, TypeError):
        return None


def _told(plan: ComparisonPlan) -> list[Any]:
    lists = [[code, stamp(path)] for code, path in sorted(plan.lists.items())]
    return [sorted(plan.equivalent), lists]


# In a worker -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueueJob:
    """What the worker is told.

    Args:
        folder: The document's folder.
        report: Its report.
        left: The version that is looked at.
        right: What it is compared with.
        names: What the two are called.
        plan: By what they are compared.
        source: How the document is cited today.
    """

    folder: Path
    report: dict[str, Any]
    left: str
    right: str | None
    names: tuple[str, str]
    plan: ComparisonPlan | None
    source: SourceReference | None


def _make(asked: _Asked, shop: Workshop) -> bytes:
    pair = pair_of(asked.folder, asked.left, asked.right)
    report = load_report(str(asked.folder), shop.settings)
    names = (pair.left_name, pair.right_name)
    job = QueueJob(asked.folder, report, asked.left, asked.right, names, asked.plan, asked.source)
    try:
        return shop.pool.run(shop.settings.page_timeout_s, find_places, job)
    except (EngineError, LimitError) as error:
        hint = "Allow more: DIGITIZE_MEMORY_MIB, DIGITIZE_PAGE_TIMEOUT_S"
        raise InputError(error.message, where=f"{asked.folder.name}@{asked.left}", hint=hint) from None


def find_places(job: QueueJob) -> bytes:
    """The queue, encoded; in a worker.

    Raises:
        InputError: If a version cannot be read, or is of other pages.
    """
    with uncollected():
        return encode_queue(ReviewQueue(job.folder.resolve().name, job.left, job.right, _places(job), *job.names))


def _places(job: QueueJob) -> tuple[ReviewPlace, ...]:
    document = _document(job, job.left)
    if job.right is None or job.plan is None:
        return doubts(document)
    if origin_of(job.right) is not Origin.REFERENCE:
        return differences(document, _document(job, job.right), job.plan)
    return differences(document, read_kept_reference(version_path(job.folder, job.right)), job.plan)


def _document(job: QueueJob, version_id: str) -> Document:
    stored: StoredTranscription = read_version(job.folder, version_id)
    if job.source is not None:
        stored = replace(stored, reference=job.source)
    return document_with(job.folder, job.report, stored, f"{job.folder.name}@{version_id}")
