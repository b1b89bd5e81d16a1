"""``decisions.jsonl``: a document's decisions, a JSON object a line. Lines are added at its end, synced, and never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

from digitize.errors import EnvironmentFault, InputError
from digitize.model.decision import AddedLine, Decision, DecisionKind, DecisionPlace, Offer
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind
from digitize.store.files import explained, shown, sync_folder

FILE = "decisions.jsonl"
TORN = "decisions.torn"
"""Receives what a crash has left of a line."""
SCHEMA_VERSION = "1.1"
_HINT = "Restore it from a copy, or move it away: then the document has no decisions"


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """What the file holds.

    Args:
        entries: In order; the number of the first is 1.
        torn: What stands after the last whole line: an entry of which nobody was told that it is kept.
        ends_open: Whether the last whole entry lacks the end of its line.
    """

    entries: tuple[Decision, ...] = ()
    torn: bytes = b""
    ends_open: bool = False

    @property
    def sequence(self) -> int:
        """Number of the last entry; 0 when there is none."""
        return len(self.entries)


def read_decisions(folder: Path) -> DecisionLog:
    """The decisions of the document in a folder; none when it has no such file. Nothing is written.

    Raises:
        InputError: If a line before the last cannot be read, or is of a version that this program does not know.
    """
    return DecisionReader(folder).read()


class DecisionReader:
    """Reads a document's decisions again and again: of a file that has only grown what is new.

    Args:
        folder: The document's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE
        self._log = DecisionLog()
        self._seen: tuple[int, int, int, int] | None = None
        """Device, inode, size and time of the file."""
        self._last = b""
        """Its last line: a file that has grown has it where it was."""

    def read(self) -> DecisionLog:
        """What :func:`read_decisions` would give now.

        Raises:
            InputError: If a line before the last cannot be read, or is of a version that this program does not know.
        """
        try:
            with self._path.open("rb") as stream:
                found = os.fstat(stream.fileno())
                now = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
                if now != self._seen:
                    self._read_from(stream, now)
        except FileNotFoundError:
            self._log, self._seen = DecisionLog(), None
        except OSError as error:
            raise InputError(
                f"the decisions cannot be read: {error.strerror}",
                where=shown(self._path),
                hint="Check the file and its disk",
            ) from None
        return self._log

    def _read_from(self, stream: BufferedReader, now: tuple[int, int, int, int]) -> None:
        before, self._seen = self._seen, None
        data = None
        whole = not self._log.torn and not self._log.ends_open
        if before is not None and whole and self._last and now[:2] == before[:2] and now[2] > before[2]:
            stream.seek(before[2] - len(self._last))
            if stream.read(len(self._last)) == self._last:
                data = stream.read(now[2] - before[2])
        if data is None:
            self._log = DecisionLog()
            stream.seek(0)
            data = stream.read(now[2])
        more = _parsed(data, self._log.sequence, self._path)
        self._log = replace(more, entries=(*self._log.entries, *more.entries))
        self._last = data[data.rfind(b"\n", 0, -1) + 1 :]
        self._seen = now


def _parsed(data: bytes, known: int, path: Path) -> DecisionLog:
    """The entries in lines of the file, numbered on from those before."""
    *lines, last = data.split(b"\n")
    entries = [_entry(line, number, path) for number, line in enumerate(lines, known + 1)]
    if not last:
        return DecisionLog(tuple(entries))
    try:
        return DecisionLog((*entries, _entry(last, known + len(lines) + 1, path)), ends_open=True)
    except InputError:
        return DecisionLog(tuple(entries), torn=last)


