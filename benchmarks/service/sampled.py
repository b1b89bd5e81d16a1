"""Memory of the service's processes, by what they are for."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.service.processes import Process, proportional_kib


def held_mib(processes: Sequence[Process]) -> dict[str, float]:
    """MiB (proportional set size) that processes hold now, by what they are for."""
    by_role: dict[str, float] = {}
    for process in processes:
        by_role[process.role] = by_role.get(process.role, 0.0) + proportional_kib([process.pid]) / 1024
    return by_role
