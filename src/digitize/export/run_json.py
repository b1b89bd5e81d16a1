"""``run.json``: timings and machine of one run, the only file that differs from run to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digitize.export.report_json import dump_readable

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run ran on.

    Args:
        cores: Processor cores that the run could use.
        memory_mib: Main memory, in MiB; ``None`` when the system does not say.
        python: Version of Python.
        platform: Operating system and architecture, as ``platform.platform()`` says.
    """

    cores: int
    memory_mib: int | None
    python: str
    platform: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run over one document.

    Args:
        started: When it began, with its time zone.
        finished: When it ended, with its time zone.
        stages_s: Seconds spent in each stage, over all pages, by the stage's name.
        machine: What it ran on.
        command: The command line, word by word.
        engine_calls: How often a recogniser was called.
        pages_from_cache: Pages whose text was there already.
    """

    started: datetime
    finished: datetime
    stages_s: Mapping[str, float]
    machine: Machine
    command: tuple[str, ...]
    engine_calls: int
    pages_from_cache: int

    def __post_init__(self) -> None:
        if self.started.tzinfo is None or self.finished.tzinfo is None:
            raise ValueError("a time without its zone")


def encode_run(run: Run) -> bytes:
    """The content of ``run.json``."""
    return dump_readable(
        {
            "schema_version": SCHEMA_VERSION,
            "started": run.started.isoformat(timespec="milliseconds"),
            "finished": run.finished.isoformat(timespec="milliseconds"),
            "stages_s": {name: round(seconds, 3) for name, seconds in sorted(run.stages_s.items())},
            "machine": {
                "cores": run.machine.cores,
                "memory_mib": run.machine.memory_mib,
                "python": run.machine.python,
                "platform": run.machine.platform,
            },
            "command": list(run.command),
            "engine_calls": run.engine_calls,
            "pages_from_cache": run.pages_from_cache,
        }
    )
