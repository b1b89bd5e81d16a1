"""One page from its source file to its transcription, by way of the cache. The per-page boundary for errors."""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from digitize.errors import DigitizeError, EnvironmentFault, InputError, InternalError, MissingDependencyError
from digitize.model.document import Choice, PageRecord
from digitize.model.geometry import Transform
from digitize.model.page import Colour, DpiOrigin, PageImage
from digitize.model.transcription import PageStatus, TranscribedPage
from digitize.pipeline.assemble import assemble_page, failed_page
from digitize.pipeline.intake import DocumentPlan, PlannedPage
from digitize.pipeline.keys import PREPARE_VERSION, READ_VERSION, step_key
from digitize.pipeline.prepare import PrepareJob, PrepareResult, prepare_page
from digitize.pipeline.prepared import PreparedPage
from digitize.pipeline.read import choose_languages, read_crops
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.page_codec import decode_page, decode_record, encode_page, encode_record

_log = logging.getLogger("digitize.page")

_PREPARED = TypeAdapter(PreparedPage)
_BLANK_PX = (2480, 3508)
"""A4 at 300 dpi: stands in for the size of a page that cannot be decoded at all."""


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a page.

    Args:
        key: Under which the result is cached; for a failed page a key of its reason.
        page: The text, or the failure.
        record: How it came about.
        languages: Models that read it.
        error: Why it failed; ``None`` when it did not.
    """

    key: str
    page: TranscribedPage
    record: PageRecord
    languages: tuple[str, ...]
    error: DigitizeError | None = None


def digitise_page(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
    """Reads one page, or finds that it was read before.

    A page that fails is recorded as failed and does not stop the others.

    Raises:
        MissingDependencyError: If a program or language is missing: no page could do without it.
        EnvironmentFault: If the output cannot be written.
    """
    try:
        with tally.timed("page"):
            outcome = _from_cache(plan, planned, shop)
            if outcome is None:
                outcome = _digitise(plan, planned, shop, tally)
                from_cache = False
            else:
                tally.count("pages_from_cache")
                from_cache = True
    except (MissingDependencyError, EnvironmentFault):
        raise
    except DigitizeError as error:
        outcome = _failed(planned, error)
        from_cache = False
    shop.progress.page_done(plan.id, outcome.page, from_cache=from_cache)
    return outcome


def _digitise(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally) -> PageOutcome:
    with tempfile.TemporaryDirectory(prefix="digitize-") as scratch:
        prepared = _prepare(plan, planned, shop, tally, Path(scratch))
        try:
            with tally.timed("languages"):
                languages, choice = choose_languages(prepared, shop, tally)
            with tally.timed("read"):
                readings = read_crops(prepared, languages, shop, tally, alone=len(plan.pages) < shop.pool.workers)
        except (MissingDependencyError, EnvironmentFault):
            raise
        except DigitizeError as error:
            return _failed(planned, error, prepared.page)
    page = assemble_page(planned.page_number, prepared, readings, languages)
    outcome = PageOutcome(_page_key(plan, planned, shop), page, _record(planned, prepared.page, choice), languages)
    stored = {
        "page": encode_page(page),
        "record": encode_record(outcome.record),
        "languages": list(languages),
    }
    shop.output.cache(outcome.key, json.dumps(stored, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return outcome


def _from_cache(plan: DocumentPlan, planned: PlannedPage, shop: Workshop) -> PageOutcome | None:
    key = _page_key(plan, planned, shop)
    stored = shop.output.cached(key)
    if stored is None:
        return None
    try:
        content = json.loads(stored)
        page, record = decode_page(content["page"]), decode_record(content["record"])
        languages = tuple(str(code) for code in content["languages"])
    except (ValueError, KeyError, TypeError):
        _log.warning("a cached page cannot be read and is made again: %s", key)
        return None
    image = record.image.image_path
    if image is not None and not (shop.output.folder(plan.id) / image).is_file():
        return None
    return PageOutcome(key, page, record, languages)


def _prepare(plan: DocumentPlan, planned: PlannedPage, shop: Workshop, tally: Tally, scratch: Path) -> PrepareResult:
    key = _prepare_key(planned, shop)
    stored = shop.output.cached(key)
    job = PrepareJob(
        shop.output.original(planned.source.sha256),
        planned.source,
        planned.frame,
        shop.settings.max_pixels,
        shop.settings.profile,
        scratch,
        shop.output.folder(plan.id) / "images" / f"{planned.page_number:04}",
        _PREPARED.validate_json(stored) if stored else None,
    )
    with tally.timed("prepare"):
        prepared = shop.pool.run(shop.settings.page_timeout_s, prepare_page, job)
    tally.count("engine_calls", prepared.engine_calls)
    if stored is None:
        shop.output.cache(key, _PREPARED.dump_json(prepared.page))
    return prepared


def _prepare_key(planned: PlannedPage, shop: Workshop) -> str:
    return step_key(
        "prepare",
        PREPARE_VERSION,
        source=planned.source.sha256,
        frame=planned.frame,
        max_pixels=shop.settings.max_pixels,
        profile=shop.settings.profile,
        engine=shop.engine_version,
    )


def _page_key(plan: DocumentPlan, planned: PlannedPage, shop: Workshop) -> str:
    del plan
    return step_key(
        "read",
        READ_VERSION,
        prepared=_prepare_key(planned, shop),
        page_number=planned.page_number,
        languages=shop.settings.languages,
        models=shop.auto_models,
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
    )
    return PageRecord(image, page.skew_deg, (*page.choices, *choices), page.warnings)


def _failed(planned: PlannedPage, error: DigitizeError, page: PreparedPage | None = None) -> PageOutcome:
    """A failed page keeps its number, and its image where that could be made."""
    located = error.at(f"{planned.source.name}, page {planned.frame + 1}")
    if isinstance(error, InternalError):
        _log.error("%s\n%s", located, error.detail)
    if page is not None:
        record = _record(planned, page)
    else:
        width, height = _BLANK_PX
        image = PageImage(
            planned.page_number,
            planned.source.sha256,
            planned.frame,
            width,
            height,
            300.0,
            DpiOrigin.ASSUMED,
            Colour.GREY,
            0,
            Transform(),
            None,
        )
        record = PageRecord(image, 0.0, (), ("the page could not be decoded; its size is not known",))
    reason = f"{error.message}. {error.hint}" if error.hint else error.message
    text = failed_page(planned.page_number, record.image.width, record.image.height, reason)
    return PageOutcome(step_key("failed", READ_VERSION, reason=reason), text, record, (), located)


def is_unreadable(outcome: PageOutcome) -> bool:
    """Whether a page failed because its file cannot be read, not because a step failed on it."""
    return outcome.page.status is PageStatus.FAILED and isinstance(outcome.error, InputError)
