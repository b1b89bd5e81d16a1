"""Which pages the benchmark reads."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.bench.systems import ROOT
from digitize.errors import InputError
from digitize.evaluate.ground_truth import TruthPage, read_ground_truth
from digitize.model.language import script_of

VARIABLE = "DIGITIZE_GROUND_TRUTH"
SHARED = ROOT.parent / "shared" / "gt"
SAMPLES = ROOT / "scans" / "samples"


@dataclass(frozen=True, slots=True)
class Truth:
    """The pages, and what to call them in the document.

    Args:
        folder: Where they come from.
        pages: With their true text.
        drawn: Whether they are the project's own drawn samples and not scans of real pages.
    """

    folder: Path
    pages: tuple[TruthPage, ...]
    drawn: bool


def find_truth() -> Truth:
    """The folder that the variable names, else ``../shared/gt``, else the sample scans."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else SHARED if SHARED.is_dir() else SAMPLES
    return Truth(folder, read_ground_truth(folder), drawn=folder == SAMPLES)


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


def find_drawn(folders: Sequence[Path]) -> tuple[TruthPage, ...]:
    """Pages that a program has drawn, with their truth in ``truth/NAME.json``: they know where every word stands.

    Args:
        folders: As ``python -m benchmarks.samples --out DIR`` or ``python -m benchmarks.pages DIR`` write them. The kind
            that a page states makes it part of a set of its own; its language is the one that is asked for.

    Raises:
        InputError: If there is no truth in a folder, or a file of it is none.
    """
    return tuple(_drawn(folder, page) for folder in folders for page in read_ground_truth(folder))


def _drawn(folder: Path, page: TruthPage) -> TruthPage:
    if page.layout is None or page.layout.suffix != ".json":
        raise InputError("no layout truth", where=str(page.image), hint="Drawn pages have truth/NAME.json")
    stated = json.loads(page.layout.read_text(encoding="utf-8"))
    kind = f"-{stated['kind']}" if "kind" in stated else ""
    return replace(page, set=f"{DRAWN}{folder.name}{kind}", languages=stated.get("language") or page.languages)


DRAWN = "drawn-"
"""Begins the names of sets of drawn pages."""
