"""The watcher of one inbox: looks, waits until files have settled, hands them over, puts them away. One after the other."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from digitize.errors import (
    CalledOffError,
    DigitizeError,
    EnvironmentFault,
    ExitCode,
    InputError,
    InternalError,
    MissingDependencyError,
)
from digitize.ingest import printable
from digitize.pipeline.run import DocumentResult, exit_code
from digitize.watch.claim import claimed
from digitize.watch.disposal import put_away
from digitize.watch.inbox import Entry, Seen, is_unchanged, look
from digitize.watch.latecomers import Latecomers, Supply
from digitize.watch.places import Places
from digitize.watch.reasons import reason_for_failure, reason_for_part, told
from digitize.watch.settling import Settling
from digitize.watch.wholeness import is_whole

Submit = Callable[[Path], Sequence[DocumentResult]]
"""Digitises a file, or a folder that is one document, and waits for it. Errors of the surroundings are raised."""

Tell = Callable[[str], None]
"""Receives one sentence for a person."""

SETTLE_S = 5.0
RETRY_S = 15.0
"""Seconds until the first try again after the surroundings failed; doubled each time."""

_LONGEST_RETRY_S = 60.0
_LONGEST_MOVE_RETRY_S = 600.0
_TRIES = 2
"""A file that cannot be read may be the first half of one that is still to come: it is tried again once."""
_UNSETTLED_S = 3600.0
"""A file that grows for longer is told of."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """Why an entry is not taken although it has settled: it was tried, and may be tried again later."""

    files: tuple[Seen, ...]
    tries: int
    until_s: float


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is to become of an original of which the work is done.

    Args:
        files: As they were read.
        room: Where it goes.
        reason: What is written beside it.
        sentence: What is told when it is there; ``{place}`` is filled in.
        until_s: When moving it is tried again; by the monotonic clock.
        pause_s: How long that was waited for.
        is_told: Whether a person was told that it cannot be moved.
    """

    files: tuple[Seen, ...]
    room: Path
    reason: str | None
    sentence: str
    until_s: float = 0.0
    pause_s: float = 0.0
    is_told: bool = False


