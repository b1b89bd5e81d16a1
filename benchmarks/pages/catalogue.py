"""All kinds of drawn page."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.pages import bent, book, mixed, newspapers, odd, tables, typescript
from benchmarks.pages.plate import DrawnPage, Plate

KINDS: dict[str, Callable[[int], Plate]] = {
    "pravda": newspapers.pravda,
    "humanite": newspapers.humanite,
    "unequal": newspapers.unequal,
    "typescript": typescript.typescript,
    "book": book.book,
    "spread": book.spread,
    "old-book": book.old_book,
    "german": newspapers.german,
    "mixed": mixed.mixed,
    "slanted": bent.slanted,
    "curled": bent.curled,
    "table": tables.table,
    "stocks": tables.stocks,
    "crossword": tables.crossword,
    "blank": odd.blank,
    "picture": odd.picture,
    "one-word": odd.one_word,
    "upside-down": odd.upside_down,
    "mirrored": odd.mirrored,
    "negative": odd.negative,
    "torn": odd.torn,
    "punched": odd.punched,
    "unknown-script": odd.unknown_script,
}
"""How each kind is made from a seed; any seed gives a page."""

SEEDS = (1, 2)
"""What is drawn when no seed is named."""


def draw(kind: str, seed: int) -> DrawnPage:
    """A page of a kind; its truth comes at once, its pixels when asked for.

    Raises:
        KeyError: If there is no such kind.
    """
    return DrawnPage(f"{kind}-{seed}", KINDS[kind](seed), seed)
