"""Workers kept ready between documents, where documents come one at a time and none should wait for a start.

A worker that has just been started takes seconds to load what reads and writes. So one pool serves several documents, and
is made ready as soon as one is expected. It is renewed after some, and ended when nothing has come for a while: over months
nothing piles up.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Self

from digitize.confine import Pool, PoolClosedError
from digitize.errors import DigitizeError
from digitize.settings import Settings

_log = logging.getLogger("digitize.run")

DOCUMENTS = 25
"""A pool serves so many documents."""
IDLE_S = 120.0
"""Seconds after which a pool that has nothing to do is ended."""
_START_S = 120.0
_MODULES = (
    "digitize.pipeline.run",
    "digitize.pipeline.script_job",
    "digitize.export.pdf",
    "digitize.export.alto",
    "digitize.export.hocr",
    "digitize.export.page_xml",
    "digitize.export.plain_text",
    "digitize.export.tei",
    "ocrmypdf.optimize",
    "onnxruntime",
)
"""What workers load first, with all that these load."""

_on_loan: ContextVar[Pool | None] = ContextVar("pool_on_loan", default=None)


def pool_on_loan(settings: Settings) -> Pool | None:
    """The workers lent to what is being done now, if they are as the settings want them; a workshop's ``pool``."""
    pool = _on_loan.get()
    fits = pool is not None and pool.is_open and pool.workers == settings.jobs
    return pool if fits and pool is not None and pool.memory_bytes == settings.memory_mib << 20 else None


class Standby:
    """A context manager that ends its workers on leaving.

    Args:
        settings: How many workers, and their memory.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: Pool | None = None
        self._served = 0
        self._used_s = time.monotonic()

    def expect(self, soon: bool) -> None:
        """Makes workers ready when a document comes soon; ends them when none has come for a while."""
        now = time.monotonic()
        if soon:
            self._used_s = now
            self._ready()
        elif self._pool is not None and now - self._used_s > IDLE_S:
            self._end()

    @contextmanager
    def lent(self) -> Iterator[Pool]:
        """The workers, for one document: within the block :func:`pool_on_loan` gives them."""
        pool = self._ready()
        self._served += 1
        token = _on_loan.set(pool)
        try:
            yield pool
        finally:
            _on_loan.reset(token)
            self._used_s = time.monotonic()
            if self._served >= DOCUMENTS:
                self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _ready(self) -> Pool:
        if self._pool is None or not self._pool.is_open:  # a run that was ended has closed it
            self._end()
            self._pool = Pool(self._settings.jobs, self._settings.memory_mib << 20)
            for _ in range(self._pool.workers):
                threading.Thread(target=_warm_up, args=(self._pool,), name="standby", daemon=True).start()
        return self._pool

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.close()
        self._pool, self._served = None, 0


def _warm_up(pool: Pool) -> None:
    try:
        pool.run(_START_S, load_modules)
    except PoolClosedError:
        pass
    except DigitizeError as error:  # whoever wants to work with them will meet it
        _log.info("workers could not be made ready: %s", error)


def load_modules() -> None:
    """Loads what a worker needs for a page. In a worker."""
    for name in _MODULES:
        importlib.import_module(name)
