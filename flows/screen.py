"""What the service shows: plain lines, at once, also into a pipe or a journal; on a terminal one more line that changes."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from contextlib import suppress
from typing import TextIO

_ERASE = "\r\x1b[K"
_DIM, _RED, _PLAIN = "\x1b[2m", "\x1b[31m", "\x1b[0m"


def say(text: str) -> None:
    """Writes a line, or several. When nobody reads them any more (the terminal is closed), the work goes on."""
    _write(sys.stdout, f"{text}\n")


class Screen:
    """Lines, and below them the state, which is written over when it changes. Safe to use from several threads.

    The state is shown on a terminal only; colours too, and there only where ``NO_COLOR`` is not set.

    Args:
        stream: Where to; standard output when ``None``.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdout if stream is None else stream
        self._is_terminal = _is_terminal(self._stream)
        self._colours = self._is_terminal and not os.environ.get("NO_COLOR")
        self._state = ""
        self._lock = threading.Lock()

    @property
    def shows_states(self) -> bool:
        """Whether anybody sees them."""
        return self._is_terminal

    def say(self, text: str, *, is_trouble: bool = False) -> None:
        """Writes a line, or several, above the state.

        Args:
            text: The lines.
            is_trouble: Whether a person should look: red, where there are colours.
        """
        with self._lock:
            shown = f"{_RED}{text}{_PLAIN}" if is_trouble and self._colours else text
            _write(self._stream, f"{_ERASE}{shown}\n{self._drawn()}" if self._state else f"{shown}\n")

    def show(self, state: str) -> None:
        """Writes the state over the one of before; ``""`` takes it away."""
        with self._lock:
            if self._is_terminal and state != self._state:
                self._state = state
                _write(self._stream, f"{_ERASE}{self._drawn()}")

    def _drawn(self) -> str:
        columns = shutil.get_terminal_size().columns
        text = self._state[: max(columns - 1, 10)]
        return f"{_DIM}{text}{_PLAIN}" if self._colours and text else text


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):  # whoever read it has gone: what is said from now on, and what is left, goes nowhere
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _is_terminal(stream: TextIO) -> bool:
    with suppress(OSError, ValueError):
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    return False
