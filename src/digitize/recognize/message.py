"""What an engine says, made fit for a message to the user."""

from __future__ import annotations

_CHARACTERS = 300


def brief(text: str) -> str:
    """One line of printable characters: the end of what was said, for there the reason stands; no final stop."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[-10 * _CHARACTERS :]).split()).rstrip(".")
    return line if len(line) <= _CHARACTERS else f"... {line[-_CHARACTERS:]}"
