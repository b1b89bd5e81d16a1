"""Russian pages with foreign words in a third of their sentences, for measuring whether each word keeps its script."""

from __future__ import annotations

from benchmarks.pages.newspapers import columns_page
from benchmarks.pages.plate import Plate
from benchmarks.pages.typescript import Manner, typed_page

SHARE = 1 / 3


def mixed(seed: int) -> Plate:
    """A newspaper page of three columns for odd seeds, a typescript for even ones."""
    if seed % 2:
        return columns_page("mixed", seed, 3, latin=SHARE)
    return typed_page("mixed", seed, Manner(latin=SHARE, marks=False, notes=False, table=False))
