"""Reads a prepared page with the engines of the run: what each of them needs to be told, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from digitize.model.document import Choice
from digitize.model.language import model_for
from digitize.model.profile import EngineName
from digitize.pipeline.languages import Languages, choose_languages
from digitize.pipeline.own_languages import (
    languages_asked,
    languages_choice,
    languages_chosen,
    languages_read,
    with_known_letters,
    with_languages,
)
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.race import Race
from digitize.pipeline.read import read_again_by_own, read_crops, read_crops_by_own
from digitize.pipeline.read_first import FirstPass, nothing_first, read_first
from digitize.pipeline.scripts import read_other_scripts
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import Heard, Reading
from digitize.recognize.outcome import outcome
from digitize.recognize.own import LEARNED, has_learned

_READABLE = 0.5
"""Mean confidence below which a page was hardly read by our own recogniser: another script, handwriting, no text."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read on a page, and how.

    Args:
        readings: One per crop.
        models: Models that read it, the page's own first.
        choices: For the report.
        warnings: What a person should know.
        heard: What our own recogniser has read already, of lines that another engine read.
    """

    readings: tuple[Reading, ...]
    models: tuple[str, ...]
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]
    heard: Heard = field(default_factory=dict)


def recognise(prepared: PrepareResult, shop: Workshop, tally: Tally, *, alone: bool) -> Recognised:
    """Readings of a page's crops, by the engines that the run has.

    Args:
        prepared: The page.
        shop: What the run works with.
        tally: Counts the engines' calls and their time.
        alone: Whether this page has all workers to itself: then its crops are shared out among them.

    Raises:
        MissingDependencyError: If no model for the page's script is installed.
    """
    engines = shop.engines
    if engines.name is EngineName.OWN:
        read = _by_own(prepared, shop, tally, alone=alone)
    elif engines.name is EngineName.BOTH:
        read = _by_both(prepared, shop, tally, alone=alone)
    else:
        read = _by_tesseract(nothing_first(prepared), _chosen(prepared, shop, tally), shop, tally, alone=alone)
        read = replace(read, choices=(Choice("engine", str(engines.name), engines.why), *read.choices))
    return replace(read, warnings=(*engines.warnings, *read.warnings))


def _chosen(prepared: PrepareResult, shop: Workshop, tally: Tally) -> Languages:
    with tally.timed("languages"):
        return choose_languages(prepared, shop, tally)


def _by_tesseract(first: FirstPass, chosen: Languages, shop: Workshop, tally: Tally, *, alone: bool) -> Recognised:
    """What the first pass has left, read by Tesseract."""
    with tally.timed("read"):
        readings = read_crops(first.rest, chosen.models, shop, tally, alone=alone)
    with tally.timed("scripts"):
        reread = read_other_scripts(first.rest, readings, chosen, shop, tally, alone=alone, heard=first.heard(readings))
    return Recognised(reread.readings, reread.models, reread.choices, chosen.warnings, reread.heard)


def _by_own(prepared: PrepareResult, shop: Workshop, tally: Tally, *, alone: bool) -> Recognised:
    """Letters first: they tell the language, where none is asked for."""
    with tally.timed("read"):
        readings = read_crops_by_own(prepared, shop, tally, alone=alone)
    if shop.settings.languages == "auto":
        by_script, why = languages_read(readings)
        models, choice = languages_choice(by_script, why)
    else:
        models = tuple(shop.settings.languages.split("+"))
        by_script, choice = languages_asked(models), Choice("languages", "+".join(models), "as asked for")
    told = tuple(with_languages(reading, by_script) for reading in with_known_letters(readings, by_script))
    engine = Choice("engine", str(shop.engines.name), shop.engines.why)
    return Recognised(told, models, (engine, choice), _doubts(readings))


def _by_both(prepared: PrepareResult, shop: Workshop, tally: Tally, *, alone: bool) -> Recognised:
    """Our own recogniser first; what it is not sure of by Tesseract, and where that is in doubt the better reading of each word.

    Not on a page that may hold what our own has not learned: it would read Fraktur as if it were antiqua.
    """
    chosen = _chosen(prepared, shop, tally)
    if not all(has_learned(model_for(code)) for code in chosen.models):
        tesseract = _by_tesseract(nothing_first(prepared), chosen, shop, tally, alone=alone)
        why = f"{shop.engines.why}, which has not learned to read what {'+'.join(chosen.models)} reads; Tesseract reads alone"
        return replace(tesseract, choices=(Choice("engine", str(EngineName.TESSERACT), why), *tesseract.choices))
    first = nothing_first(prepared)
    if _is_in_learned_language(chosen):
        with tally.timed("own"):
            first = read_first(prepared, chosen, shop, tally, alone=alone)
    tesseract = _by_tesseract(first, chosen, shop, tally, alone=alone)
    with tally.timed("own"):
        rest, done = read_again_by_own(
            first.rest, tesseract.readings, tesseract.models, tesseract.heard, shop, tally, alone=alone
        )
    readings = first.whole(rest)
    by_script = languages_chosen(chosen)
    told = tuple(with_languages(reading, by_script) for reading in with_known_letters(readings, by_script))
    lines = sum(len(reading.lines) for reading in told)
    words = sum(len(line.words) for reading in rest for line in reading.lines)
    taken = sum(batch.taken for batch in done)
    why = f"{shop.engines.why}; {_told_of_first(first, lines)}"
    why += f"; of the {words} words of the others {taken} are by it, which more spoke for"
    engine = Choice("engine", str(shop.engines.name), why)
    races = (_race_choice(batch.race, batch.again) for batch in done if batch.race is not None)
    warnings = (*tesseract.warnings, *_foreign(sum(batch.foreign for batch in done), told, tesseract.models))
    return replace(tesseract, readings=told, choices=(engine, *races, *tesseract.choices), warnings=warnings)


def _told_of_first(first: FirstPass, lines: int) -> str:
    """What became of the first pass, for the report."""
    if first.failed:
        return f"our own could not read the page first ({first.failed})"
    return f"{first.lines} of {lines} lines are by it alone, which was sure of them"


def _is_in_learned_language(chosen: Languages) -> bool:
    """Whether a page is in a language that our own recogniser has learned, not merely in letters that it knows.

    What it has not learned (``ł``, ``ø``) it reads as what it has, and is sure of it.
    """
    return chosen.language in LEARNED or all(model_for(code).language in LEARNED for code in chosen.models)


def _foreign(letters: int, readings: tuple[Reading, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """A warning where the page is in other letters than those of the languages that were asked for."""
    if letters * 2 <= outcome(readings).letters:
        return ()
    models = "+".join(asked)
    told = f"most of this page seems to be in letters that are not those of the language asked for ({models})"
    return (f"{told}: read it with --languages auto or in its own language",)


def _race_choice(race: Race, lines: int) -> Choice:
    """The toning in which our own recogniser has read the lines in doubt, by what margin, and what the others came to."""
    again = f"; lines read in more than one: {lines}" if lines else ""
    if len(race.scores) == 1:
        return Choice("line toning", race.winner, f"our own recogniser is sure enough of a sample as it was cut{again}")
    told = ", ".join(f"{toning} {value:.2f}" for toning, value in sorted(race.scores.items(), key=lambda s: -s[1]))
    why = f"margin {race.margin:+.3f} on {race.lines} lines (sureness and agreement of the engines: {told}){again}"
    return Choice("line toning", race.winner, why)


def _doubts(readings: tuple[Reading, ...]) -> tuple[str, ...]:
    found = outcome(readings)
    if found.letters == 0 or found.confidence >= _READABLE:
        return ()
    told = "another script, handwriting, or no text"
    return (
        f"our own recogniser is not sure of this page (mean confidence {found.confidence:.2f}): {told}; it is not to be relied on",
    )
