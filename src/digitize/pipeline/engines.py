"""Which recognisers read the pages of a run: those asked for, as far as they can."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError
from digitize.model.profile import EngineName
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.own_model import PACKAGED, ModelFacts

_log = logging.getLogger("digitize.engines")


@dataclass(frozen=True, slots=True)
class Engines:
    """What reads, and why.

    Args:
        name: Which recogniser reads.
        why: For the report.
        own_model: Model file of our own recogniser.
        facts: What that file says of itself; ``None`` where it is not needed or cannot be used.
        warnings: What a person should know, on every page.
    """

    name: EngineName
    why: str
    own_model: Path
    facts: ModelFacts | None = None
    warnings: tuple[str, ...] = ()

    @property
    def by_lines(self) -> bool:
        """Whether every page is read line by line."""
        return self.name is EngineName.OWN

    @property
    def as_key(self) -> dict[str, Any]:
        """What the results of pages depend on."""
        model = [self.facts.release, self.facts.sha256] if self.facts else None
        return {"name": str(self.name), "why": self.why, "own_model": model, "warnings": list(self.warnings)}


def choose_engines(asked: EngineName, own_model: Path | None) -> Engines:
    """The recognisers of a run. Where our own cannot read, Tesseract goes on alone, and it is said.

    Args:
        asked: By the settings.
        own_model: Model file of our own recogniser, where it is not the package's.
    """
    path = (own_model or PACKAGED).absolute()
    if asked is EngineName.TESSERACT:
        return Engines(asked, "as set", path)
    try:
        facts = OwnRecogniser(path).facts()
    except DigitizeError as error:
        _log.warning("%s. Until then Tesseract reads alone", str(error).rstrip("."))
        reason = f"{error.message} ({path.name})"
        return Engines(
            EngineName.TESSERACT,
            f"{asked} was asked for, but {reason}",
            path,
            warnings=(f"{reason}; Tesseract read this page alone",),
        )
    return Engines(asked, f"as set; our own model is {facts.release}", path, facts)
