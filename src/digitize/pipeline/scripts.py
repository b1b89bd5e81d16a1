"""The third page step: what stands in another language or script than the page's own is found in the readings and read again."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from digitize.model.document import Choice
from digitize.model.language import model_for
from digitize.model.profile import EngineName
from digitize.pipeline.languages import Languages
from digitize.pipeline.other_lines import reread_lines
from digitize.pipeline.other_script import reread_latin_words
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.region_languages import reread_passages
from digitize.pipeline.script_job import ScriptJob, ScriptResult
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import Heard, Reading


@dataclass(frozen=True, slots=True)
class Reread:
    """Readings in all scripts of a page.

    Args:
        readings: One per crop.
        models: Models that they are by, the page's own first.
        choices: For the report.
        heard: What our own recogniser has read on the way.
    """

    readings: tuple[Reading, ...]
    models: tuple[str, ...]
    choices: tuple[Choice, ...]
    heard: Heard = field(default_factory=dict)


def read_other_scripts(
    prepared: PrepareResult,
    readings: tuple[Reading, ...],
    languages: Languages,
    shop: Workshop,
    tally: Tally,
    *,
    alone: bool,
    heard: Heard = MappingProxyType({}),
) -> Reread:
    """Readings with the regions in other languages and the words in other scripts read by their models.

    Args:
        prepared: The page.
        readings: By the page's models, one per crop.
        languages: What the page was read with, and may be.
        shop: What the run works with.
        tally: Counts the engine's calls.
        alone: Whether this page has all workers to itself: then its crops are shared out among them.
        heard: What our own recogniser has read already.
    """
    readings = tuple(_in_language(reading, languages.language) for reading in readings)
    if not any(reading.lines for reading in readings) or not (languages.others or languages.neighbours):
        models = tuple(dict.fromkeys((*languages.models, *languages.asked)))
        return Reread(readings, models, (languages.choice,), heard)
    dpi = prepared.page.reading_dpi(prepared.crops[0].scale)
    timeout = shop.settings.page_timeout_s
    choices = [languages.choice]
    regional: tuple[str, ...] = ()
    if languages.neighbours:
        readings, regional, calls = shop.pool.run(
            timeout, reread_passages, prepared.crops, readings, languages.models, languages.neighbours, dpi
        )
        tally.count("engine_calls", calls)
        if regional:
            why = "function words of some passages; the model is surer of their lines than the page's"
            choices.append(Choice("passages", "+".join(regional), why))
    if not languages.others:
        return Reread(readings, (*languages.models, *regional), tuple(choices), heard)
    reread = reread_latin_words if _is_cyrillic(languages) else reread_lines
    spans = _spans(prepared, shop, alone)
    jobs = [_job(prepared, readings, languages, shop, span, dpi, heard) for span in spans]
    with ThreadPoolExecutor(len(jobs)) as threads:
        results = list(threads.map(lambda job: shop.pool.run(timeout, reread, job), jobs))
    tally.count("engine_calls", sum(result.engine_calls for result in results))
    found = tuple(dict.fromkeys(code for result in results for code in result.models))
    by_ear = reread is reread_latin_words and any(job.own_model for job in jobs)
    choices.append(_choice(languages, results, found, heard=by_ear))
    models = tuple(dict.fromkeys((*languages.models, *regional, *found, *languages.asked)))
    known = dict(heard) | {
        (span.start + crop, line): answer
        for span, result in zip(spans, results, strict=True)
        for (crop, line), answer in result.heard.items()
    }
    return Reread(tuple(reading for result in results for reading in result.readings), models, tuple(choices), known)


def _spans(prepared: PrepareResult, shop: Workshop, alone: bool) -> list[range]:
    """The crops, or shares of neighbouring ones with about as many pixels each."""
    shares = min(shop.pool.workers if alone else 1, len(prepared.crops))
    total = sum(crop.area_px for crop in prepared.crops)
    spans: list[range] = []
    start, done = 0, 0
    for index, crop in enumerate(prepared.crops, 1):
        done += crop.area_px
        if done * shares >= total * (len(spans) + 1) or index == len(prepared.crops):
            spans.append(range(start, index))
            start = index
    return [span for span in spans if span]


def _job(
    prepared: PrepareResult,
    readings: tuple[Reading, ...],
    languages: Languages,
    shop: Workshop,
    span: range,
    dpi: float,
    heard: Heard,
) -> ScriptJob:
    return ScriptJob(
        prepared.crops[span.start : span.stop],
        readings[span.start : span.stop],
        languages.others[:1],
        tuple(sorted(languages.others)),
        shop.engine.word_lists(languages.models).get(languages.models[0]),
        shop.engine.word_lists(languages.others),
        languages.language or model_for(languages.models[0]).language,
        dpi,
        shop.engines.own_model if shop.engines.name is EngineName.BOTH else None,
        {(crop - span.start, line): answer for (crop, line), answer in heard.items() if crop in span},
    )


def _in_language(reading: Reading, language: str | None) -> Reading:
    """A reading by the model of a whole script, its words said to be in the language that was recognised."""
    if language is None:
        return reading
    return Reading(
        tuple(
            replace(line, words=tuple(replace(word, language=language) for word in line.words))
            for line in reading.lines
        )
    )


def _is_cyrillic(languages: Languages) -> bool:
    return model_for(languages.models[0]).script == "Cyrl"


def _choice(languages: Languages, results: Sequence[ScriptResult], found: tuple[str, ...], *, heard: bool) -> Choice:
    tried, changed = sum(r.tried for r in results), sum(r.changed for r in results)
    what = "Latin" if _is_cyrillic(languages) else "Cyrillic"
    by = f"with {languages.others[0]}" if not heard else "where our own recogniser saw some, and beside them"
    why = f"{tried} doubtful words tried in {what} letters {by}, {changed} of them taken"
    return Choice("other scripts", "+".join(found) or "none", why)
