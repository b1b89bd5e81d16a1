"""Runs one command and writes what it cost: ``launch.py REPORT TIMEOUT_S COMMAND...``.

A process of its own, started with ``-I -S`` and importing next to nothing, because a child's ``ru_maxrss`` starts at
the size of the process that forked it: measured from the benchmark itself, every small program would seem as big as it.
"""

import contextlib
import json
import os
import signal
import sys
import time


def main(report: str, timeout_s: str, command: list[str]) -> int:
    """Runs the command in a process group of its own, ends the group at the limit, and writes a JSON report."""
    started_at, started = time.time(), time.monotonic()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            os.execvp(command[0], command)  # noqa: S606 - a list of arguments, no shell
        except OSError as error:
            os.write(2, f"{command[0]}: {error.strerror}\n".encode())
            os._exit(127)
    with contextlib.suppress(OSError):  # the child does the same; whoever comes first
        os.setpgid(child, child)
    timed_out = False

    def end(number: int, _frame: object) -> None:
        nonlocal timed_out
        timed_out = timed_out or number == signal.SIGALRM
        os.killpg(child, signal.SIGKILL)

    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    signal.setitimer(signal.ITIMER_REAL, float(timeout_s))
    _, status, usage = os.wait4(child, 0)
    wall_s = time.monotonic() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    with contextlib.suppress(ProcessLookupError):  # nothing that it left behind may slow the next command
        os.killpg(child, signal.SIGKILL)
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would make the process larger
        json.dump(
            {
                "exit_code": os.waitstatus_to_exitcode(status),
                "timed_out": timed_out,
                "started_at": started_at,
                "wall_s": wall_s,
                "cpu_s": usage.ru_utime + usage.ru_stime,
                "peak_mib": usage.ru_maxrss / 1024,
            },
            file,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
