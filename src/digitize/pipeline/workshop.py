"""What a run works with: settings, worker processes, the output folder; and the tally of what was done."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from digitize.confine import Pool
from digitize.errors import EnvironmentFault, UsageError
from digitize.ingest import printable
from digitize.model.clock import export_date
from digitize.pipeline.engines import choose_engines
from digitize.pipeline.interrupt import open_pools
from digitize.pipeline.progress import Progress, Silent
from digitize.pipeline.scratch import Scratch
from digitize.recognize.tesseract import Tesseract
from digitize.settings import Settings
from digitize.store.output import OutputFolder

_log = logging.getLogger("digitize.upkeep")
_PRUNE_S = 600.0
"""Seconds in which the cache is not looked at again: it has half a million entries where much was read."""


class Tally:
    """Counts and seconds of the work on one document; safe to add to from several threads."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}
        self._lock = threading.Lock()

    def count(self, what: str, how_many: int = 1) -> None:
        """Adds to a count (``engine_calls``, ``pages_from_cache``)."""
        with self._lock:
            self.counts[what] += how_many

    def add(self, other: Tally) -> None:
        """Adds what another has counted and timed."""
        with self._lock:
            self.counts.update(other.counts)
            for stage, seconds in other.seconds.items():
                self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the time that the block takes to a stage's seconds."""
        started = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - started


class Workshop:
    """Opens the output folder and the pool of workers; a context manager that ends every process on leaving.

    Args:
        settings: For this run.
        progress: Is told what happens.
        pool: Workers to use instead of ones of its own; they are left running on leaving.

    Raises:
        MissingDependencyError: If Tesseract, or a language that the settings name, is not installed.
        EnvironmentFault: If the output folder, or that for temporary files, cannot be used.
        UsageError: If ``SOURCE_DATE_EPOCH`` is no time, or the output folder's name no text.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None, pool: Pool | None = None) -> None:
        _check_clock()
        _check_name(settings.output)
        self.settings = settings
        self.progress: Progress = progress or Silent()
        self.engine = Tesseract()
        self.engine_version = self.engine.version()
        asked = None if settings.languages == "auto" else settings.languages.split("+")
        if asked is not None:
            self.engine.require(asked)
        self.models = self.engine.fingerprint(asked or sorted(self.engine.installed()))
        self.engines = choose_engines(settings.engine, settings.own_model)
        self.output = OutputFolder(settings.output)
        self.scratch = Scratch()
        self._lent = pool is not None
        self.pool = pool or Pool(settings.jobs, settings.memory_mib << 20)
        open_pools.add(self.pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._lent:
            self.pool.close()
        open_pools.discard(self.pool)
        self.scratch.remove()
        if not self._lent and (kind is None or issubclass(kind, Exception)):  # who interrupts a run waits for nothing
            self._keep_cache_small()

    def _keep_cache_small(self) -> None:
        limit = self.settings.cache_limit_mib << 20
        try:
            pruned = self.output.prune_cache(limit, at_most_every_s=_PRUNE_S)
        except EnvironmentFault as fault:  # what was done is done
            _log.warning("the cache was not looked at: %s", fault)
            return
        if pruned is not None and pruned.removed:
            _log.info("cache: %d results removed, %d MiB", pruned.removed, pruned.freed_bytes >> 20)


def _check_clock() -> None:
    try:
        export_date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970",
            hint="Set it to one, such as 1700000000, or unset it",
        ) from None


def _check_name(output: Path) -> None:
    """Libraries that write PDF and XML take paths as text."""
    try:
        str(output).encode()
    except UnicodeEncodeError:
        raise UsageError(
            "the output folder's name is not in UTF-8", where=printable(str(output)), hint="Choose another: --output"
        ) from None
