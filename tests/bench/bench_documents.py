"""Canned timings, and reading the tables of the written document."""

from __future__ import annotations

from benchmarks.bench.summary import Section


def rows(document: str, title: str) -> list[list[str]]:
    """Cells of the table below a heading, without its head."""
    part = document.split(title, 1)[1].split("\n#", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


BROADSHEET: Section = {
    "machine": {"cores": 2, "memory_gib": 7.8},
    "systems": {"digitize": {"how": "run", "version": "1"}},
    "repetitions": 3,
    "sheets": [
        {
            "page": "sheet",
            "languages": "rus",
            "costs": {
                "digitize": {"wall_s": 9.0, "text_s": 5.0, "cpu_s": 17.0, "peak_mib": 300.4},
                "ocrmypdf": {"wall_s": 12.0, "text_s": 12.0, "cpu_s": 20.0, "peak_mib": 400.0},
            },
            "wall_ratios": {"ocrmypdf": [0.7, 0.75, 0.8]},
            "text_ratios": {"ocrmypdf": [0.4, 0.42, 0.5], "tesseract": [0.4, 0.5, 0.6]},
        }
    ],
}
RERUN: Section = {
    "machine": {"cores": 2, "memory_gib": 7.8},
    "systems": {"digitize-auto": {"how": "run", "version": "1"}},
    "files": 4,
    "runs": [{"wall_s": 30.04, "engine_calls": 12}, {"wall_s": 1.26, "engine_calls": 0}],
}
PROCESSOR: Section = {
    "machine": {"cores": 2, "memory_gib": 7.8},
    "systems": {"digitize-auto": {"how": "run", "version": "1"}},
    "pages": 43,
    "runs": {
        "image to text, LANG": {"wall_s": 100.0, "cpu_s": 90.0, "peak_mib": 300.0},
        "image to text, auto": {"wall_s": 120.0, "cpu_s": 110.0, "peak_mib": 300.0},
        "`digitize run`, all outputs, auto": {"wall_s": 200.0, "cpu_s": 190.0, "peak_mib": 400.0},
    },
    "plain": {"wall_s": 101.0, "cpu_s": 100.0, "peak_mib": 200.0},
}
