"""One page from its source file to its transcription, by way of the cache. The per-page boundary for errors."""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from digitize.errors import DigitizeError, EnvironmentFault, InputError, InternalError, MissingDependencyError
from digitize.model.document import Choice, PageRecord
from digitize.model.packed_pages import PackedPage
from digitize.model.page import PageImage, PagePart
from digitize.model.transcription import PageStatus, TranscribedPage
from digitize.pipeline.assemble import assemble_page, failed_page
from digitize.pipeline.first_glance import reads_upright
from digitize.pipeline.intake import DocumentPlan, PlannedPage
from digitize.pipeline.keys import PREPARE_VERSION, READ_VERSION, step_key
from digitize.pipeline.passed_over import passed_over
from digitize.pipeline.prediction import reading_warnings
from digitize.pipeline.prepare import PrepareResult, prepare_page
from digitize.pipeline.prepared import PreparedPage
from digitize.pipeline.recognise import recognise
from digitize.pipeline.salvage import blank_record, outline_page, salvage_page
from digitize.pipeline.upright import PrepareJob
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.files import sha256_of
from digitize.store.page_codec import decode_page, decode_record, encode_page, encode_record

_log = logging.getLogger("digitize.page")

_PREPARED = TypeAdapter(PreparedPage)
_NO_PAGE_WITHOUT = (MissingDependencyError, EnvironmentFault)
"""Faults that are no single page's: they end the run."""


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a page.

    Args:
        key: Under which the result is cached; for a failed page a key of its reason.
        packed: The text, or the failure; packed, for all pages of a document wait for the last.
        record: How it came about.
        languages: Models that read it.
        error: Why it failed; ``None`` when it did not.
    """

    key: str
    packed: PackedPage
    record: PageRecord
    languages: tuple[str, ...]
    error: DigitizeError | None = None

    @property
    def page(self) -> TranscribedPage:
        """The text, or the failure; made anew each time."""
        return self.packed.unpacked()


def digitise_page(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
    """Reads one page, or finds that it was read before.

    A page that fails is recorded as failed and does not stop the others.

    Raises:
        MissingDependencyError: If a program or language is missing: no page could do without it.
        EnvironmentFault: If the output cannot be written.
    """
    try:
        if planned.fault is not None:
            raise planned.fault
        with tally.timed("page"):
            outcome = _from_cache(plan, planned, shop, tally)
            from_cache = outcome is not None
            if outcome is None:
                outcome = _digitise(plan, planned, shop, tally)
    except _NO_PAGE_WITHOUT:
        raise
    except DigitizeError as error:
        outcome, from_cache = _failed(plan, planned, error, None), False
    if from_cache:
        tally.count("pages_from_cache")
    shop.progress.page_done(plan.id, outcome.page, from_cache=from_cache)
    return outcome


def _digitise(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
    with _scratch(shop) as scratch:
        job = _job(plan, planned, shop, Path(scratch))
        try:
            prepared = _prepare(planned, job, shop, tally)
        except _NO_PAGE_WITHOUT:
            raise
        except DigitizeError as error:
            return _failed(plan, planned, error, _salvaged(planned, job, shop, damaged=isinstance(error, InputError)))
        try:
            alone = len(plan.pages) < shop.pool.workers
            read = recognise(prepared, shop, tally, alone=alone)
            if prepared.assumed_upright and reads_upright(read.readings):
                _know(planned, job, prepared.page, shop)
            elif prepared.assumed_upright:
                first, prepared = prepared, _prepare(planned, replace(job, closely=True), shop, tally)
                if not _is_same_way(first.page, prepared.page):
                    read = recognise(prepared, shop, tally, alone=alone)
            # In a worker too: what an engine answers may be beyond belief.
            page = shop.pool.run(
                shop.settings.page_timeout_s,
                assemble_page,
                planned.page_number,
                prepared,
                read.readings,
                read.models,
            )
        except _NO_PAGE_WITHOUT:
            raise
        except DigitizeError as error:
            return _failed(plan, planned, error, _record(planned, prepared.page))
    known = prepared.page
    unread = passed_over(known.segmented, known.canonical_to_straight, page)
    known = replace(known, warnings=(*known.warnings, *read.warnings, *reading_warnings(page), *unread))
    record = _record(planned, known, *read.choices)
    outcome = PageOutcome(_page_key(plan, planned, shop), PackedPage(page), record, read.models)
    image = outcome.record.image.image_path
    stored = {
        "page": encode_page(page),
        "record": encode_record(outcome.record),
        "languages": list(read.models),
        "image_sha256": sha256_of(shop.output.folder(plan.id) / image) if image else None,
    }
    shop.output.cache(outcome.key, json.dumps(stored, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return outcome


def _is_same_way(a: PreparedPage, b: PreparedPage) -> bool:
    """Whether a page was read the same way round twice, and taken to be in the same script where that was asked."""
    ways = ((page.turn_deg, page.canonical_to_straight.mirrors) for page in (a, b))
    return len(set(ways)) == 1 and a.script in (b.script, None)


def _from_cache(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome | None:
    key = _page_key(plan, planned, shop)
    stored = shop.output.cached(key)
    if stored is None:
        return None
    try:
        content = json.loads(stored)
        page, record = decode_page(content["page"]), decode_record(content["record"])
        languages = tuple(str(code) for code in content["languages"])
        digest = content["image_sha256"]
    except (ValueError, KeyError, TypeError):
        _log.warning("a cached page cannot be read and is made again: %s", key)
        return None
    path = record.image.image_path
    if path and not _is_whole(shop.output.folder(plan.id) / path, digest):
        if _known(planned, shop) is None:
            return None
        with _scratch(shop) as scratch:
            _prepare(planned, _job(plan, planned, shop, Path(scratch)), shop, tally)  # writes the image again
    return PageOutcome(key, PackedPage(page), record, languages)


def _scratch(shop: Workshop) -> tempfile.TemporaryDirectory[str]:
    """A folder for one page's crops. It may go together with the run's folder, when the run is interrupted."""
    return tempfile.TemporaryDirectory(prefix="page-", dir=shop.scratch.folder, ignore_cleanup_errors=True)


def _is_whole(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest


def _job(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, scratch: Path) -> PrepareJob:
    return PrepareJob(
        shop.output.original(planned.source.sha256),
        planned.source,
        planned.frame,
        shop.settings.max_pixels,
        shop.settings.profile,
        scratch,
        shop.output.folder(plan.id) / "images" / f"{planned.page_number:04}",
        _known(planned, shop),
        planned.half,
        by_lines=shop.engines.by_lines,
        with_script=_needs_script(shop),
        seen=planned.seen,
    )


def _known(planned: PlannedPage, shop: Workshop) -> PreparedPage | None:
    """What an earlier run found out about the page."""
    stored = shop.output.cached(_prepare_key(planned, shop))
    try:
        return _PREPARED.validate_json(stored) if stored else None
    except ValidationError:
        _log.warning("what was known of a page cannot be read and is found out again")
        return None


def _prepare(planned: PlannedPage, job: PrepareJob, shop: Workshop, tally: Tally) -> PrepareResult:
    with tally.timed("prepare"):
        prepared = shop.pool.run(shop.settings.page_timeout_s, prepare_page, job)
    tally.count("engine_calls", prepared.engine_calls)
    if not prepared.assumed_upright:
        _know(planned, job, prepared.page, shop)
    return prepared


def _know(planned: PlannedPage, job: PrepareJob, page: PreparedPage, shop: Workshop) -> None:
    """Keeps what was found out about a page, for later runs."""
    if job.known is None:
        shop.output.cache(_prepare_key(planned, shop), _PREPARED.dump_json(page))


def _salvaged(planned: PlannedPage, job: PrepareJob, shop: Workshop, *, damaged: bool) -> PageRecord | None:
    """The page's image, where an engine or a step failed and not the file; of a damaged file its size."""
    step = outline_page if damaged else salvage_page
    try:
        return shop.pool.run(shop.settings.page_timeout_s, step, job, planned.page_number)
    except _NO_PAGE_WITHOUT:
        raise
    except DigitizeError:  # the first failure is the one to tell of
        return None


