"""Which pages the benchmark reads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.systems import ROOT
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.model.language import script_of

VARIABLE = "DIGITIZE_GROUND_TRUTH"
SHARED = ROOT.parent / "shared" / "gt"
SAMPLES = ROOT / "scans" / "samples"


@dataclass(frozen=True, slots=True)
class Truth:
    """The pages, and what to call them in the document.

    Args:
        pages: With their true text.
        drawn: Whether they are the project's own drawn samples and not scans of real pages.
    """

    pages: tuple[TruthPage, ...]
    drawn: bool


def find_truth() -> Truth:
    """The folder that the variable names, else ``../shared/gt``, else the sample scans."""
    named = os.environ.get(VARIABLE)
    if named:
        return Truth(read_ground_truth(Path(named)), drawn=False)
    if SHARED.is_dir():
        return Truth(read_ground_truth(SHARED), drawn=False)
    return Truth(read_ground_truth(SAMPLES), drawn=True)


def chosen(pages: tuple[TruthPage, ...], sets: tuple[str, ...], limit: int | None) -> tuple[TruthPage, ...]:
    """Pages of the named sets (all if none is named), at most ``limit`` of each.

    Raises:
        ValueError: If a set is not there.
    """
    known = {page.set for page in pages}
    unknown = sorted(set(sets) - known)
    if unknown:
        raise ValueError(f"no set {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    seen: dict[str, int] = {}
    kept = []
    for page in pages:
        seen[page.set] = seen.get(page.set, 0) + 1
        if (not sets or page.set in sets) and (limit is None or seen[page.set] <= limit):
            kept.append(page)
    return tuple(kept)


def languages_of(page: TruthPage) -> str:
    """The stated models; where none is stated (sample scans), Russian or French by the script of the truth."""
    if page.languages is not None:
        return page.languages
    return "rus" if script_of(page.text) == "Cyrl" else "fra"
