"""What the service shows: plain lines on standard output, at once, also into a pipe or a journal."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Writes a line, or several."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
