"""``python -m benchmarks.fidelity``: measures what the engines and each lever of the cascade bring, and whether confidence holds.

Writes the section "Fidelity" of docs/benchmarks.md. The figures beside plain Tesseract come from ``python -m benchmarks.bench``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.selections import is_cyrillic_or_french
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from benchmarks.bench.truth import find_truth
from benchmarks.fidelity.levers import Levers, is_for_both, measure_levers
from digitize.errors import DigitizeError
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.honesty import find_honesty
from digitize.evaluate.interval import compare, total
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
        "engines": {str(engine): _engine(of, read[EngineName.BOTH]) for engine, of in read.items()},
        "levers": _levers(levers),
        "racing": _racing(levers),
        "honesty": honesty.as_dict(),
        "honesty_by_set": _by_set(read[EngineName.BOTH]),
        "predictions": [
            {
                "set": page.set,
                "name": page.name,
                "predicted": list(page.predicted),
                "line_cer": page.line_cer,
                "cer": page.cer,
            }
            for page in honesty.predictions
        ],
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


def _engine(read: Read, both: Read) -> Section:
    """Errors of one engine on Cyrillic and French pages, and compared with both voted."""
    ours, voted = _line_cers(read), _line_cers(both)
    compared = compare(ours, voted)
    return {"errors": total(ours).errors, "characters": total(ours).total, "cer": _cers(read), "ratio": compared.ratio}


def _line_cers(read: Read) -> list[Rate]:
    """Of the Cyrillic and French pages, in a fixed order."""
    chosen = sorted((of for of in read if is_cyrillic_or_french(of[0])), key=lambda of: (of[0].set, of[0].name))
    return [score_page(page, _text(found)).scores.line_cer for page, found in chosen]


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

    def errors(choice: Mapping[str, Toning]) -> int:
        return sum(of.tonings[choice[of.page.name]].errors for of in levers)

    as_cut = errors({of.page.name: Toning.AS_CUT for of in levers})
    best = errors({of.page.name: min(Toning, key=lambda toning: of.tonings[toning].errors) for of in levers})
    chosen = errors({of.page.name: of.chosen for of in levers})
    first = "Tesseract alone"
    engines = [min(of.errors[first].errors, *(rate.errors for rate in of.tonings.values())) for of in levers]
    final = list(levers[0].errors)[-1]
    tesseract, voted = (sum(of.errors[name].errors for of in levers) for name in (first, final))
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
