"""The second page step: chooses the models, then reads the crops, in as many batches as there are cores to use."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from digitize.errors import MissingDependencyError
from digitize.lexicon.function_words import FUNCTION_WORDS, language_of, possible_languages
from digitize.model.document import Choice
from digitize.model.language import model_for
from digitize.pipeline.gaps import fill_gaps
from digitize.pipeline.in_worker import read_batch
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.workshop import Tally, Workshop
from digitize.preprocess.letters import LetterSize
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.languages import general_models, models_of_script, with_companions
from digitize.recognize.outcome import outcome

_ORDINARY_DPI = 300.0
_CLEARLY_SURER = 0.05
"""Where no language is recognised, the model of the script is taken, which knows every letter of it, unless a
language's model is surer by this much (two models differ by 0.02 on text that both read well)."""


def choose_languages(prepared: PrepareResult, shop: Workshop, tally: Tally) -> tuple[tuple[str, ...], Choice]:
    """The models to read a page with: those of the settings, or by a sample of the page.

    A model for the whole script reads the sample; its function words name the language. Where they do not, the models
    of the script try the sample one after the other, and the surest is taken.

    Raises:
        MissingDependencyError: If no model for the page's script is installed.
    """
    if shop.settings.languages != "auto":
        models = tuple(shop.settings.languages.split("+"))
        return models, Choice("languages", "+".join(models), "as asked for")
    installed = shop.engine.installed()
    generals = general_models(prepared.page.script, installed) or general_models(None, installed)
    if not generals:
        raise MissingDependencyError(
            "no recognition model is installed", hint="Install languages (make run does); see digitize doctor"
        )
    samples = prepared.samples
    if not samples:
        return generals, Choice("languages", "+".join(generals), "no text to tell by")
    dpi = _dpi(prepared, samples[0])
    trials = {general: _trial(shop, tally, samples, general, dpi) for general in generals}
    general = max(trials, key=lambda code: outcome(trials[code]).sure_letters)
    models_here = models_of_script(general, installed)
    if len(models_here) == 1:
        return with_companions(general, installed, newspaper=not prepared.whole_page), Choice(
            "languages", general, f"script: {prepared.page.script}"
        )
    known = {m.language: m.code for m in map(model_for, models_here) if m.language and m.language in FUNCTION_WORDS}
    evidence = language_of(_text(trials[general]), frozenset(known))
    if evidence is not None:
        models = with_companions(known[evidence.language], installed, newspaper=not prepared.whole_page)
        why = f"{evidence.hits} of {evidence.words} words of a sample are function words of {evidence.language}"
        return models, Choice("languages", "+".join(models), why)
    possible = possible_languages(_text(trials[general]), frozenset(known))
    rivals = [code for code in models_here if code == general or model_for(code).language in possible]
    results = {code: outcome(trials.get(code) or _trial(shop, tally, samples, code, dpi)) for code in rivals}
    best = max(rivals, key=lambda code: results[code].confidence)
    if results[best].confidence <= results[general].confidence + _CLEARLY_SURER:
        best = general
    told = ", ".join(f"{code} {results[code].confidence:.2f}" for code in rivals)
    models = with_companions(best, installed, newspaper=not prepared.whole_page)
    return models, Choice("languages", "+".join(models), f"no language recognised; confidence on a sample: {told}")


def _trial(shop: Workshop, tally: Tally, samples: tuple[CropFile, ...], code: str, dpi: float) -> tuple[Reading, ...]:
    tally.count("engine_calls")
    return shop.pool.run(
        shop.settings.page_timeout_s, read_batch, tuple(sample.path for sample in samples), CropKind.BLOCK, (code,), dpi
    )


def _text(readings: tuple[Reading, ...]) -> str:
    """The sample's text, its hyphenated words left out: their halves are no words."""
    lines = [" ".join(w.text for w in line.words) for reading in readings for line in reading.lines]
    return "\n".join(line.removesuffix("-") for line in lines)


def read_crops(
    prepared: PrepareResult, languages: tuple[str, ...], shop: Workshop, tally: Tally, *, alone: bool
) -> tuple[Reading, ...]:
    """Readings of the crops, in their order.

    Args:
        prepared: The page.
        languages: Models.
        shop: What the run works with.
        tally: Counts the engine's calls.
        alone: Whether this page has all workers to itself: then its crops are shared out among them.
    """
    crops = prepared.crops
    if not crops:
        return ()
    batches = share_out([crop.area_px for crop in crops], shop.pool.workers if alone else 1)
    kind = CropKind.PAGE if prepared.whole_page else CropKind.BLOCK
    dpi = _dpi(prepared, crops[0])

    def read(batch: Sequence[int]) -> tuple[Reading, ...]:
        tally.count("engine_calls")
        paths = tuple(crops[i].path for i in batch)
        return shop.pool.run(shop.settings.page_timeout_s, read_batch, paths, kind, languages, dpi)

    if len(batches) == 1:
        answers = [read(batches[0])]
    else:
        with ThreadPoolExecutor(len(batches)) as threads:
            answers = list(threads.map(read, batches))
    readings: dict[int, Reading] = {}
    for batch, answer in zip(batches, answers, strict=True):
        readings.update(zip(batch, answer, strict=True))
    return _filled(prepared, tuple(readings[i] for i in range(len(crops))), languages, shop, tally)


def _filled(
    prepared: PrepareResult,
    readings: tuple[Reading, ...],
    languages: tuple[str, ...],
    shop: Workshop,
    tally: Tally,
) -> tuple[Reading, ...]:
    """The readings with their gaps filled, as many at a time as there are workers."""
    x_height = prepared.page.x_height_px
    if x_height is None:
        return readings

    def fill(item: tuple[CropFile, Reading]) -> Reading:
        crop, reading = item
        dpi = _dpi(prepared, crop)
        filled = shop.pool.run(
            shop.settings.page_timeout_s, fill_gaps, crop, reading, x_height * crop.scale, languages, dpi
        )
        tally.count("engine_calls", filled.engine_calls)
        return filled.reading

    with ThreadPoolExecutor(shop.pool.workers) as threads:
        return tuple(threads.map(fill, zip(prepared.crops, readings, strict=True)))


def share_out(sizes: Sequence[int], shares: int) -> list[list[int]]:
    """Indices of items dealt into at most so many shares of nearly equal total size, each share in ascending order."""
    count = min(shares, len(sizes))
    dealt: list[list[int]] = [[] for _ in range(count)]
    totals = [0] * count
    for index in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        least = totals.index(min(totals))
        dealt[least].append(index)
        totals[least] += sizes[index]
    return [sorted(share) for share in dealt]


def _dpi(prepared: PrepareResult, crop: CropFile) -> float:
    """What Tesseract is told: the resolution at which the crop's letters have ordinary size."""
    x_height = prepared.page.x_height_px
    return LetterSize(x_height * crop.scale, 0).dpi if x_height else _ORDINARY_DPI
