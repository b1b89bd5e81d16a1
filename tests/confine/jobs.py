"""What the tests of this room have done in workers."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from digitize.errors import InputError

FOR_EVER = "86400"


def who() -> int:
    return os.getpid()


def add(first: int, second: int) -> int:
    return first + second


def same(data: bytes) -> bytes:
    return data


def refuse(message: str) -> NoReturn:
    raise InputError(message, where="scan.pdf, page 3", hint="Scan it again")


def stumble() -> NoReturn:
    raise KeyError("no such column")


# What goes wrong ------------------------------------------------------------------------------------------------------


def abort() -> NoReturn:
    os.abort()


def follow_a_wild_pointer() -> bytes:
    return ctypes.string_at(8)


def leave(status: int) -> NoReturn:
    os._exit(status)


def close_the_answers() -> None:
    os.closerange(3, 100)
    time.sleep(float(FOR_EVER))


def eat(size: int) -> int:
    return len(bytearray(size))


def eat_in_a_program(size: int) -> int:
    return subprocess.run([sys.executable, "-c", f"bytearray({size})"], capture_output=True, check=False).returncode


def give(size: int) -> bytes:
    return bytes(size)


def meet(number: int) -> NoReturn:
    """What a system call does that fails."""
    raise OSError(number, os.strerror(number))


def give_a_generator() -> Iterator[int]:
    return (number for number in range(3))


class OnlyInWorkers:
    """Can be packed, and made again nowhere else."""

    def __init__(self, home: int) -> None:
        if home != os.getpid():
            raise RuntimeError("made elsewhere")
        self.home = home

    def __reduce__(self) -> tuple[type[OnlyInWorkers], tuple[int]]:
        return OnlyInWorkers, (self.home,)


def give_what_stays_here() -> OnlyInWorkers:
    return OnlyInWorkers(os.getpid())


# What never ends ------------------------------------------------------------------------------------------------------


def sleep() -> None:
    time.sleep(float(FOR_EVER))


def spin() -> None:
    while True:
        pass


def hold_the_interpreter() -> None:
    """As a decoder does that loops in C."""
    ctypes.PyDLL(None).sleep(int(FOR_EVER))


def stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def ignore_all_signals() -> None:
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    time.sleep(float(FOR_EVER))


HANGS = (sleep, spin, hold_the_interpreter, stop, ignore_all_signals)


# Other processes ------------------------------------------------------------------------------------------------------


def start_sleepers() -> list[int]:
    """Starts programs that sleep: a child, one behind a shell's back, one in a session of its own, a daemon.

    Returns:
        Their process ids and that of this worker.
    """
    child = subprocess.Popen(["sleep", FOR_EVER])
    behind = subprocess.run(
        ["sh", "-c", f"sleep {FOR_EVER} >/dev/null 2>&1 & echo $!"], capture_output=True, text=True, check=True
    )
    apart = subprocess.Popen(["sleep", FOR_EVER], start_new_session=True)
    daemon = subprocess.run(
        ["sh", "-c", f"setsid sh -c 'sleep {FOR_EVER} >/dev/null 2>&1 & echo $!'"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [os.getpid(), child.pid, int(behind.stdout), apart.pid, int(daemon.stdout)]


def start_sleepers_and(end: str) -> None:
    """Starts sleepers, tells them by a file, and ends badly."""
    pids = start_sleepers()
    Path(end).write_text(" ".join(map(str, pids)))
    os.abort()


def sleep_after_telling(place: str) -> None:
    Path(place).touch()
    time.sleep(float(FOR_EVER))


def start_a_time_bomb() -> int:
    """Answers, and dies when it has nothing to do."""
    read_end, write_end = os.pipe()

    def die() -> None:
        os.read(read_end, 1)  # nothing comes until the answer is out and the main thread waits again
        os._exit(7)

    threading.Thread(target=die, daemon=True).start()
    threading.Timer(0.05, os.write, (write_end, b"x")).start()
    return os.getpid()


# Surroundings ---------------------------------------------------------------------------------------------------------


def print_much() -> str:
    """Every way of printing, from this process and from others."""
    print("noise " * 10_000)  # noqa: T201 - that is the matter
    sys.stdout.flush()
    os.write(1, b"noise" * 1000)
    os.write(2, b"noise" * 1000)
    os.system("echo noise; echo noise >&2")
    return "answer"


def read_input() -> bytes:
    """What a program gets that reads its standard input."""
    return subprocess.run(["cat"], stdout=subprocess.PIPE, check=True).stdout


def environment() -> dict[str, str]:
    return dict(os.environ)


def core_limit() -> tuple[int, int]:
    return resource.getrlimit(resource.RLIMIT_CORE)


def session() -> int:
    return os.getsid(0)


def descriptors() -> list[str]:
    """Where this worker's open files lead."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(entry.readlink()))
        except OSError:
            continue
    return found


def leave_a_file() -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"left")
    return file.name
