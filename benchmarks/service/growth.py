"""How the memory of the service grows while it digitises one document after the other, with the stub engine."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.service.drawn import Press
from benchmarks.service.processes import Process
from benchmarks.service.sampled import held_mib
from benchmarks.service.service_process import ServiceProcess

_BATCH = 10
_BETWEEN_S = 2.0
_PATIENCE_S = 300.0
_PASSING = "engine"
"""Processes that come and go with each crop that is read."""
_KINDS = ("png", "jpg", "tif", "pdf")


@dataclass(frozen=True, slots=True)
class Held:
    """What the service held when so many documents were done.

    Args:
        documents: How many.
        by_role: MiB (proportional set size) of its processes, by what they are for.
    """

    documents: int
    by_role: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.by_role.values())


@dataclass(frozen=True, slots=True)
class Growth:
    """A straight line through what was held from some document on.

    Args:
        first_mib: Where it begins.
        last_mib: Where it ends.
    """

    first_mib: float
    last_mib: float

    @property
    def share(self) -> float:
        """How much more it is at the end, as a share of the beginning."""
        return self.last_mib / self.first_mib - 1


def measure_growth(service: ServiceProcess, root: Path, documents: int, seed: int) -> list[Held]:
    """Drops documents, a few at a time, and looks at the memory after each few.

    Args:
        service: Running, with the stub engine.
        root: Its folder.
        documents: How many.
        seed: Of what is drawn.

    Raises:
        RuntimeError: If documents are not finished any more.
    """
    press, chance = Press(random.Random(seed)), random.Random(seed)
    held: list[Held] = []
    done, dropped, moved_s = 0, 0, time.monotonic()
    while done < documents:
        while dropped < min(documents, done + 2 * _BATCH):
            kind = chance.choice(_KINDS)
            (root / "inbox" / f"{dropped:05}.{kind}").write_bytes(press.sound(kind))
            dropped += 1
        time.sleep(_BETWEEN_S)
        now_done = sum(1 for _ in (root / "done").iterdir())
        if now_done > done:
            done, moved_s = now_done, time.monotonic()
            held.append(Held(done, held_mib(_staying(service.processes))))
        elif not service.runs or time.monotonic() - moved_s > _PATIENCE_S:
            raise RuntimeError(f"nothing is finished any more:\n{service.said.read_text('utf-8', 'replace')[-2000:]}")
    return held


def growth(held: Sequence[Held], from_document: int) -> Growth | None:
    """The growth from a document on; ``None`` where too little was measured."""
    later = [each for each in held if each.documents >= from_document]
    if len({each.documents for each in later}) < 3:
        return None
    line = statistics.linear_regression([each.documents for each in later], [each.total for each in later])
    first, last = later[0].documents, later[-1].documents
    return Growth(line.slope * first + line.intercept, line.slope * last + line.intercept)


def by_role(held: Sequence[Held], from_document: int) -> dict[str, tuple[float, float]]:
    """MiB of each part at the beginning and at the end: medians of the first and the last tenth of the looks."""
    later = [each for each in held if each.documents >= from_document]
    tenth = max(1, len(later) // 10)
    roles = sorted({role for each in later for role in each.by_role})
    return {role: (_median(later[:tenth], role), _median(later[-tenth:], role)) for role in roles}


def _median(held: Sequence[Held], role: str) -> float:
    return statistics.median(each.by_role.get(role, 0.0) for each in held)


def _staying(processes: Sequence[Process]) -> list[Process]:
    return [process for process in processes if process.role != _PASSING]
