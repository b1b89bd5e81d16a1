"""What the systems found on each page, kept between runs, so that a rerun reads only what is new."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.measured import Usage

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Key:
    """What a result depends on."""

    system: str
    version: str
    image_sha256: str
    frame: int
    languages: str
    line: bool

    def __str__(self) -> str:
        mode = "line" if self.line else "page"
        return "|".join((self.system, self.version, self.image_sha256, str(self.frame), self.languages, mode))


@dataclass(frozen=True, slots=True)
class Result:
    """One page as one system read it.

    Args:
        text: What it found; empty when it failed.
        failure: Why it failed; ``None`` when it did not.
        usage: What it cost; ``None`` when it was run beside others, where timings say nothing.
    """

    text: str
    failure: str | None
    usage: Usage | None


class Results:
    """The kept results of all systems, in one JSON file.

    Args:
        path: The file; made with its folder when a result is put.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, dict[str, Any]] = {}
        if path.is_file():
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored.get("format") == FORMAT:
                self._entries = stored["results"]

    def get(self, key: Key, *, timed: bool) -> Result | None:
        """The kept result, or ``None``; with ``timed`` one without timings does not count."""
        entry = self._entries.get(str(key))
        if entry is None or (timed and entry["usage"] is None):
            return None
        usage = None if entry["usage"] is None else Usage(**entry["usage"])
        return Result(entry["text"], entry["failure"], usage)

    def put(self, key: Key, result: Result) -> None:
        """Keeps a result; the file is replaced whole."""
        self._entries[str(key)] = asdict(result)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(
            json.dumps({"format": FORMAT, "results": self._entries}, ensure_ascii=False, sort_keys=True, indent=1),
            encoding="utf-8",
        )
        new.replace(self._path)
