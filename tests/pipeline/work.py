"""Runs of the pipeline within the test, and what they left."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digitize.confine import Pool
from digitize.pipeline.run import DocumentResult, digitise
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.store.manifest import MANIFEST

TIMINGS = "run.json"
"""The only file that differs from run to run."""


def run(
    output: Path,
    *inputs: Path,
    as_document: bool = False,
    pages: str | None = None,
    pool: Pool | None = None,
    references: Sequence[Path] = (),
    **settings: Any,
) -> list[DocumentResult]:
    """Digitises into a folder, with workers of its own or those of ``pool``, which are there already."""
    with Workshop(Settings(**{"output": output, "jobs": 1, **settings}), pool=pool) as shop:
        return list(digitise(inputs, shop, as_document=as_document, selection=pages, references=references))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder of results but the timings, by its path; the inside of ``.digitize`` left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != TIMINGS and ".digitize" not in path.relative_to(folder).parts
    }


def exports(folder: Path) -> dict[str, bytes]:
    """:func:`contents` without the versions of the text that are kept, and the manifest that names them: they tell of earlier runs too."""
    found = contents(folder).items()
    return {
        path: data for path, data in found if "transcriptions" not in Path(path).parts and Path(path).name != MANIFEST
    }


def versions(folder: Path) -> list[str]:
    """The versions that a document's folder keeps."""
    return sorted(path.stem for path in (folder / "transcriptions").iterdir())


def report(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return loaded


def leftovers(output: Path) -> list[Path]:
    """Files that are not whole."""
    return list(output.rglob(".part-*"))


def pdf_text(path: Path) -> list[str]:
    """The words of each page of a PDF, as poppler finds them."""
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def engine_calls(results: Sequence[DocumentResult]) -> int:
    return sum(result.engine_calls for result in results)
