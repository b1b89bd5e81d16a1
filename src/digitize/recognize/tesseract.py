"""Tesseract through pytesseract: one process reads a whole list of crops (docs/adr/0003)."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytesseract

from digitize.errors import EngineError, MissingDependencyError
from digitize.model.language import model_for
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.hocr import parse_hocr

_SEGMENTATION = {CropKind.PAGE: 4, CropKind.BLOCK: 4, CropKind.PASSAGE: 6, CropKind.LINE: 7}
"""Tesseract's page segmentation modes: one column of text of various sizes; one even block; one line."""


class Tesseract:
    """The engine that Debian brings. Language codes are its model names."""

    name = "tesseract"

    def version(self) -> str:
        return f"tesseract {_version()}"

    def installed(self) -> frozenset[str]:
        return frozenset(_models())

    def read(self, crops: Sequence[Path], kind: CropKind, languages: Sequence[str], dpi: float) -> tuple[Reading, ...]:
        if not crops:
            return ()
        self.require(languages)
        with tempfile.TemporaryDirectory(prefix="digitize-") as folder:
            listing = Path(folder) / "crops.txt"
            listing.write_text("".join(f"{crop}\n" for crop in crops), encoding="utf-8")
            config = f"--psm {_SEGMENTATION[kind]} --dpi {max(70, min(2400, round(dpi)))}"
            output = _call(
                pytesseract.image_to_pdf_or_hocr,
                str(listing),
                lang="+".join(_models()[code] for code in languages),
                config=config,
                extension="hocr",
            )
        readings = parse_hocr(output)
        if len(readings) != len(crops):
            raise EngineError(
                f"Tesseract read {len(readings)} of {len(crops)} images", hint="Look at the log of --verbose"
            )
        return readings

    def require(self, languages: Sequence[str]) -> None:
        """Checks that models are installed.

        Raises:
            MissingDependencyError: Naming the package that brings the first missing one.
        """
        for code in languages:
            if code not in self.installed():
                package = model_for(code).package
                raise MissingDependencyError(
                    f"the language {code!r} is not installed for Tesseract",
                    hint=f"Install it (apt-get install {package}) or choose others; see digitize doctor",
                )


def read_orientation(image: Path) -> dict[str, Any] | None:
    """Tesseract's orientation and script detection; ``None`` when there is too little text to tell.

    Returns:
        ``rotate`` (degrees clockwise that make the page upright), ``orientation_conf``, ``script``, ``script_conf``.
    """
    try:
        found = _call(pytesseract.image_to_osd, str(image), lang="osd", config="--psm 0 --dpi 300", output_type="dict")
    except EngineError as error:
        if "Too few characters" in error.message or "Invalid resolution" in error.message:
            return None
        raise
    return dict(found) if isinstance(found, dict) else None


def _call(function: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return function(*args, **kwargs)
    except pytesseract.TesseractNotFoundError:
        raise _missing() from None
    except pytesseract.TesseractError as error:
        last = str(error.message).strip().splitlines()[-1:] or ["no message"]
        hint = None if "Too few characters" in str(error.message) else "Try the page again, or another language"
        message = str(error.message) if hint is None else f"Tesseract failed (status {error.status}): {last[0]}"
        raise EngineError(message, hint=hint) from None
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise EngineError(
            f"Tesseract's answer cannot be used: {type(error).__name__}: {error}", hint="Try the page again"
        ) from None


def _missing() -> MissingDependencyError:
    return MissingDependencyError(
        "Tesseract is not installed",
        hint="Install it: apt-get install tesseract-ocr (make run does); see digitize doctor",
    )


@cache
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError):
        raise _missing() from None


@cache
def _models() -> dict[str, str]:
    """What Tesseract calls each installed model, by its code: Debian has ``Cyrillic``, others ``script/Cyrillic``.

    pytesseract's own listing leaves the models of whole scripts out.
    """
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    try:
        listing = subprocess.run(command, capture_output=True, text=True, check=True, errors="replace").stdout
    except (OSError, subprocess.CalledProcessError):
        raise _missing() from None
    names = [line.strip() for line in listing.splitlines()[1:]]
    return {name.removeprefix("script/"): name for name in names if name}
