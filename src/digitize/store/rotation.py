"""Logs that do not grow for ever: what is full is copied to ``NAME.1``, that to ``NAME.2``, and the file begins anew.

It is emptied and not replaced, since the programs that write to it keep it open, each adding at its end.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from digitize.store.files import TEMPORARY

LOG_BYTES = 10_000_000
LOGS_KEPT = 4


def rotate(path: Path, limit_bytes: int = LOG_BYTES, kept: int = LOGS_KEPT) -> bool:
    """Begins a log anew that has grown beyond a limit; whether it had.

    Killed in the middle it has lost nothing, though the same lines may stand in two files. What is written between the last byte that is
    copied and the emptying, some microseconds, is lost.

    Args:
        path: The log.
        limit_bytes: How large it may be.
        kept: How many older ones are kept.

    Raises:
        OSError: If it cannot be copied.
    """
    try:
        if path.is_symlink() or path.stat().st_size <= limit_bytes:
            return False
    except FileNotFoundError:
        return False
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    try:
        with path.open("r+b") as log, temporary.open("wb") as copy:
            shutil.copyfileobj(log, copy)
            copy.flush()
            for number in range(kept - 1, 0, -1):
                with suppress(FileNotFoundError):
                    _older(path, number).replace(_older(path, number + 1))
            temporary.replace(_older(path, 1))
            shutil.copyfileobj(log, copy)  # what has come meanwhile
            copy.flush()
            log.truncate(0)
            os.fsync(copy.fileno())
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _older(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
