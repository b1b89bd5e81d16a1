"""From dropping an A4 page into the inbox of an idle service to its finished files."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.service.scans import a4_page, jpeg
from benchmarks.service.service_process import ServiceProcess

_LOOK_S = 0.05
_REST_S = 1.0
_PATIENCE_S = 300.0


def time_drops(service: ServiceProcess, root: Path, times: int) -> list[float]:
    """Seconds from drop to finish, each time for another page.

    A page is finished when its files are there, whole, and its original is in ``done``.

    Args:
        service: Running, and idle.
        root: Its folder.
        times: How often.

    Raises:
        RuntimeError: If a page is not finished.
    """
    return [_time_drop(service, root, number) for number in range(times)]


def _time_drop(service: ServiceProcess, root: Path, number: int) -> float:
    scan = jpeg(a4_page(number), f"drop {number}")
    time.sleep(_REST_S + 0.37 * (number % 5))  # at any moment between two looks of the watcher
    name = f"drop-{number:02}"
    began = time.monotonic()
    (root / "inbox" / f"{name}.jpg").write_bytes(scan)
    pdf, original = root / "output" / name / f"{name}.pdf", root / "done" / f"{name}.jpg"
    while not (pdf.is_file() and original.is_file() and original.stat().st_size):
        if not service.runs or time.monotonic() - began > _PATIENCE_S:
            raise RuntimeError(f"{name} is not finished:\n{service.said.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(_LOOK_S)
    return time.monotonic() - began
