"""The supervisor: starts the parts of the service, starts again what dies or no longer answers, ends them all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from threading import Event, Thread

from digitize.errors import EnvironmentFault
from digitize.ingest import printable
from digitize_flows.health import answers
from digitize_flows.parts import Part, end_all
from digitize_flows.screen import Screen

_ROUND_S = 0.5
_START_S = 600.0
"""Prefect's server takes some 10 s to start on an idle machine, and much longer on a busy one."""
_STARTS = 2
"""Times that a part which ends while the service starts is started again: something may have killed it, but what is wrong with it stays wrong."""
_LOOK_S = 0.2
_ASK_S = 15.0
_SILENCE_S = 300.0
"""A part that has not answered for so long is ended and started again: it hangs. A busy machine is slow, not silent."""
_PATIENCE_S = 4.0
"""Seconds that flows have to tell the server that they were ended."""
_SERVER_PATIENCE_S = 3.0

Beat = Callable[[], None]
"""Something short that is done in every round, twice a second."""


class Supervisor:
    """Looks after the parts.

    Args:
        parts: All of them; the first is the server, which ends last.
        screen: Is told what happens.
        stop: Ends the waiting and the watch.
        ask_s: Seconds between two questions to a part whether it answers.
        silence_s: Seconds without an answer after which a part is started again.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        screen: Screen,
        stop: Event,
        *,
        ask_s: float = _ASK_S,
        silence_s: float = _SILENCE_S,
    ) -> None:
        self.parts = tuple(parts)
        self._screen = screen
        self._stop = stop
        self._ask_s = ask_s
        self._silence_s = silence_s
        self._last_answer_s: dict[str, float] = {}
        self._over = Event()

    def start(self) -> None:
        """Starts all parts that do not run yet, at once: those that need the server wait for it while they start."""
        for part in self.parts:
            if not part.runs:
                part.start()

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Waits until the service is ready, or is told to stop; a part that ends before is started again, a few times.

        Raises:
            EnvironmentFault: If a part ends again and again, or it takes too long.
        """
        deadline, ends = time.monotonic() + _START_S, Counter[str]()
        while not self._stop.is_set() and not is_ready():
            for part in self.parts:
                ends[part.name] += self._revived(part)
                if ends[part.name] > _STARTS:
                    raise _not_started(part)
            if time.monotonic() > deadline:
                raise EnvironmentFault(
                    f"the service did not start within {_START_S / 60:.0f} minutes",
                    where=printable(str(self.parts[0].log.parent)),
                    hint="Either this machine is too busy, or one of the logs there says why",
                )
            self._stop.wait(_LOOK_S)

    def watch(self, beats: Sequence[Beat] = ()) -> None:
        """Starts again what has died, until the service is told to stop."""
        asking = Thread(target=self._ask, name="asking", daemon=True)
        asking.start()
        while not self._stop.wait(_ROUND_S):
            for part in self.parts:
                self._look_after(part)
            for beat in beats:
                beat()

    def end(self) -> None:
        """Ends all parts with everything that they have started: first those that report to the server."""
        self._over.set()
        server, *others = self.parts
        end_all(others, _PATIENCE_S)
        end_all([server], _SERVER_PATIENCE_S)

    def told(self) -> str:
        """How many parts are up, and the names of those that are not."""
        down = [part.name for part in self.parts if not part.runs]
        return f"down: {', '.join(down)}" if down else f"all {len(self.parts)} parts up"

    def _look_after(self, part: Part) -> None:
        if part.runs and self._is_silent(part):
            self._screen.say(f"the part {part.name!r} has not answered for {self._silence_s:g} s", is_trouble=True)
            part.kill()
        self._revived(part)

    def _revived(self, part: Part) -> bool:
        """Starts a part again when it has died; whether it has died since it was looked at last."""
        try:
            pause_s = part.revive()
        except OSError as error:
            self._screen.say(
                f"the part {part.name!r} cannot be started: {error.strerror}; later again", is_trouble=True
            )
            return False
        if pause_s is not None:
            self._last_answer_s.pop(part.name, None)
            self._screen.say(
                f"the part {part.name!r} has ended, and starts again in {pause_s:g} s; see {printable(str(part.log))}",
                is_trouble=True,
            )
        return pause_s is not None

    def _is_silent(self, part: Part) -> bool:
        if part.url is None:
            return False
        last_s = self._last_answer_s.setdefault(part.name, time.monotonic())
        return time.monotonic() - last_s > self._silence_s

    def _ask(self) -> None:
        """Asks the parts that have an address whether they are well; in a thread, since an answer may take long."""
        while not self._over.wait(self._ask_s):
            for part in self.parts:
                if part.url is not None and answers(part.url):
                    self._last_answer_s[part.name] = time.monotonic()


def _not_started(part: Part) -> EnvironmentFault:
    words = printable(part.last_words)[:300]
    return EnvironmentFault(
        f"the part {part.name!r} ended while it started{f' ({words})' if words else ''}",
        where=printable(str(part.log)),
        hint="Its log says why",
    )
