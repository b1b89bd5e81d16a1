"""Carries persons' decisions over to another reading of the same pages."""

from __future__ import annotations

from pathlib import Path

from digitize.model.decision import no_longer_fit
from digitize.model.transcription import Transcription
from digitize.store.decision_log import read_decisions


def carry_decisions(transcription: Transcription, folder: Path) -> int:
    """Not written yet."""
    del transcription
    return len(no_longer_fit(read_decisions(folder).entries))