def append_decisions(folder: Path, log: DecisionLog, entries: Sequence[Decision]) -> DecisionLog:
    """Adds entries at the end of the file; when this returns, they are on the disk.

    What a crash has left of a line is moved into ``decisions.torn`` first. The caller holds the document's lock.

    Args:
        folder: The document's folder.
        log: What the file holds.
        entries: The next ones, numbered on from the last.

    Raises:
        ValueError: If the numbers do not go on.
        EnvironmentFault: If the file cannot be written.
    """
    if [entry.sequence for entry in entries] != list(range(log.sequence + 1, log.sequence + 1 + len(entries))):
        raise ValueError("the numbers of the entries do not go on")
    if not entries:
        return log
    path = folder / FILE
    data = b"".join(encode_decision(entry) for entry in entries)
    with explained(path):
        if log.torn:
            _keep_aside(path, log.torn)
        is_new = not path.exists()
        with path.open("ab") as stream:
            stream.write(b"\n" + data if log.ends_open else data)
            stream.flush()
            os.fsync(stream.fileno())
        if is_new:
            sync_folder(folder)
    return DecisionLog((*log.entries, *entries))


def _keep_aside(path: Path, torn: bytes) -> None:
    with path.with_name(TORN).open("ab") as stream:
        stream.write(torn + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    size = path.stat().st_size - len(torn)
    with path.open("r+b") as stream:
        stream.seek(size)
        if stream.read() != torn:
            raise EnvironmentFault(
                "the decisions changed while they were being written", where=shown(path), hint="Try again"
            )
        stream.truncate(size)
        os.fsync(stream.fileno())


def encode_decision(entry: Decision) -> bytes:
    """An entry as its line, with the end of the line (docs/schemas/decision.schema.json)."""
    place, offer, line = entry.place, entry.offer, entry.line
    told: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "sequence": entry.sequence,
        "kind": entry.kind.value,
        "by": entry.by,
        "at": entry.at.isoformat(timespec="milliseconds"),
        "transcription": entry.transcription,
        "of": entry.of,
        "repeats": None if entry.repeats is None else entry.repeats.value,
        "words": list(entry.words),
        "old": entry.old,
        "new": entry.new,
        "offer": None if offer is None else {"reading": offer.reading, "reference": offer.reference},
        "place": None
        if place is None
        else {
            "page_number": place.page_number,
            "boxes": [[box.x0, box.y0, box.x1, box.y1] for box in place.boxes],
            "before": place.before,
            "after": place.after,
        },
        "reason": entry.reason,
        "on": entry.on,
        "line": None
        if line is None
        else {
            "region": line.region,
            "kind": None if line.kind is None else line.kind.value,
            "after": line.after,
            "polygon": [list(point) for point in line.polygon],
        },
        "batch": entry.batch,
    }
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _entry(line: bytes, number: int, path: Path) -> Decision:
    try:
        content = json.loads(line)
        version = content["schema_version"]
        if not isinstance(version, str) or version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            raise InputError(
                f"a decision of version {version}, while this program reads version {SCHEMA_VERSION}",
                where=_line_told(path, number),
                hint="Use the digitize that wrote it, or a newer one",
            )
        entry = _decoded(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError("not a decision", where=_line_told(path, number), hint=_HINT) from None
    if entry.sequence != number:
        raise InputError(f"decision {number} is missing", where=_line_told(path, number), hint=_HINT)
    return entry


def _line_told(path: Path, number: int) -> str:
    return f"{shown(path)}, line {number}"


def _decoded(content: dict[str, Any]) -> Decision:
    offer, place = content["offer"], content["place"]
    line = content.get("line")  # lines of version 1.0 have none of the last three
    return Decision(
        sequence=content["sequence"],
        kind=DecisionKind(content["kind"]),
        by=content["by"],
        at=datetime.fromisoformat(content["at"]),
        transcription=content["transcription"],
        words=tuple(content["words"]),
        old=content["old"],
        new=content["new"],
        offer=None if offer is None else Offer(offer["reading"], offer["reference"]),
        of=content["of"],
        place=None
        if place is None
        else DecisionPlace(
            place["page_number"], tuple(Box(*box) for box in place["boxes"]), place["before"], place["after"]
        ),
        reason=content["reason"],
        repeats=None if content["repeats"] is None else DecisionKind(content["repeats"]),
        on=content.get("on"),
        line=None
        if line is None
        else AddedLine(
            line["region"],
            tuple((x, y) for x, y in line["polygon"]),
            line["after"],
            None if line["kind"] is None else RegionKind(line["kind"]),
        ),
        batch=content.get("batch"),
    )
