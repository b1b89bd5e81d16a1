"""The watched folder alone, without a server: documents are digitised in this process."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from digitize.pipeline.run import DocumentResult, digitise
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.watch.watcher import POLL_S, RETRY_S, SETTLE_S, Places, Tell, watch


def watch_locally(
    settings: Settings,
    inbox: Path,
    *,
    settle_s: float = SETTLE_S,
    poll_s: float = POLL_S,
    retry_s: float = RETRY_S,
    tell: Tell | None = None,
) -> None:
    """Watches a folder until Ctrl-C or SIGTERM, which let the current document finish; the second ends it at once.

    ``done`` and ``failed`` stand beside the inbox.

    Args:
        settings: For every document.
        inbox: The watched folder; made when it does not exist.
        settle_s: Seconds that a file must stay the same before it is taken.
        poll_s: Seconds between two looks.
        retry_s: Seconds until the first try again when the surroundings fail.
        tell: Receives what happens, in sentences; standard error when ``None``.

    Raises:
        MissingDependencyError: If a program or language is missing at the start.
        EnvironmentFault: If a folder cannot be used.
        UsageError: If results would fall into the inbox.
        KeyboardInterrupt: When told to stop for the second time.
    """
    say = tell or say_on_standard_error
    places = Places.beside(inbox)
    places.prepare(settings.output)
    with Workshop(settings):  # what is missing is said now, and not when the first file comes
        pass
    say(f"watching {places.inbox}; originals go to {places.done} or {places.failed}, results to {settings.output}")
    with stopped_by_signals(say) as stop:
        watch(
            places.inbox,
            submit_to_workshop(settings),
            done=places.done,
            failed=places.failed,
            stop=stop,
            tell=say,
            settle_s=settle_s,
            poll_s=poll_s,
            retry_s=retry_s,
        )
    say("stopped")


def submit_to_workshop(settings: Settings) -> Callable[[Path], Sequence[DocumentResult]]:
    """A function that digitises in this process.

    Each document has a workshop of its own: over months nothing piles up, and what was installed meanwhile is noticed.
    """

    def submit(path: Path) -> Sequence[DocumentResult]:
        with Workshop(settings) as shop:
            return list(digitise([path], shop, as_document=True))

    return submit


def say_on_standard_error(sentence: str) -> None:
    """One line, at once, even into a pipe."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


@contextmanager
def stopped_by_signals(tell: Tell | None) -> Iterator[Event]:
    """An event that the first SIGINT or SIGTERM sets, and tells of; the second interrupts. For the main thread."""
    stop = Event()

    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        if tell is not None:
            tell("stopping after the current document; once more to stop at once")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
