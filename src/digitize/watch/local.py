"""The watched folder alone, without a server: documents are digitised in this process."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from digitize.pipeline.run import DocumentResult, digitise
from digitize.pipeline.standby import Standby
from digitize.pipeline.supply import apply_sidecar, document_for
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.store.output import OutputFolder
from digitize.watch.latecomers import Supply, names_described
from digitize.watch.places import places_beside
from digitize.watch.watcher import RETRY_S, SETTLE_S, Submit, Tell
from digitize.watch.watching import POLL_S, watch


def watch_locally(
    settings: Settings,
    inboxes: Sequence[Path],
    *,
    settle_s: float = SETTLE_S,
    poll_s: float = POLL_S,
    retry_s: float = RETRY_S,
    tell: Tell | None = None,
) -> None:
    """Watches folders until Ctrl-C or SIGTERM, which let the current document finish; the second ends it at once.

    ``done`` and ``failed`` stand beside each inbox.

    Args:
        settings: For every document.
        inboxes: The watched folders; made when they do not exist.
        settle_s: Seconds that a file must stay the same before it is taken.
        poll_s: Seconds between two looks.
        retry_s: Seconds until the first try again when the surroundings fail.
        tell: Receives what happens, in sentences; standard error when ``None``.

    Raises:
        MissingDependencyError: If a program or language is missing at the start.
        EnvironmentFault: If a folder cannot be used.
        UsageError: If results would fall into an inbox.
        KeyboardInterrupt: When told to stop for the second time.
    """
    say = tell or say_on_standard_error
    places = places_beside(inboxes, settings.output)
    with stopped_by_signals(say) as stop:  # before the first line is said: who reads it may stop us at once
        with Workshop(settings):  # what is missing is said now, and not when the first file comes
            pass
        for each in places:
            say(f"watching {each.inbox}; originals go to {each.done} or {each.failed}, results to {settings.output}")
        with Standby(settings) as standby:
            watch(
                places,
                submit_to_workshop(settings, standby),
                stop=stop,
                tell=say,
                supply=supply_in_workshop(settings, standby),
                expect=standby.expect,
                settle_s=settle_s,
                poll_s=poll_s,
                retry_s=retry_s,
            )
    say("stopped")


def submit_to_workshop(settings: Settings, standby: Standby) -> Submit:
    """A function that digitises in this process.

    Each document has a workshop of its own, so that what was installed meanwhile is noticed; the workers are lent.
    """

    def submit(path: Path) -> Sequence[DocumentResult]:
        with standby.lent() as pool, Workshop(settings, pool=pool) as shop:
            return list(digitise([path], shop, as_document=True))

    return submit


def supply_in_workshop(settings: Settings, standby: Standby) -> Supply:
    """A function that applies a sidecar which came after its scan, in this process."""

    def supply(sidecar: Path, scan: Path | None) -> DocumentResult | None:
        document = document_for(names_described(sidecar), scan, OutputFolder(settings.output))
        if document is None:
            return None
        with standby.lent() as pool, Workshop(settings, pool=pool) as shop:
            return apply_sidecar(sidecar, document, shop)

    return supply


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
