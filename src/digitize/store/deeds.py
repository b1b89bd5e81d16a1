"""When something was last done with an output folder, and how it ended: ``OUTPUT/.digitize/deeds/verified.json`` and its like."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitize.store.files import write_whole

VERIFIED = "verified"
BACKED_UP = "backed-up"
TENDED = "tended"


def keep_deed(root: Path, name: str, told: Mapping[str, Any]) -> None:
    """Takes down that something was done now.

    Args:
        root: The output folder.
        name: What.
        told: How it ended; JSON.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"at": at, **told}, ensure_ascii=True, indent=2) + "\n"
    write_whole(_path(root, name), text.encode("ascii"))


def last_deed(root: Path, name: str) -> dict[str, Any] | None:
    """What was taken down when it was done last; ``None`` when it never was, or that cannot be read."""
    try:
        told = json.loads(_path(root, name).read_bytes())
        at = datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(told) if at.tzinfo is not None else None


def _path(root: Path, name: str) -> Path:
    return root / ".digitize" / "deeds" / f"{name}.json"
