"""A part of the service must not outlive it: its standard input is a pipe that closes when the service is gone."""

from __future__ import annotations

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Ends this process group, at once, when standard input closes: even a killed parent leaves nothing behind."""
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)
