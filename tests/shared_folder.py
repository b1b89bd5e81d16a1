"""Folders that are dear to make: made once for all workers of a test run, by whichever needs it first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pytest

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What ``make`` returns for a folder of that name, which no test may change; other workers wait for it.

    Args:
        factory: Pytest's own.
        name: Of the folder; one name, one maker.
        make: Fills the empty folder that it is given; its result is pickled. When it fails, whoever asks next tries again.
    """
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    result = root / f"{name}.pickle"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            folder = root / f"{name}-{len(list(root.glob(f'{name}-*')))}"
            folder.mkdir()
            result.write_bytes(pickle.dumps(make(folder)))
    return cast("T", pickle.loads(result.read_bytes()))