def _prepare_key(planned: PlannedPage, shop: Workshop) -> str:
    return step_key(
        "prepare",
        PREPARE_VERSION,
        source=planned.source.sha256,
        frame=planned.frame,
        max_pixels=shop.settings.max_pixels,
        profile=shop.settings.profile,
        engine=shop.engine_version,
        half=asdict(planned.half) if planned.half else None,
        by_lines=shop.engines.by_lines,
        with_script=_needs_script(shop),
    )


def _needs_script(shop: Workshop) -> bool:
    return shop.settings.languages == "auto" and not shop.engines.by_lines


def _page_key(plan: DocumentPlan, planned: PlannedPage, shop: Workshop) -> str:
    del plan
    return step_key(
        "read",
        READ_VERSION,
        prepared=_prepare_key(planned, shop),
        page_number=planned.page_number,
        languages=shop.settings.languages,
        models=shop.models,
        engines=shop.engines.as_key,
    )


def _record(planned: PlannedPage, page: PreparedPage, *choices: Choice) -> PageRecord:
    path = f"images/{planned.page_number:04}{page.image_suffix}" if page.image_suffix else None
    image = PageImage(
        planned.page_number,
        planned.source.sha256,
        planned.frame,
        page.width,
        page.height,
        page.dpi,
        page.dpi_origin,
        page.colour,
        page.turn_deg,
        page.file_to_canonical,
        path,
        planned.half.part if planned.half else PagePart.WHOLE,
    )
    return PageRecord(image, page.skew_deg, (*page.choices, *choices), page.warnings, page.own_text)


def _failed(plan: DocumentPlan, planned: PlannedPage, error: DigitizeError, record: PageRecord | None) -> PageOutcome:
    """A failed page keeps its number, and its image where that could be made (``record``)."""
    source = planned.source
    where = error.where or source.name
    if ", page " not in where and (len(plan.pages) > 1 or error.where is None):
        where += f", page {planned.page_number if source.frames == 1 else planned.frame + 1}"
    located = type(error)(error.message, where=where, hint=error.hint)
    if isinstance(error, InternalError):
        _log.info("%s\n%s", located, error.detail)
    record = record or blank_record(planned.page_number, source.sha256, planned.frame)
    reason = f"{error.message}. {error.hint}" if error.hint else error.message
    text = failed_page(planned.page_number, record.image.width, record.image.height, reason)
    return PageOutcome(step_key("failed", READ_VERSION, reason=reason), PackedPage(text), record, (), located)


def is_unreadable(outcome: PageOutcome) -> bool:
    """Whether a page failed because its file cannot be read, not because a step failed on it."""
    return outcome.packed.status is PageStatus.FAILED and isinstance(outcome.error, InputError)
