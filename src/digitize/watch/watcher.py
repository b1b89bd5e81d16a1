"""The watcher: looks, waits until files have settled, hands them over, puts them away. One after the other."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    UsageError,
)
from digitize.ingest import printable
from digitize.pipeline.run import DocumentResult, exit_code
from digitize.watch.disposal import put_away
from digitize.watch.inbox import Entry, Seen, is_unchanged, look
from digitize.watch.reasons import reason_for_failure, reason_for_part, told
from digitize.watch.settling import Settling

Submit = Callable[[Path], Sequence[DocumentResult]]
"""Digitises a file, or a folder that is one document, and waits for it. Errors of the surroundings are raised."""

Tell = Callable[[str], None]
"""Receives one sentence for a person."""

SETTLE_S = 5.0
POLL_S = 2.0
RETRY_S = 15.0
"""Seconds until the first try again after the surroundings failed; doubled each time."""

_LONGEST_RETRY_S = 600.0
_TRIES = 2
"""A file that cannot be read may be the first half of one that is still to come: it is tried again once."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one inbox.

    Args:
        inbox: Where scans are dropped.
        done: Where originals go when their document was delivered.
        failed: Where they go when nothing could be delivered.
    """

    inbox: Path
    done: Path
    failed: Path

    @staticmethod
    def beside(inbox: Path) -> Places:
        """``done`` and ``failed`` stand beside the inbox."""
        whole = inbox.absolute()
        return Places(whole, whole.parent / "done", whole.parent / "failed")

    def prepare(self, output: Path) -> None:
        """Makes the folders.

        Raises:
            UsageError: If results or originals would fall into the inbox and be taken again.
            EnvironmentFault: If a folder cannot be made.
        """
        inbox = self.inbox.resolve()
        for folder in (self.done, self.failed, output):
            if folder.resolve().is_relative_to(inbox):
                raise UsageError(
                    "lies in the watched folder, and what is written there would be taken as new scans",
                    where=printable(str(folder)),
                    hint="Choose another folder",
                )
        for folder in (self.inbox, self.done, self.failed):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise EnvironmentFault(
                    f"cannot be made: {error.strerror}",
                    where=printable(str(folder)),
                    hint="Check the permissions of the folder above it, or choose another inbox",
                ) from error


@dataclass(frozen=True, slots=True)
class _Wait:
    """Why an entry is not taken although it has settled: it was tried, and may be tried again later."""

    files: tuple[Seen, ...]
    tries: int
    until_s: float


class Watcher:
    """Watches one inbox.

    Args:
        places: Its folders.
        submit: Digitises.
        tell: Receives what happens.
        settle_s: Seconds that a file must stay the same before it is taken.
        retry_s: Seconds until the first try again after the surroundings failed.
        stop: Ends the work after the current document.
    """

    def __init__(
        self, places: Places, submit: Submit, tell: Tell, *, settle_s: float, retry_s: float, stop: Event
    ) -> None:
        self._places = places
        self._submit = submit
        self._tell = tell
        self._settle_s = settle_s
        self._retry_s = retry_s
        self._stop = stop
        self._settling = Settling(settle_s)
        self._waits: dict[Path, _Wait] = {}
        self._resting_until_s = 0.0
        self._rests = 0
        self._troubles: tuple[str, ...] = ()

    def round(self) -> None:
        """Looks once, and works off what has settled."""
        inbox = look(self._places.inbox)
        if inbox.troubles != self._troubles:
            self._troubles = inbox.troubles
            for trouble in inbox.troubles:
                self._tell(f"{trouble}; it is looked at again")
        ready = self._settling.ready(inbox)
        paths = {entry.path for unit in inbox.units for entry in unit.entries}
        self._waits = {path: wait for path, wait in self._waits.items() if path in paths}
        for entry in ready:
            if self._stop.is_set() or time.monotonic() < self._resting_until_s:
                return
            wait = self._waits.get(entry.path)
            if wait is None or wait.files != entry.files:
                self._take(entry, 0)
            elif time.monotonic() >= wait.until_s:
                self._take(entry, wait.tries)

    def _take(self, entry: Entry, tries: int) -> None:
        name = _name(entry)
        try:
            if entry.refusal is not None:
                error = InputError(entry.refusal, hint="Put the file itself into the inbox")
                self._put_into_failed(entry, [error])
                return
            if not is_unchanged(entry):  # others were digitised since it was looked at
                return
            self._tell(f"taken: {name}")
            results = self._results(entry)
            self._rests = 0
            if not is_unchanged(entry):
                self._tell(f"{name} has changed while it was read; it is taken again when it has settled")
                return
            errors = [error for result in results for error in result.errors]
            match exit_code(results):
                case ExitCode.OK:
                    put_away(entry, self._places.inbox, self._places.done)
                    self._tell(f"done: {name}: {_told(results)}")
                case ExitCode.PARTIAL:
                    folders = [result.folder for result in results if result.folder is not None]
                    put_away(entry, self._places.inbox, self._places.done, reason_for_part(name, errors, folders))
                    self._tell(f"done in part: {name}: {_told(results)}; {told(errors[0])}")
                case _ if tries + 1 < _TRIES and not any(isinstance(error, CalledOffError) for error in errors):
                    self._waits[entry.path] = _Wait(entry.files, tries + 1, time.monotonic() + self._settle_s)
                    self._tell(f"{name} cannot be read; it is tried again, in case it is still being written")
                case _:
                    self._put_into_failed(entry, errors)
        except (EnvironmentFault, MissingDependencyError) as error:
            self._rest(entry, tries, error)

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

    def _put_into_failed(self, entry: Entry, errors: Sequence[DigitizeError]) -> None:
        name = _name(entry)
        place = put_away(
            entry, self._places.inbox, self._places.failed, reason_for_failure(name, errors, self._places.inbox)
        )
        self._tell(f"failed: {name}: {told(errors[0])}; it is now {printable(str(place))}")

    def _rest(self, entry: Entry, tries: int, error: DigitizeError) -> None:
        """The fault is not the file's: it stays, and is tried again, each time after twice as long.

        The others wait for half of that time, so that they are not held up for ever by what only this one meets.
        """
        pause_s = min(self._retry_s * 2**self._rests, _LONGEST_RETRY_S)
        self._rests = min(self._rests + 1, 32)
        now = time.monotonic()
        self._resting_until_s = now + pause_s / 2
        self._waits[entry.path] = _Wait(entry.files, tries, now + pause_s)
        self._tell(f"{_name(entry)} waits in the inbox: {told(error)}. It is tried again in {pause_s:g} s")


def watch(
    inbox: Path,
    submit: Submit,
    *,
    done: Path,
    failed: Path,
    stop: Event,
    tell: Tell,
    settle_s: float = SETTLE_S,
    poll_s: float = POLL_S,
    retry_s: float = RETRY_S,
) -> None:
    """Watches a folder until it is told to stop: what is dropped there is digitised, and then moved out.

    Args:
        inbox: The watched folder.
        submit: Digitises one file, or one folder of page images, and waits for it.
        done: Receives originals whose document was delivered.
        failed: Receives originals of which nothing could be delivered, each with a ``NAME.reason.txt``.
        stop: Ends the watch, after the current document.
        tell: Receives what happens, in sentences.
        settle_s: Seconds that size and time of a file must stay the same before it is taken.
        poll_s: Seconds between two looks.
        retry_s: Seconds until the first try again when it is the surroundings that fail; later ones wait longer.
    """
    watcher = Watcher(Places(inbox, done, failed), submit, tell, settle_s=settle_s, retry_s=retry_s, stop=stop)
    while not stop.is_set():
        watcher.round()
        stop.wait(poll_s)


def _nothing(entry: Entry, error: DigitizeError) -> DocumentResult:
    return DocumentResult(_name(entry), None, None, 0, 0, (error,))


def _name(entry: Entry) -> str:
    return printable(entry.path.name)


def _told(results: Sequence[DocumentResult]) -> str:
    pages, words = sum(result.pages for result in results), sum(result.words for result in results)
    folders = ", ".join(str(result.folder) for result in results if result.folder is not None)
    return f"{pages:,} page{'s' if pages != 1 else ''}, {words:,} words: {folders}"
