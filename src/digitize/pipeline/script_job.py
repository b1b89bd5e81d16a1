"""What is handed to the worker that reads other scripts, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from digitize.pipeline.prepared import CropFile
from digitize.recognize.engine import Heard, Reading


@dataclass(frozen=True, slots=True)
class ScriptJob:
    """What the worker is told.

    Args:
        crops: That were read.
        readings: One per crop.
        trial: Models that doubtful pieces are tried with.
        final: Models that then read what is in the other script.
        own_list: File of the model that read the page, which holds its word list.
        lists: Files of the final models, by model.
        language: ISO 639-3 code of the page; ``None`` when not known.
        dpi: As for the first reading.
        own_model: Model file of our own recogniser, which knows both scripts; ``None`` where it is not to be heard.
        heard: What it has read already.
    """

    crops: tuple[CropFile, ...]
    readings: tuple[Reading, ...]
    trial: tuple[str, ...]
    final: tuple[str, ...]
    own_list: Path | None
    lists: dict[str, Path]
    language: str | None
    dpi: float
    own_model: Path | None = None
    heard: Heard = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """What became of it.

    Args:
        readings: One per crop.
        tried: Words read again.
        changed: Words taken from the second reading.
        models: Models whose words were taken, those of most words first.
        engine_calls: How often the engine was called.
        heard: What our own recogniser has read, so that it need not again.
    """

    readings: tuple[Reading, ...]
    tried: int
    changed: int
    models: tuple[str, ...]
    engine_calls: int
    heard: Heard = field(default_factory=dict)
