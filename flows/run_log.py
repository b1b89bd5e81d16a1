"""What the pipeline says, in the log of the flow run; told so that a thousand pages can be read by a person."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Lock
from typing import Any

from prefect import get_run_logger

from digitize_flows.shown import in_a_run

_PIPELINE = "digitize"
_MOST_LINES = 2_000
_MOST_CHARACTERS = 2_000
"""Of one line; a traceback is longer, and its end says most."""
_MOST_ALIKE = 5
"""Times that the same warning is told."""

Logger = logging.Logger | logging.LoggerAdapter[Any]


class Forwarder(logging.Handler):
    """Hands the pipeline's log records on to a flow run's, from whatever thread they come.

    Args:
        target: The flow run's logger.
        most: Records that are handed on; warnings and errors have as many again.
    """

    def __init__(self, target: Logger, most: int = _MOST_LINES) -> None:
        super().__init__(logging.INFO)
        self._target = target
        self._context = copy_context()
        self._left = {False: most, True: most}
        self.left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        weighty = record.levelno >= logging.WARNING
        if not self._left[weighty]:
            self.left_out += 1
            return
        self._left[weighty] -= 1
        told = _shortened(record.getMessage())
        # Prefect's settings are the context's; threads of the pipeline have another. One record at a time comes here.
        self._context.run(self._target.log, record.levelno, "%s", told)


@contextmanager
def pipeline_log() -> Iterator[None]:
    """The pipeline's log goes to that of this flow run, for the time of the block; without a run it goes where it went."""
    if not in_a_run():
        yield
        return
    target = get_run_logger()
    forwarder, source = Forwarder(target), logging.getLogger(_PIPELINE)
    before = (source.level, source.propagate)
    source.addHandler(forwarder)
    source.setLevel(logging.INFO)
    source.propagate = False  # the console has it from the flow run
    try:
        yield
    finally:
        source.removeHandler(forwarder)
        source.setLevel(before[0])
        source.propagate = before[1]
        if forwarder.left_out:
            target.warning("%d more lines are left out here", forwarder.left_out)


class Warnings:
    """What is said of pages, each thing a few times only. Safe to use from several threads."""

    def __init__(self, most_alike: int = _MOST_ALIKE) -> None:
        self._most_alike = most_alike
        self._told: Counter[str] = Counter()
        self._lock = Lock()

    def tell(self, logger: Logger, document: str, page_number: int, warnings: tuple[str, ...]) -> None:
        """Logs the warnings of a page."""
        for warning in warnings:
            with self._lock:
                self._told[warning] += 1
                times = self._told[warning]
            if times <= self._most_alike:
                logger.warning("%s, page %d: %s", document, page_number, _shortened(warning))

    def sum_up(self, logger: Logger, document: str) -> None:
        """Says of how many more pages the same was true."""
        for warning, times in self._told.items():
            if times > self._most_alike:
                more = times - self._most_alike
                logger.warning("%s: of %d more pages: %s", document, more, _shortened(warning))


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"… {text[-_MOST_CHARACTERS:]}"
