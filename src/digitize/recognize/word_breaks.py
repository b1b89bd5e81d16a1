"""Spaces and apostrophes between letters: what one reading of the same letters has seen and another has not."""

from __future__ import annotations

from digitize.lexicon.one_script import shape_of

_BREAKS = " '’‘"
_AFTER = ".,;:!?)"
"""Marks after which a space is as good as after a letter."""


def has_overlooked(text: str, other: str) -> bool:
    """Whether another reading has the same letters, and more spaces or apostrophes between them.

    Not where it has the letters one by one: that is a word set wide, or the engine's difficulty with it.
    """
    return _breaks(other) > _breaks(text) and _bare(other) == _bare(text) and not _is_letter_by_letter(other)


def _bare(text: str) -> str:
    return shape_of("".join(c for c in text if c not in _BREAKS))


def _breaks(text: str) -> int:
    return sum(
        c in _BREAKS and (before.isalnum() or before in _AFTER) and after.isalnum()
        for before, c, after in zip(text, text[1:], text[2:], strict=False)
    )


def _is_letter_by_letter(text: str) -> bool:
    parts = text.split()
    return len(parts) > 2 and sum(len(part) == 1 for part in parts) * 2 > len(parts)
