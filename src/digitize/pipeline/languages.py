"""Chooses the models that a page is read with: those asked for, or by a sample of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from digitize.errors import MissingDependencyError
from digitize.lexicon.function_words import FUNCTION_WORDS, language_of, possible_languages
from digitize.lexicon.orthography import is_old_spelling
from digitize.model.document import Choice
from digitize.model.language import model_for, script_of
from digitize.model.profile import EngineName
from digitize.pipeline.in_worker import read_batch, try_batch
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.read import read_crops_by_own
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.languages import (
    by_script,
    general_models,
    is_readable,
    models_for_other_script,
    models_of_script,
)
from digitize.recognize.outcome import outcome
from digitize.recognize.suspects import letters_in

_CLEARLY_SURER = 0.05
"""Where no language is recognised, the model of the script is taken, which knows every letter of it, unless a
language's model is surer by this much (two models differ by 0.02 on text that both read well)."""

_READABLE = 0.5
"""Mean confidence on a sample in no known language below which it was hardly read: Greek, Armenian, Georgian and Hebrew letters are read
with 0.25 to 0.45, Komi and Serbian with 0.85 to 0.95."""

_SCRIPTS = {"Cyrillic": "Cyrl", "Latin": "Latn"}
"""Scripts that our own recogniser knows, as script detection names them."""
_A_WORD = 3
"""Letters by which their script can be told."""


@dataclass(frozen=True, slots=True)
class Languages:
    """What a page is read with, and why.

    Args:
        models: Models that read all of it.
        others: Models that may read what stands on it in another script, the one to try with first; may be empty.
        neighbours: Models of other languages in the same script, by language: regions may be in one of them.
        choice: For the report.
        language: ISO 639-3 code of the page, where its model is one of a whole script and the language is known.
        warnings: What a person should know.
        asked: All models that were asked for; none with ``auto``.
    """

    models: tuple[str, ...]
    others: tuple[str, ...]
    neighbours: dict[str, str]
    choice: Choice
    language: str | None = None
    warnings: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a sample has told."""

    models: tuple[str, ...]
    why: str
    confidence: float
    language: str | None = None
    is_certain: bool = False

    @property
    def choice(self) -> Choice:
        return Choice("languages", "+".join(self.models), self.why)


def choose_languages(prepared: PrepareResult, shop: Workshop, tally: Tally) -> Languages:
    """The models to read a page with: those of the settings, or by a sample of the page.

    A model for the whole script reads the sample; its function words name the language. Where they do not, the models
    of the script try the sample one after the other, and the surest is taken.

    Raises:
        MissingDependencyError: If no model for the page's script is installed.
    """
    if shop.settings.languages != "auto":
        return _as_asked(prepared, tuple(shop.settings.languages.split("+")), shop, tally)
    installed = shop.engine.installed()
    script = prepared.page.script or _script_of_few(prepared, shop, tally)
    generals = general_models(script, installed) or general_models(None, installed)
    if not generals:
        raise MissingDependencyError(
            "no recognition model is installed", hint="Install languages (make run does); see digitize doctor"
        )
    if not prepared.samples:
        return _languages(_Found(generals, "no text to tell by", 0.0), installed)
    found = _by_sample(prepared, generals, installed, shop, tally)
    if found.is_certain or (found.confidence >= _READABLE and is_readable(script, installed)):
        return _languages(found, installed)
    seen = f"script detection says {script}" if script else "script detection cannot tell which it is"
    warning = f"no installed model reads the script of this page ({seen}); its text is not to be relied on"
    return Languages(found.models, (), {}, found.choice, None, (warning,))


def _script_of_few(prepared: PrepareResult, shop: Workshop, tally: Tally) -> str | None:
    """The script of a page with so few letters that its script cannot be detected, by our own recogniser, which knows two.

    ``None`` where there are more, where that recogniser is not used, and where it is not sure of what it sees.
    """
    if prepared.page.x_height_px is not None or shop.engines.name is not EngineName.BOTH:
        return None
    readings = read_crops_by_own(prepared, shop, tally, alone=False)
    if outcome(readings).confidence < _READABLE:
        return None
    letters: Counter[str | None] = Counter()
    for word in (word for reading in readings for line in reading.lines for word in line.words):
        letters[script_of(word.text)] += letters_in(word.text)
    return max(_SCRIPTS, key=lambda name: letters[_SCRIPTS[name]]) if sum(letters.values()) >= _A_WORD else None


def _as_asked(prepared: PrepareResult, asked: tuple[str, ...], shop: Workshop, tally: Tally) -> Languages:
    """The models asked for. Of two scripts, the page's own reads it, and the other what that one cannot have read."""
    groups = by_script(asked)
    allowed = frozenset(asked)
    if len(groups) == 1 or not prepared.samples:
        return Languages(asked, (), {}, Choice("languages", "+".join(asked), "as asked for"))
    dpi = prepared.page.reading_dpi(prepared.samples[0].scale)
    results = {group: outcome(_trial(shop, tally, prepared.samples[:1], group, dpi)) for group in groups}
    best = max(groups, key=lambda group: results[group].sure_letters)
    told = ", ".join(f"{'+'.join(group)} {results[group].confidence:.2f}" for group in groups)
    others = models_for_other_script(best, allowed)
    choice = Choice("languages", "+".join(best), f"as asked for ({'+'.join(asked)}); confidence on a sample: {told}")
    return Languages(best, others, {}, choice, asked=asked)


