"""Word alignment of any two texts, variants and their kinds, finding quotations, collation of several witnesses."""

from __future__ import annotations

from digitize.align.align import align
from digitize.align.find_variants import find_variants

__all__ = ["align", "find_variants"]
