"""Keeps what libraries written in C have to say off the screen, and hands it over."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MOST_BYTES = 10_000
_STANDARD_ERROR = 2
_one_at_a_time = threading.Lock()


@contextmanager
def overheard(lines: list[str]) -> Iterator[None]:
    """Takes in what is written to standard error meanwhile, by whatever means.

    libtiff writes its errors there and has no other way through Pillow. The redirection is the whole process's: keep
    the block short.

    Args:
        lines: Receives the lines written, once the block has ended.
    """
    with _one_at_a_time:
        if sys.stderr is not None:
            sys.stderr.flush()
        kept = os.dup(_STANDARD_ERROR)
        sink = os.memfd_create("overheard")
        os.dup2(sink, _STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
            lines.extend(os.pread(sink, _MOST_BYTES, 0).decode(errors="replace").splitlines())
            os.close(sink)
