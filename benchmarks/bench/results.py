"""What the systems found on each page, kept between runs, so that a rerun reads only what is new."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.layouts import decode_layout, encode_layout
from benchmarks.bench.measured import Usage
from digitize.evaluate.page_layout import PageLayout

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
        layout: Where it found the text; ``None`` when it failed or does not say.
    """

    text: str
    failure: str | None
    usage: Usage | None
    layout: PageLayout | None = None


class Results:
    """The kept results of all systems, in one JSON file; where they found the text stands in a file per result.

    Args:
        path: The file; made with its folder when a result is put. Places go to a folder ``layouts`` beside it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, dict[str, Any]] = {}
        if path.is_file():
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored.get("format") == FORMAT:
                self._entries = stored["results"]

    def get(self, key: Key, *, timed: bool, places: bool = False) -> Result | None:
        """The kept result, or ``None``; one without timings or places does not count where these are asked for."""
        entry = self._entries.get(str(key))
        if entry is None or (timed and entry["usage"] is None):
            return None
        usage = None if entry["usage"] is None else Usage(**entry["usage"])
        if not places or entry["failure"] is not None:
            return Result(entry["text"], entry["failure"], usage)
        kept = self._layout(key)
        if not kept.is_file():
            return None
        layout = decode_layout(json.loads(kept.read_text(encoding="utf-8")))
        return Result(entry["text"], entry["failure"], usage, layout)

    def put(self, key: Key, result: Result) -> None:
        """Keeps a result; files are replaced whole."""
        if result.layout is not None:
            _write(self._layout(key), json.dumps(encode_layout(result.layout), ensure_ascii=False))
        usage = None if result.usage is None else asdict(result.usage)
        self._entries[str(key)] = {"text": result.text, "failure": result.failure, "usage": usage}
        stored = {"format": FORMAT, "results": self._entries}
        _write(self._path, json.dumps(stored, ensure_ascii=False, sort_keys=True, indent=1))

    def _layout(self, key: Key) -> Path:
        name = hashlib.sha256(str(key).encode()).hexdigest()[:32]
        return self._path.parent / "layouts" / f"{name}.json"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