def _languages(found: _Found, installed: frozenset[str]) -> Languages:
    """What may be used besides the models found: all that is installed."""
    script = model_for(found.models[0]).script
    neighbours = {
        model.language: model.code
        for model in map(model_for, sorted(installed))
        if model.script == script and model.language in FUNCTION_WORDS and model.code not in found.models
    }
    if found.language is not None:
        neighbours.pop(found.language, None)
    return Languages(
        found.models, models_for_other_script(found.models, installed), neighbours, found.choice, found.language
    )


def _by_sample(
    prepared: PrepareResult, generals: tuple[str, ...], installed: frozenset[str], shop: Workshop, tally: Tally
) -> _Found:
    """The model that a sample speaks for, and why.

    The largest block is tried alone first, without the model's word list where that is large: mostly that is enough.
    """
    samples, dpi = prepared.samples, prepared.page.reading_dpi(prepared.samples[0].scale)
    trials: dict[str, tuple[Reading, ...]] = {}
    stages = (1, len(samples)) if len(samples) > 1 and len(generals) == 1 else (len(samples),)
    if len(generals) == 1 and shop.engine.is_large(generals[0]):
        stages = (len(samples),)
        found = _told(generals[0], _first_trial(shop, tally, samples[:1], generals[0], dpi), installed)
        if found is not None:
            return found
    for upto in stages:
        for general in generals:
            done = trials.get(general, ())
            trials[general] = done + _trial(shop, tally, samples[len(done) : upto], (general,), dpi)
        general = max(trials, key=lambda code: outcome(trials[code]).sure_letters)
        found = _told(general, trials[general], installed)
        if found is not None:
            return found
    models_here, text = models_of_script(general, installed), _text(trials[general])
    known = _languages_of(models_here)
    possible = possible_languages(text, frozenset(known))
    rivals = [code for code in models_here if code == general or model_for(code).language in possible]
    results = {code: outcome(trials.get(code) or _trial(shop, tally, samples, (code,), dpi)) for code in rivals}
    best = max(rivals, key=lambda code: results[code].confidence)
    if results[best].confidence <= max(_READABLE, results[general].confidence + _CLEARLY_SURER):
        best = general
    told = ", ".join(f"{code} {results[code].confidence:.2f}" for code in rivals)
    sure = results[best].confidence
    if sure < _READABLE:  # in no known script, so in no known language
        best = next((code for code in ("Latin", "Cyrillic") if code in trials), best)
    return _Found((best,), f"no language recognised; confidence on a sample: {told}", sure)


def _told(general: str, readings: tuple[Reading, ...], installed: frozenset[str]) -> _Found | None:
    """The language that the function words of a sample tell, as read by the general model of its script."""
    text, known = _text(readings), _languages_of(models_of_script(general, installed))
    evidence = language_of(text, frozenset(known))
    if evidence is None:
        return None
    why = f"{evidence.hits} of {evidence.words} words of a sample are function words of {evidence.language}"
    if evidence.language == "rus" and is_old_spelling(text) and model_for(general).language is None:
        return _Found((general,), f"{why}; in the spelling of before 1918", 1.0, "rus", is_certain=True)
    return _Found((known[evidence.language],), why, 1.0, is_certain=True)


def _languages_of(models: tuple[str, ...]) -> dict[str, str]:
    """The models of languages whose function words are known, by language."""
    return {m.language: m.code for m in map(model_for, models) if m.language and m.language in FUNCTION_WORDS}


def _first_trial(
    shop: Workshop, tally: Tally, samples: tuple[CropFile, ...], general: str, dpi: float
) -> tuple[Reading, ...]:
    """Enough to know function words by, not to compare how sure models are."""
    tally.count("engine_calls")
    paths = tuple(sample.path for sample in samples)
    return shop.pool.run(shop.settings.page_timeout_s, try_batch, paths, general, dpi)


def _trial(
    shop: Workshop, tally: Tally, samples: tuple[CropFile, ...], models: tuple[str, ...], dpi: float
) -> tuple[Reading, ...]:
    if not samples:
        return ()
    tally.count("engine_calls")
    paths = tuple(sample.path for sample in samples)
    return shop.pool.run(shop.settings.page_timeout_s, read_batch, paths, CropKind.BLOCK, models, dpi)


def _text(readings: tuple[Reading, ...]) -> str:
    """The sample's text, its hyphenated words left out: their halves are no words."""
    lines = [" ".join(w.text for w in line.words) for reading in readings for line in reading.lines]
    return "\n".join(line.removesuffix("-") for line in lines)
