"""What the tests of this room have done in workers, as the pipeline does it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from digitize.recognize.engine import CropKind, Engine, Reading
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.tesseract import Tesseract, read_orientation


def read(paths: tuple[Path, ...], kind: CropKind, languages: tuple[str, ...], dpi: float) -> tuple[Reading, ...]:
    engine: Engine = Tesseract()
    return engine.read(paths, kind, languages, dpi)


def read_by_own(
    paths: tuple[Path, ...], kind: CropKind, languages: tuple[str, ...], dpi: float, model: Path
) -> tuple[Reading, ...]:
    engine: Engine = OwnRecogniser(model)
    return engine.read(paths, kind, languages, dpi)


def orientation(path: Path) -> dict[str, Any] | None:
    return read_orientation(path)


def temporary_files() -> list[str]:
    """What lies in this worker's temporary folder."""
    return sorted(os.listdir(os.environ["TMPDIR"]))  # noqa: PTH208 - names are all that is wanted


def file_limit() -> tuple[int, int]:
    import resource

    return resource.getrlimit(resource.RLIMIT_FSIZE)
