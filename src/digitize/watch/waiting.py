"""What stands in a watched folder, seen from outside: how much waits, and what was put into ``failed``."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from digitize.ingest import printable
from digitize.pipeline.status import InboxState, PutAside
from digitize.watch import Places, look
from digitize.watch.disposal import REASON_ENDING
from digitize.watch.watcher import SETTLE_S

_WRONG = "What is wrong: "
_MOST_BYTES = 65_536


def inbox_state(inbox: Path) -> InboxState:
    """Looks at a watched folder and the folder ``failed`` beside it. Nothing is opened but the reasons.

    Whether a file has settled is told by its time here, and by this machine's clock: the watcher itself knows better.
    """
    places = Places.beside(inbox)
    found = look(places.inbox)
    limit_ns = time.time_ns() - int(SETTLE_S * 1e9)
    newest = [max((seen.mtime_ns for seen in unit.files), default=0) for unit in found.units for _ in unit.entries]
    settled = sum(each <= limit_ns for each in newest)
    return InboxState(
        places.inbox,
        settled,
        len(newest) - settled,
        datetime.fromtimestamp(min(newest) / 1e9, UTC) if newest else None,
        tuple(sorted(_put_aside(places.failed), key=lambda each: each.at, reverse=True)),
        found.troubles,
    )


def _put_aside(failed: Path) -> list[PutAside]:
    found = []
    for path in sorted(failed.rglob(f"*{REASON_ENDING}")):
        try:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            with path.open("rb") as stream:
                text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        found.append(PutAside(printable(path.name.removesuffix(REASON_ENDING)), at, _reason(text)))
    return found


def _reason(text: str) -> str:
    """What is wrong, in one line, as ``NAME.reason.txt`` says it."""
    for paragraph in text.split("\n\n"):
        if paragraph.startswith(_WRONG):
            wrong = paragraph.removeprefix(_WRONG).partition("\nWhat to do: ")[0]
            return printable(" ".join(wrong.split()))
    return printable(" ".join(text.split()))[:200]
