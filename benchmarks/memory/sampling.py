"""What a command and everything it starts hold in memory, looked at again and again while it runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Held:
    """Memory of a process tree at one moment.

    Args:
        at_s: Seconds since the command was started.
        processes: Share of each process (PSS) in MiB, with its name, the largest first.
    """

    at_s: float
    processes: tuple[tuple[float, str], ...]

    @property
    def mib(self) -> float:
        """All processes together: what they share is counted once."""
        return sum(mib for mib, _ in self.processes)


@dataclass(frozen=True, slots=True)
class Watched:
    """A command that has ended.

    Args:
        exit_code: As it ended.
        wall_s: Seconds it took.
        peak: When it held most.
        alone: The most that the command's own process held, in MiB.
        samples: Every moment looked at.
    """

    exit_code: int
    wall_s: float
    peak: Held
    alone: float
    samples: tuple[Held, ...]


def watch(command: Sequence[str], env: Mapping[str, str], told: Callable[[Held], None] | None = None) -> Watched:
    """Runs a command and looks at its process tree five times a second.

    Args:
        command: The command.
        env: Its environment.
        told: Is told of every moment that holds more than any before.
    """
    started = time.monotonic()
    samples: list[Held] = []
    peak, alone = Held(0.0, ()), 0.0
    with subprocess.Popen(command, env=dict(env), stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            held, own = _held(process.pid, time.monotonic() - started)
            samples.append(held)
            alone = max(alone, own)
            if held.mib > peak.mib:
                peak = held
                if told:
                    told(held)
            time.sleep(_EVERY_S)
    return Watched(process.returncode, time.monotonic() - started, peak, alone, tuple(samples))


def _held(root: int, at_s: float) -> tuple[Held, float]:
    found = [(_pss_mib(pid), name, pid) for pid, name in _tree(root).items()]
    own = next((mib for mib, _, pid in found if pid == root), 0.0)
    shown = tuple((mib, name) for mib, name, _ in sorted(found, reverse=True))
    return Held(at_s, shown), own


def _tree(root: int) -> dict[int, str]:
    """The process and all that descends from it, with their names."""
    parents: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended
            continue
        head, _, rest = stat.rpartition(")")
        pid = int(entry.name)
        parents.setdefault(int(rest.split()[1]), []).append(pid)
        names[pid] = head.partition("(")[2]
    found: dict[int, str] = {}
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        found[pid] = names.get(pid, "")
        waiting.extend(parents.get(pid, ()))
    return found


def _pss_mib(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
