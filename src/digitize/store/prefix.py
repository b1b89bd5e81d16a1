"""Files that only grow, line by line: whether one begins with what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

from digitize.store.files import open_regular


def prefix_length(path: Path, digest: str) -> int | None:
    """How many bytes of a file have a digest, from its beginning to the end of one of its lines; ``None`` when none have.

    Args:
        path: The file.
        digest: SHA-256, in hexadecimal.

    Raises:
        OSError: If it cannot be read.
    """
    running, read = hashlib.sha256(), 0
    if running.hexdigest() == digest:
        return 0
    with open_regular(path) as stream:
        for line in stream:
            ended = line.removesuffix(b"\n")
            running.update(ended)
            if running.copy().hexdigest() == digest:
                return read + len(ended)
            if ended != line:
                running.update(b"\n")
            read += len(line)
            if running.copy().hexdigest() == digest:
                return read
    return None


def digest_of_lines(path: Path) -> str:
    """SHA-256 of a file as far as its lines are whole: what a crash has left of the last one may go.

    Raises:
        OSError: If it cannot be read.
    """
    running = hashlib.sha256()
    with open_regular(path) as stream:
        for line in stream:
            if line.endswith(b"\n"):
                running.update(line)
    return running.hexdigest()
