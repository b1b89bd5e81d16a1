"""The part of the document on fidelity: engines, levers, racing, confidence."""

from __future__ import annotations

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target
from digitize.evaluate.report import percent

_FINAL = "both"

_LEVERS = """\
{pages} pages that both engines read, lines as Tesseract found them, no gaps filled, nothing left out as noise. CPU seconds are those
beyond Tesseract's on all of each page. Our own is first on every page here, in the lines that the layout finds; the product leaves pages in languages that
it has not learned (Danish, Polish) to Tesseract first, and reads gaps.
"""


def fidelity_part(section: Section | None) -> list[str]:
    """The tables; a line where nothing was measured."""
    if section is None:
        return ["## Fidelity\n", "Not measured yet (`python -m benchmarks.fidelity`).\n"]
    return [
        "## Fidelity\n",
        f"Written by `python -m benchmarks.fidelity`; {section['version']}. Line CER throughout: errors of reading, not of order.\n",
        "### Engines: line CER by set, percent\n",
        _engines(section["engines"]),
        "### What each lever brings\n",
        _LEVERS.format(pages=section["levers"]["pages"]),
        _levers(section["levers"]),
        "### Racing\n",
        _racing(section["racing"]),
        "### Confidence and predicted error rates\n",
        _honesty(section),
    ]


def fidelity_targets(section: Section | None) -> list[Target]:
    """The figures that something was asked of."""
    if section is None:
        return []
    engines, racing, honesty = section["engines"], section["racing"], section["honesty"]
    single = min(of["errors"] for name, of in engines.items() if name != _FINAL)
    share = _share(racing["tesseract"], racing["oracle_of_all"], racing["voted"])
    toning = _share(racing["as_cut"], racing["oracle"], racing["chosen"])
    held = honesty["pages_in_interval"] / honesty["pages_predicted"]
    pages = f"{racing['pages']} pages"
    return [
        _target(
            "Voted against the better single engine, Cyrillic and French",
            0.9,
            0.7,
            "ratio",
            engines[_FINAL]["errors"] / single,
            low=True,
        ),
        _target(
            "Share of the oracle's gain, engines and tonings",
            0.6,
            0.8,
            "percent",
            share,
            f"{pages}; over Tesseract alone",
        ),
        _target(
            "The same for the toning of our own recogniser alone",
            None,
            None,
            "percent",
            toning,
            f"{pages}; over lines as cut",
        ),
        _target(
            "Word confidence: calibration error",
            0.05,
            0.03,
            "percent",
            honesty["calibration_error"],
            f"{honesty['words']} words",
            low=True,
        ),
        _target("Word confidence: AUROC against error", 0.86, 0.9, "percent", honesty["auroc"]),
        _target(
            "Predicted page CER: truth inside the 90 % interval",
            0.8,
            0.88,
            "percent",
            held,
            f"{honesty['pages_predicted']} pages",
        ),
    ]


def _target(
    name: str,
    floor: float | None,
    stretch: float | None,
    unit: str,
    value: float | None,
    note: str = "",
    *,
    low: bool = False,
) -> Target:
    return Target(name, floor, stretch, unit, low=low, reached={"digitize": value}, note=note)


def _share(before: int, best: int, chosen: int) -> float | None:
    return (before - chosen) / (before - best) if before > best else None


def _engines(engines: Section) -> str:
    names = list(engines)
    sets = list(engines[names[0]]["cer"])
    rows = [[of, *(percent(engines[name]["cer"][of]) for name in names)] for of in sets]
    rows.append(["errors, Cyrillic and French", *(str(engines[name]["errors"]) for name in names)])
    return table(("set", *(f"`--engine {name}`" for name in names)), rows)


def _levers(levers: Section) -> str:
    first = levers["rows"][0]
    rows = [
        [
            row["lever"],
            str(row["errors"]),
            f"{row['errors'] / first['errors']:.2f}x",
            str(row["cyrillic_french"]),
            f"{row['cyrillic_french'] / first['cyrillic_french']:.2f}x",
            f"{row['seconds']:.1f}",
        ]
        for row in levers["rows"]
    ]
    return table(("lines read by", "errors", "ratio", "Cyrillic and French", "ratio", "CPU s"), rows)


def _racing(racing: Section) -> str:
    rows = [
        [toning, str(errors), str(racing["wins"][toning]), str(racing["choices"][toning])]
        for toning, errors in racing["by_toning"].items()
    ]
    told = (
        f"Our own recogniser makes {racing['as_cut']} errors on the lines as they were cut, {racing['oracle']} with the best toning"
        f" of each page by truth (the oracle), {racing['chosen']} with the one that the race chooses. Of engines and tonings together the"
        f" best of each page by truth makes {racing['oracle_of_all']}, Tesseract alone {racing['tesseract']}, the cascade {racing['voted']}.\n"
    )
    return told + "\n" + table(("toning", "errors", "best on so many pages", "chosen on"), rows)


def _honesty(section: Section) -> str:
    rows = [
        [
            name,
            str(of["words"]),
            percent(of["calibration_error"]),
            "-" if of["auroc"] is None else f"{of['auroc']:.2f}",
            f"{of['pages_in_interval']} of {of['pages_predicted']}",
            f"{of['pages_in_interval_in_order']} of {of['pages_predicted']}",
        ]
        for name, of in [*section["honesty_by_set"].items(), ("all", section["honesty"])]
    ]
    head = ("set", "words", "calibration error, %", "AUROC", "line CER in interval", "CER in order in interval")
    return table(head, rows)
