"""What the tests of this room have done in other processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from digitize.model.page import SourceFile
from digitize.store.files import whole_file, write_whole
from digitize.store.output import FolderSink, OutputFolder


def claim(root: Path, wishes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    output = OutputFolder(root)
    return tuple(output.claim_id(wanted, content) for wanted, content in wishes)


def die_while_writing(path: Path) -> NoReturn:
    """As a process does that is killed, or whose machine loses its power."""
    with whole_file(path) as temporary:
        temporary.write_bytes(b"half of it")
        os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not reached")


def write_until_told(path: Path, begun: Path, end: Path) -> None:
    """Is in the middle of writing a file until told to end."""
    with whole_file(path) as temporary:
        temporary.write_bytes(b"whole")
        begun.touch()
        while not end.exists():
            time.sleep(0.01)


def add_turns(root: Path, document_id: str, log: Path, turns: int) -> None:
    """Works on a document as often as told; each turn is two entries that no other may part."""
    for _ in range(turns):
        with OutputFolder(root).locked(document_id):
            for what in ("in", "out"):
                with log.open("a") as stream:
                    stream.write(f"{what} {os.getpid()}\n")
                time.sleep(0.001)


def keep(root: Path, path: Path, source: SourceFile) -> bytes:
    return OutputFolder(root).keep_original(path, source).read_bytes()


def rewrite(path: Path, contents: tuple[bytes, ...]) -> None:
    for content in contents:
        write_whole(path, content)


def fill(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    sink = FolderSink(folder)
    for name in names:
        sink.write(name, name.encode())
    return sink.digests