class Watcher:
    """Watches one inbox.

    Args:
        places: Its folders.
        submit: Digitises.
        tell: Receives what happens.
        settle_s: Seconds that a file must stay the same before it is taken.
        retry_s: Seconds until the first try again after the surroundings failed.
        stop: Ends the work after the current document.
        supply: Applies a sidecar that came after its scan; without it such a sidecar waits.
    """

    def __init__(
        self,
        places: Places,
        submit: Submit,
        tell: Tell,
        *,
        settle_s: float,
        retry_s: float,
        stop: Event,
        supply: Supply | None = None,
    ) -> None:
        self.places = places
        self._submit = submit
        self._tell = tell
        self._settle_s = settle_s
        self._retry_s = retry_s
        self._stop = stop
        self._settling = Settling(settle_s, is_whole=is_whole)
        self._latecomers = Latecomers(places, supply, tell)
        self._queue: deque[Entry] = deque()
        self._late: deque[Seen] = deque()
        self._waits: dict[Path, _Wait] = {}
        self._verdicts: dict[Path, _Verdict] = {}
        self._resting_until_s = 0.0
        self._rests = 0
        self._told_rest = ""
        self._troubles: tuple[str, ...] = ()
        self._told_unsettled: set[Path] = set()
        self.folders: tuple[Path, ...] = (places.inbox,)
        """Every folder that the last look saw, the inbox first."""
        self.look_took_s = 0.0
        """Seconds that the last look took."""

    @property
    def settles_in_s(self) -> float | None:
        """Seconds from the last look until something more may have settled; ``None`` when nothing waits for that."""
        return self._settling.next_s

    @property
    def expects(self) -> bool:
        """Whether there is something to take, now or as soon as it has settled."""
        return bool(self._queue or self._late) or self._settling.next_s is not None

    def round(self) -> None:
        """Looks once, and works off what has settled."""
        self.look()
        while self.work():
            pass

    def look(self) -> None:
        """Looks at the inbox, and lines up what has settled."""
        started = time.monotonic()
        inbox = look(self.places.inbox)
        if inbox.troubles != self._troubles:
            self._troubles = inbox.troubles
            for trouble in inbox.troubles:
                self._tell(f"{trouble}; it is looked at again")
        ready = self._settling.ready(inbox)
        entries = [entry for unit in inbox.units for entry in unit.entries]
        paths = {entry.path for entry in entries}
        self._waits = {path: wait for path, wait in self._waits.items() if path in paths}
        self._verdicts = {path: verdict for path, verdict in self._verdicts.items() if path in paths}
        self._queue = deque(entry for entry in ready if not self._is_put_off(entry))
        self._late = deque(self._latecomers.due(inbox.lonely, self._settling))
        self.folders = inbox.folders
        if len(ready) < len(entries):
            self._tell_of_unsettled(entries, {entry.path for entry in ready})
        self.look_took_s = time.monotonic() - started

    def work(self) -> bool:
        """Works off one document or sidecar that was lined up; whether there was one."""
        if self._stop.is_set() or time.monotonic() < self._resting_until_s:
            return False
        while self._queue:
            entry = self._queue.popleft()
            if self._take(entry):
                return True
        while self._late:
            if self._latecomers.take(self._late.popleft(), self._settling):
                return True
        return False

    def _is_put_off(self, entry: Entry) -> bool:
        now = time.monotonic()
        wait, verdict = self._waits.get(entry.path), self._verdicts.get(entry.path)
        tried = wait is not None and wait.files == entry.files and now < wait.until_s
        return tried or (verdict is not None and verdict.files == entry.files and now < verdict.until_s)

    def _take(self, entry: Entry) -> bool:
        """Takes one entry, unless another watcher has it, or it has changed since it was looked at."""
        with claimed(entry) as is_ours:
            if not is_ours or not is_unchanged(entry):
                return False
            verdict = self._verdicts.get(entry.path)
            if verdict is not None and verdict.files == entry.files:
                return self._put(entry, verdict)
            if entry.refusal is not None:
                return self._fail(entry, [InputError(entry.refusal, hint="Put the file itself into the inbox")])
            wait = self._waits.get(entry.path)
            tries = wait.tries if wait is not None and wait.files == entry.files else 0
            try:
                self._digitise(entry, tries)
            except (EnvironmentFault, MissingDependencyError) as error:
                self._rest(entry, tries, error)
            return True

    def _digitise(self, entry: Entry, tries: int) -> None:
        name = _name(entry)
        self._tell(f"taken: {name}")
        results = self._results(entry)
        self._rests, self._told_rest = 0, ""
        if not is_unchanged(entry):
            self._tell(f"{name} has changed while it was read; it is taken again when it has settled")
            return
        errors = [error for result in results for error in result.errors]
        match exit_code(results):
            case ExitCode.OK:
                sentence = f"done: {name}: {_told(results)}"
                self._put(entry, _Verdict(entry.files, self.places.done, None, sentence))
            case ExitCode.PARTIAL:
                folders = [result.folder for result in results if result.folder is not None]
                reason = reason_for_part(name, errors, folders)
                sentence = f"done in part: {name}: {_told(results)}; {told(errors[0])}"
                self._put(entry, _Verdict(entry.files, self.places.done, reason, sentence))
            case _ if tries + 1 < _TRIES and not any(isinstance(error, CalledOffError) for error in errors):
                self._waits[entry.path] = _Wait(entry.files, tries + 1, time.monotonic() + self._settle_s)
                self._tell(f"{name} cannot be read; it is tried again, in case it is still being written")
            case _:
                self._fail(entry, errors)

    def _results(self, entry: Entry) -> Sequence[DocumentResult]:
        """What became of the entry; one bad file must not end the watch, whatever it does to the program."""
        try:
            results = self._submit(entry.path)
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError as error:
            return (_nothing(entry, error),)
        except Exception:  # noqa: BLE001  the boundary: the fault is written down beside the file, and the next one taken
            return (_nothing(entry, InternalError.from_traceback(traceback.format_exc())),)
        return results or (_nothing(entry, InputError("it holds no scan")),)

    def _fail(self, entry: Entry, errors: Sequence[DigitizeError]) -> bool:
        name = _name(entry)
        reason = reason_for_failure(name, errors, self.places.inbox)
        sentence = f"failed: {name}: {told(errors[0])}; it is now {{place}}"
        return self._put(entry, _Verdict(entry.files, self.places.failed, reason, sentence))

    def _put(self, entry: Entry, verdict: _Verdict) -> bool:
        """Moves an original away. What cannot be moved is remembered: it is not read again, only moved when it can be."""
        try:
            place = put_away(entry, self.places.inbox, verdict.room, verdict.reason)
        except FileNotFoundError:
            self._tell(f"{_name(entry)} is no longer in the inbox; somebody has taken it away")
        except EnvironmentFault as error:
            pause_s = min(max(2 * verdict.pause_s, self._retry_s), _LONGEST_MOVE_RETRY_S)
            if not verdict.is_told:
                self._tell(
                    f"{verdict.sentence.partition('; it is now {place}')[0]}; but the original {told(error)}. It stays "
                    "where it is, is not read again, and is moved as soon as that can be done"
                )
            until_s = time.monotonic() + pause_s
            self._verdicts[entry.path] = replace(verdict, until_s=until_s, pause_s=pause_s, is_told=True)
            return True
        else:
            self._tell(verdict.sentence.replace("{place}", printable(str(place))))
        self._verdicts.pop(entry.path, None)
        return True

    def _rest(self, entry: Entry, tries: int, error: DigitizeError) -> None:
        """The fault is not the file's: it stays, and is tried again, each time after twice as long.

        The others wait for half of that time, so that they are not held up for ever by what only this one meets.
        """
        pause_s = min(self._retry_s * 2**self._rests, _LONGEST_RETRY_S)
        self._rests = min(self._rests + 1, 32)
        now = time.monotonic()
        self._resting_until_s = now + pause_s / 2
        self._waits[entry.path] = _Wait(entry.files, tries, now + pause_s)
        if pause_s < _LONGEST_RETRY_S or self._told_rest != told(error):  # over a weekend, not once a minute
            self._tell(f"{_name(entry)} waits in the inbox: {told(error)}. It is tried again in {pause_s:g} s")
        self._told_rest = told(error) if pause_s == _LONGEST_RETRY_S else ""

    def _tell_of_unsettled(self, entries: Sequence[Entry], ready: set[Path]) -> None:
        still = {entry.path for entry in entries if entry.path not in ready}
        self._told_unsettled &= still
        for path in still - self._told_unsettled:
            if self._settling.there_s(path) > _UNSETTLED_S:
                self._told_unsettled.add(path)
                self._tell(f"{printable(path.name)} has been written to for more than an hour; it is not taken yet")


def _nothing(entry: Entry, error: DigitizeError) -> DocumentResult:
    return DocumentResult(_name(entry), None, None, 0, 0, (error,))


def _name(entry: Entry) -> str:
    return printable(entry.path.name)


def _told(results: Sequence[DocumentResult]) -> str:
    pages, words = sum(result.pages for result in results), sum(result.words for result in results)
    folders = ", ".join(str(result.folder) for result in results if result.folder is not None)
    others = list(dict.fromkeys(name for result in results for name in result.other_names))
    same = f" (the same content as {', '.join(others)})" if others else ""
    return f"{pages:,} page{'s' if pages != 1 else ''}, {words:,} words: {folders}{same}"
