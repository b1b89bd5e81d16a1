"""Several inboxes watched by one process, in turn: a document of each, so that none waits for all of another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Event

from digitize.watch.bell import Bell
from digitize.watch.latecomers import Supply
from digitize.watch.places import Places
from digitize.watch.watcher import RETRY_S, SETTLE_S, Submit, Tell, Watcher

POLL_S = 2.0
_GLANCE_S = 0.2
"""Seconds between two questions whether the bell has rung: how soon a drop is seen."""
_SHARE = 20
"""Looking takes a twentieth of the time at most, however many files there are."""


def watch(
    places: Sequence[Places],
    submit: Submit,
    *,
    stop: Event,
    tell: Tell,
    supply: Supply | None = None,
    expect: Callable[[bool], None] | None = None,
    settle_s: float = SETTLE_S,
    poll_s: float = POLL_S,
    retry_s: float = RETRY_S,
) -> None:
    """Watches folders until it is told to stop: what is dropped there is digitised, and then moved out.

    Args:
        places: The folders of each inbox. An original goes to ``done`` when its document was delivered, and to ``failed``,
            with a ``NAME.reason.txt``, when nothing could be delivered.
        submit: Digitises one file, or one folder of page images, and waits for it.
        stop: Ends the watch, after the current document.
        tell: Receives what happens, in sentences.
        supply: Applies a sidecar that came after its scan.
        expect: Is told again and again whether there is something to take soon.
        settle_s: Seconds that size and time of a file must stay the same before it is taken.
        poll_s: Seconds between two looks where the system tells of no events.
        retry_s: Seconds until the first try again when it is the surroundings that fail; later ones wait longer.
    """
    watchers = [
        Watcher(each, submit, tell, settle_s=settle_s, retry_s=retry_s, stop=stop, supply=supply) for each in places
    ]
    turns = [_Turn(watcher, poll_s) for watcher in watchers]
    with Bell() as bell:
        while not stop.is_set():
            looks = [turn.look_if_due() for turn in turns]
            if any(looks):
                inboxes = [watcher.places.inbox for watcher in watchers]
                bell.watch([*inboxes, *(folder for watcher in watchers for folder in watcher.folders)])
            if expect is not None:
                expect(any(watcher.expects for watcher in watchers))
            worked = [watcher.work() for watcher in watchers]  # each has its turn
            if not any(worked):
                _wait(turns, bell, stop)


class _Turn:
    """When a watcher looks again."""

    def __init__(self, watcher: Watcher, poll_s: float) -> None:
        self._watcher = watcher
        self._poll_s = poll_s
        self._looked_s = float("-inf")
        self.due_s = float("-inf")

    def look_if_due(self) -> bool:
        if time.monotonic() < self.due_s:
            return False
        self._watcher.look()
        self._looked_s = time.monotonic()
        self.due_s = self._not_before(self._looked_s + self._poll_s)
        if self._watcher.settles_in_s is not None:
            settled_s = self._looked_s + self._watcher.settles_in_s
            self.due_s = min(self.due_s, self._not_before(settled_s))
        return True

    def hurry(self) -> None:
        """Something has happened: it looks as soon as it may."""
        self.due_s = min(self.due_s, self._not_before(self._looked_s + _GLANCE_S))

    def _not_before(self, due_s: float) -> float:
        return max(due_s, self._looked_s + _SHARE * self._watcher.look_took_s)


def _wait(turns: Sequence[_Turn], bell: Bell, stop: Event) -> None:
    """Waits until a look is due, the bell rings, or the watch is to end."""
    while not stop.wait(max(0.0, min(_GLANCE_S, min(turn.due_s for turn in turns) - time.monotonic()))):
        if bell.rung():
            for turn in turns:
                turn.hurry()
        if any(time.monotonic() >= turn.due_s for turn in turns):
            return
