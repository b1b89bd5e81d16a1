"""Processes for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digitize.confine import Pool


@pytest.fixture
def eight() -> Iterator[Pool]:
    """Eight processes at a time."""
    with Pool(8, 1 << 30) as made:
        yield made
