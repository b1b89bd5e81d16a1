"""Pools for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digitize.confine import Pool

MEMORY_BYTES = 1 << 30


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A pool of one worker."""
    with Pool(1, MEMORY_BYTES) as made:
        yield made
