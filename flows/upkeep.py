"""The upkeep of the service: every hour what grows is kept small. ``python -m digitize_flows.upkeep``, a part of ``digitize serve``.

Each time is a process of its own, ``python -m digitize_flows.upkeep once``: for the rest of the hour almost no memory is held.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime

from digitize_flows.lifeline import end_with_parent

_FIRST_S = 60.0
"""Seconds after the start: what people wait for goes first."""
_EVERY_S = 3600.0


def once() -> None:
    """Does it once, for the output folder of the settings, and says in one line what was done."""
    from digitize.pipeline.backup import PREFECT
    from digitize.pipeline.tending import tend
    from digitize.settings import load_settings
    from digitize_flows.database_room import give_room_back
    from digitize_flows.left_behind import settle_late
    from digitize_flows.screen import say
    from digitize_flows.shown import at_best

    settings = load_settings()
    with at_best():
        settle_late(settings.output.absolute() / ".digitize" / "locks")
    told = [*tend(settings), give_room_back(settings.output / PREFECT)]
    say(f"{datetime.now().astimezone().isoformat(timespec='seconds')}  {'; '.join(each for each in told if each)}")


def main() -> None:
    """Does it now and again until it is ended; nothing of it is half done when that is sudden."""
    if sys.argv[1:] == ["once"]:
        once()
        return
    end_with_parent()
    pause_s = _FIRST_S
    while True:
        time.sleep(pause_s)
        subprocess.run([sys.executable, "-m", "digitize_flows.upkeep", "once"], stdin=subprocess.DEVNULL, check=False)
        pause_s = _EVERY_S


if __name__ == "__main__":
    main()
