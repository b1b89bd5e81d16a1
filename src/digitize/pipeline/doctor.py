"""What is installed, and what is missing."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, MissingDependencyError
from digitize.model.language import MODELS
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.own_model import PACKAGED
from digitize.recognize.tesseract import Tesseract

_PROGRAMS = (
    ("pdftoppm", "poppler-utils", "rendering PDF pages", ("-v",)),
    ("qpdf", "qpdf", "repairing damaged PDFs by hand", ("--version",)),
)
_LIBRARIES = (
    "ocrmypdf",
    "onnxruntime",
    "opencv-python-headless",
    "pdf2image",
    "pikepdf",
    "pillow",
    "prefect",
    "pytesseract",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for.

    Args:
        name: What.
        state: ``ok``, ``missing`` or ``broken``.
        found: Its version.
        hint: How to get it.
        required: Whether nothing works without it.
    """

    name: str
    state: str
    found: str | None
    hint: str | None
    required: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(own_model: Path | None = None) -> list[Finding]:
    """Looks for every program, library and language that the product uses.

    Args:
        own_model: Model file of our own recogniser, where it is not the package's.
    """
    engine = Tesseract()
    try:
        found = [Finding("tesseract", "ok", engine.version().removeprefix("tesseract "), None, required=True)]
        installed = engine.installed()
    except MissingDependencyError as error:
        found = [Finding("tesseract", "missing", None, error.hint, required=True)]
        installed = frozenset()
    for model in MODELS.values():
        here = model.code in installed
        hint = None if here else f"apt-get install {model.package}"
        found.append(Finding(f"language {model.code}", "ok" if here else "missing", model.name, hint, required=False))
    others = sorted(installed - MODELS.keys() - {"osd"})
    if others:
        found.append(Finding("other languages", "ok", ", ".join(others), None, required=False))
    osd = "osd" in installed
    hint = None if osd else "apt-get install tesseract-ocr-osd"
    found.append(Finding("orientation (osd)", "ok" if osd else "missing", None, hint, required=True))
    found.append(_own(own_model or PACKAGED))
    found += [_program(*program) for program in _PROGRAMS]
    found += [_library(name) for name in _LIBRARIES]
    found.append(_validator())
    return found


def _own(model: Path) -> Finding:
    """The model of our own recogniser, opened and tried: without it Tesseract reads alone."""
    name = "own recogniser"
    try:
        facts = OwnRecogniser(model).facts()
    except DigitizeError as error:
        state = "broken" if model.exists() else "missing"
        return Finding(name, state, f"{model}: {error.message}", error.hint, required=False)
    return Finding(name, "ok", f"{facts.version}, {len(facts.alphabet)} characters", None, required=False)


def _validator() -> Finding:
    """veraPDF: no run needs it, but without it nobody but OCRmyPDF has looked at the PDFs made here."""
    path = shutil.which("verapdf")
    if path is None:
        hint = (
            "PDFs are checked by OCRmyPDF's rules for PDF/A-2b, not by the reference validator; the project's tests run "
            "it on every kind of page. Install veraPDF to check yours: verapdf --flavour 2u FILE"
        )
        return Finding("verapdf", "missing", "the reference validator of PDF/A", hint, required=False)
    return Finding("verapdf", "ok", f"{path}; check a PDF with: verapdf --flavour 2u FILE", None, required=False)


def _program(name: str, package: str, purpose: str, arguments: tuple[str, ...]) -> Finding:
    path = shutil.which(name)
    if path is None:
        return Finding(name, "missing", purpose, f"apt-get install {package}", required=name == "pdftoppm")
    required = name == "pdftoppm"
    try:
        answer = subprocess.run(
            [path, *arguments], capture_output=True, text=True, errors="replace", check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(name, "broken", f"{path}: {error}", f"apt-get install --reinstall {package}", required=required)
    first = (answer.stdout or answer.stderr).strip().splitlines()[:1]
    return Finding(name, "ok", first[0] if first else path, None, required=required)


def _library(name: str) -> Finding:
    try:
        return Finding(name, "ok", version(name), None, required=True)
    except PackageNotFoundError:
        return Finding(name, "missing", None, "make run installs it", required=True)
