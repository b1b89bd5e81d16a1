"""``python -m benchmarks.fidelity``: measures what the engines and each lever of the cascade bring, and whether confidence holds.

Writes the section "Fidelity" of docs/benchmarks.md. The figures beside plain Tesseract come from ``python -m benchmarks.bench``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.selections import is_cyrillic_or_french
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.bench.truth import find_truth
from benchmarks.fidelity.levers import ALL, FIRST, Levers, is_for_both, measure_levers
from digitize.errors import DigitizeError
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.honesty import find_honesty
from digitize.evaluate.interval import total
from digitize.evaluate.measures import Rate
from digitize.evaluate.report import score_page
from digitize.model.profile import EngineName
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.measure import TRUTH, read_all
from digitize.pipeline.progress import Silent
from digitize.preprocess.line_tones import Toning
from digitize.settings import load_settings

Read = list[tuple[TruthPage, list[TranscribedPage]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="pages read at a time")
    options = parser.parse_args(arguments)
    pages = tuple(page for page in find_truth().pages if page.kind is not Kind.LINE)
    try:
        section = _measured(pages, options.jobs)
    except DigitizeError as error:
        print(error, file=sys.stderr)
        return 3
    save(SUMMARY, load(SUMMARY) | {"fidelity": section})
    DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 0


def _measured(pages: tuple[TruthPage, ...], jobs: int) -> Section:
    read = {engine: _read(pages, engine, jobs) for engine in EngineName}
    levers = []
    for page in filter(is_for_both, pages):
        with tempfile.TemporaryDirectory(prefix="fidelity-") as scratch:
            levers.append(measure_levers(page, Path(scratch)))
        print(f"levers: {page.set}/{page.name}", file=sys.stderr)
    honesty = find_honesty(read[EngineName.BOTH])
    return {
        "machine": machine(),
        "version": Digitize(auto=False).version(),
        "engines": {str(engine): _engine(of) for engine, of in read.items()},
        "levers": _levers(levers),
        "racing": _racing(levers),
        "honesty": honesty.as_dict(),
        "honesty_by_set": _by_set(read[EngineName.BOTH]),
    }


def _read(pages: tuple[TruthPage, ...], engine: EngineName, jobs: int) -> Read:
    failures: list[DigitizeError] = []
    with tempfile.TemporaryDirectory(prefix="fidelity-") as name:
        settings = load_settings(output=Path(name), jobs=jobs, engine=engine)
        read = [
            (page, [outcome.page for outcome in outcomes])
            for page, outcomes in read_all(pages, TRUTH, settings, Silent(), failures)
        ]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"read with {engine}: {len(read)} pages, {len(failures)} failed", file=sys.stderr)
    return read


def _engine(read: Read) -> Section:
    """Errors of one engine on Cyrillic and French pages, and its line CER by set."""
    errors = total(_line_cers(read))
    return {"errors": errors.errors, "characters": errors.total, "cer": _cers(read)}


def _line_cers(read: Read) -> list[Rate]:
    """Of the Cyrillic and French pages."""
    return [score_page(page, _text(found)).scores.line_cer for page, found in read if is_cyrillic_or_french(page)]


def _cers(read: Read) -> Section:
    """Line CER by set."""
    sets: dict[str, list[Rate]] = {}
    for page, found in read:
        sets.setdefault(page.set, []).append(score_page(page, _text(found)).scores.line_cer)
    return {name: total(rates).value for name, rates in sorted(sets.items())}


def _text(pages: Iterable[TranscribedPage]) -> str:
    return "\n\n".join(page.text for page in pages)


def _levers(levers: Sequence[Levers]) -> Section:
    names = list(levers[0].errors)
    whole = {name: total([of.errors[name] for of in levers]) for name in names}
    some = {name: total([of.errors[name] for of in levers if is_cyrillic_or_french(of.page)]) for name in names}
    return {
        "pages": len(levers),
        "rows": [
            {
                "lever": name,
                "errors": whole[name].errors,
                "characters": whole[name].total,
                "cyrillic_french": some[name].errors,
                "seconds": sum(of.seconds[name] for of in levers),
            }
            for name in names
        ],
    }


def _racing(levers: Sequence[Levers]) -> Section:
    """What choosing the toning of our own recogniser's lines brings, against choosing by truth."""
    as_cut = sum(of.tonings[Toning.AS_CUT].errors for of in levers)
    best = sum(min(rate.errors for rate in of.tonings.values()) for of in levers)
    chosen = sum(of.tonings[of.chosen].errors for of in levers)
    engines = [min(of.errors[FIRST].errors, *(rate.errors for rate in of.tonings.values())) for of in levers]
    tesseract, voted = (sum(of.errors[name].errors for of in levers) for name in (FIRST, ALL))
    return {
        "pages": len(levers),
        "as_cut": as_cut,
        "oracle": best,
        "chosen": chosen,
        "tesseract": tesseract,
        "oracle_of_all": sum(engines),
        "voted": voted,
        "by_toning": {toning.value: sum(of.tonings[toning].errors for of in levers) for toning in Toning},
        "wins": {
            toning.value: sum(
                of.tonings[toning].errors == min(rate.errors for rate in of.tonings.values()) for of in levers
            )
            for toning in Toning
        },
        "choices": {toning.value: sum(of.chosen is toning for of in levers) for toning in Toning},
    }


def _by_set(read: Read) -> Section:
    sets: dict[str, Read] = {}
    for page, found in read:
        sets.setdefault(page.set, []).append((page, found))
    return {name: find_honesty(of).as_dict() for name, of in sorted(sets.items())}


if __name__ == "__main__":
    sys.exit(main())
