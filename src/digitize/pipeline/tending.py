"""What the service does every hour so that nothing grows for ever: the cache kept within its limit, logs rotated, room measured."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from digitize.errors import DigitizeError
from digitize.ingest import printable
from digitize.pipeline.attention import counted, is_nearly_full
from digitize.pipeline.status import rows_now
from digitize.pipeline.usage import keep_usage, measure_usage
from digitize.settings import Settings
from digitize.store.deeds import TENDED, keep_deed
from digitize.store.files import explained
from digitize.store.output import OutputFolder
from digitize.store.rotation import rotate


def tend(settings: Settings) -> tuple[str, ...]:
    """Does it once. What fails does not keep the rest from being done.

    Args:
        settings: Say where the output folder is, and how large the cache may be.

    Returns:
        What was done, in sentences.
    """
    told: list[str] = []
    steps: tuple[Callable[[Settings], str | None], ...] = (_prune, _rotate_logs, _know_documents, _measure)
    for step in steps:
        try:
            sentence = step(settings)
        except DigitizeError as error:
            sentence = str(error)
        if sentence:
            told.append(sentence)
    return tuple(told)


def logs_of(root: Path) -> list[Path]:
    """The logs of an output folder that are written to now."""
    inside = root / ".digitize"
    return [*sorted((inside / "logs").glob("*.log")), inside / "run.log"]


def _prune(settings: Settings) -> str | None:
    output = OutputFolder(settings.output)
    limit = settings.cache_limit_mib << 20
    pruned = output.prune_cache(limit)
    if pruned is None:
        return None
    have = (
        f"cache: {counted(pruned.entries, 'result')}, {pruned.size_bytes >> 20:,} of {settings.cache_limit_mib:,} MiB"
    )
    if pruned.removed:
        return f"{have}; {pruned.removed:,} of them, {pruned.freed_bytes >> 20:,} MiB, that were not used for longest are removed"
    return f"{have}; all of it was used just now" if pruned.left_bytes > limit else have


def _rotate_logs(settings: Settings) -> str | None:
    rotated = []
    for log in logs_of(settings.output):
        with explained(log):
            if rotate(log):
                rotated.append(printable(log.name))
    return f"logs begun anew: {', '.join(rotated)}" if rotated else None


def _know_documents(settings: Settings) -> str:
    return f"documents: {len(rows_now(settings)):,}"


def _measure(settings: Settings) -> str | None:
    usage = measure_usage(settings.output)
    if usage is None:
        return None
    keep_usage(settings.output, usage)
    keep_deed(settings.output, TENDED, {})
    disk = shutil.disk_usage(settings.output)
    told = f"disk: {usage.total >> 20:,} MiB taken, {disk.free >> 20:,} MiB free"
    return f"{told}; it is nearly full: make room" if is_nearly_full(disk.free, disk.total) else told
