"""Memory of a process tree, looked at again and again while it works."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from benchmarks.service.processes import Process, marked, proportional_kib, resident_kib

BETWEEN_S = 0.2


@dataclass(frozen=True, slots=True)
class Sample:
    """One look.

    Args:
        at_s: Seconds since the first.
        pss_mib: Proportional set sizes of all processes together: what the tree really holds.
        by_role: The same by what processes are for.
        processes: How many there were.
    """

    at_s: float
    pss_mib: float
    by_role: dict[str, float]
    processes: int


def look(processes: list[Process], at_s: float = 0.0) -> Sample:
    """Sums up the memory of processes now."""
    by_role: dict[str, float] = {}
    for process in processes:
        by_role[process.role] = by_role.get(process.role, 0.0) + proportional_kib([process.pid]) / 1024
    return Sample(at_s, sum(by_role.values()), by_role, len(processes))


def resident_mib(processes: list[Process]) -> float:
    """Resident set sizes of processes together; what they share counts in each."""
    return resident_kib([process.pid for process in processes]) / 1024


@dataclass(slots=True)
class Sampler:
    """Looks while a block runs; a context manager.

    Args:
        mark: Of the processes.
        between_s: Seconds between two looks.
        clock: Seconds.
    """

    mark: str
    between_s: float = BETWEEN_S
    clock: Callable[[], float] = time.monotonic
    samples: list[Sample] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def peak(self) -> Sample:
        """The look at which most memory was held.

        Raises:
            ValueError: If nothing was looked at.
        """
        return max(self.samples, key=lambda sample: sample.pss_mib)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        began = self.clock()
        while not self._stop.wait(self.between_s):
            self.samples.append(look(marked(self.mark), self.clock() - began))
