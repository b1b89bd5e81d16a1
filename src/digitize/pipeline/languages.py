"""Chooses the models that a page is read with: those asked for, or by a sample of the page."""

from __future__ import annotations

from digitize.errors import MissingDependencyError
from digitize.lexicon.function_words import FUNCTION_WORDS, language_of, possible_languages
from digitize.model.document import Choice
from digitize.model.language import model_for
from digitize.pipeline.in_worker import read_batch
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.languages import general_models, models_of_script, with_companions
from digitize.recognize.outcome import outcome

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
    dpi = prepared.page.reading_dpi(samples[0].scale)
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
