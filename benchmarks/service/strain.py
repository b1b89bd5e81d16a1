"""Drops files while the service is killed again and again, lets it settle, and looks at what is left."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.service.checks import REASON, Fault, Folders, Outcome, check, fingerprint, runs_not_over
from benchmarks.service.drawn import Press
from benchmarks.service.hand import Hand, Ledger
from benchmarks.service.lives import Fate, Life, Step, Verb
from benchmarks.service.processes import Process, kill
from benchmarks.service.service_process import ServiceProcess, answers

_TICK_S = 0.05
_SETTLED_LATE_S = 150.0
_LOOK_S = 1.0
_BACKLOG = 12
"""Files that wait in the inbox, from which no more come: otherwise none would be disturbed while it is read."""
_STARTING = 0.15
"""Share of kills that come while the service starts after the one before."""
_STARTING_S = 8.0
_DOWN_S = 3.0
_READY_S = 600.0
"""The longest that a start may take; until then nothing is expected to happen."""
_LAST_LIFE = 999_999


@dataclass(frozen=True, slots=True)
class Killing:
    """How a service may be killed.

    Args:
        ways: ``service`` (its own process alone), ``everything`` (as a power cut), or the role of a process; with weights.
    """

    ways: dict[str, int]


SERVICE = Killing(
    {"service": 35, "everything": 20, "inbox": 15, "worker": 12, "server": 10, "deployments": 4, "any": 4}
)
WATCHER = Killing({"service": 50, "everything": 30, "worker": 20})


@dataclass(slots=True)
class Strain:
    """One run.

    Args:
        root: Its folder.
        service: To be strained; not started.
        lives: What is done to the inbox.
        killing: How it is killed.
        kills: How often.
        seed: Chooses when.
        patience_s: Seconds without any change until it is taken to have settled.
    """

    root: Path
    service: ServiceProcess
    lives: Sequence[Life]
    killing: Killing
    kills: int
    seed: int
    patience_s: float = 120.0
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    ledger: Ledger = field(init=False)
    _hand: Hand = field(init=False)
    _chance: random.Random = field(init=False)
    _start_s: float | None = None
    _kill_s: float | None = None
    _thresholds: list[int] = field(default_factory=list)
    _looked_s: float = 0.0
    _away: int = 0
    _waiting: int = 0
    _state: str = ""
    _ready: bool = False
    _started_s: float = 0.0
    _last_start: float = 0.0
    _changed_s: float = 0.0

    def run(self) -> Outcome:
        """Runs, and compares what is left with what was dropped."""
        folders = Folders(self.root)
        folders.inbox.mkdir(parents=True, exist_ok=True)
        self.ledger = Ledger(self.root / "ledger.jsonl")
        self._chance = random.Random(self.seed)
        expected = sum(step.fate not in (None, Fate.STAYS) for life in self.lives for step in life.steps)
        self._thresholds = sorted(self._chance.randrange(max(1, int(0.95 * expected))) for _ in range(self.kills))
        self._hand = Hand(folders.inbox, self.root / "aside", self.lives, self.ledger)
        with self.service:
            self._changed_s = self._started_s = time.monotonic()
            while not self._is_over():
                self._tick(folders)
            self._probe(folders)
            self._wait_for_runs(folders)
            status, left = self.service.end()
        if status != 0:
            self._fault("it did not end well", f"exit status {status}")
        self._left(left, "after it was told to end")
        self.faults += [Fault("digitize verify finds", told) for told in self.service.verified(folders.output)]
        outcome = check(folders, self._hand.copies, self._hand.known, last_start=self._last_start)
        return Outcome((*self.faults, *outcome.faults), outcome.rooms, outcome.documents)

    @property
    def dropped(self) -> int:
        """Files that were dropped; those that were taken back too."""
        return len(self._hand.copies) + self._hand.removed

    @property
    def removed(self) -> int:
        """Files that the user has taken back."""
        return self._hand.removed

    def _is_over(self) -> bool:
        quiet_s = time.monotonic() - self._changed_s
        settled = self._hand.is_done and not self._thresholds and self._kill_s is None and self._start_s is None
        return settled and ((self._waiting == 0 and quiet_s > 2 * _LOOK_S) or quiet_s > self.patience_s)

    def _wait_for_runs(self, folders: Folders) -> None:
        """Until Prefect calls no run running any more; those without a process are settled by the upkeep, a minute after the start."""
        until_s = time.monotonic() + _SETTLED_LATE_S
        while time.monotonic() < until_s and any(runs_not_over(folders.inside / "prefect" / "prefect.db")):
            time.sleep(_LOOK_S)

    def _tick(self, folders: Folders) -> None:
        now = time.monotonic()
        self._hand.act(may_begin=self._waiting < _BACKLOG)
        if now - self._looked_s >= _LOOK_S:
            self._look(folders, now)
        if self._start_s is not None:
            if now >= self._start_s:
                self._start_s = None
                self.ledger.note(0, "the service is started")
                self.service.start()
                self._ready, self._started_s, self._last_start = False, now, time.time()
        elif not self.service.runs:
            self._fault("the service ended by itself", self.service.said.read_text("utf-8", "replace")[-500:])
            self._start_s = now
        elif self._kill_s is not None and now >= self._kill_s:
            self._kill_s = None
            self._kill(now)
        time.sleep(_TICK_S)

    def _look(self, folders: Folders, now: float) -> None:
        """Counts what has been put away; plans the next kill."""
        self._looked_s = now
        self._away = _count(folders.room("done")) + _count(folders.room("failed"))
        self._waiting = sum(1 for copy in self._hand.copies if copy.fate is not Fate.STAYS) - self._away
        if not self._ready and now - self._started_s < _READY_S:
            self._changed_s = now
            if self._start_s is None and answers(self.service.health):
                self._ready = True
                self.ledger.note(0, f"it answers after {now - self._started_s:.0f} s")
        state = fingerprint(folders.root / "inbox") + fingerprint(folders.room("done")) + str(self._away)
        if state != self._state:
            self._state, self._changed_s = state, now
        quiet = now - self._changed_s > self.patience_s  # what has been put away does not reach the threshold
        if self._thresholds and self._kill_s is None and (self._away >= self._thresholds[0] or quiet):
            self._thresholds.pop(0)
            self._kill_s = now + self._chance.uniform(0.0, 3.0)

    def _kill(self, now: float) -> None:
        way = self._chance.choices(list(self.killing.ways), list(self.killing.ways.values()))[0]
        if way not in ("service", "everything"):
            victim = self._victim(way)
            if victim is not None:
                self.ledger.note(0, f"killed: {victim.role} ({victim.pid})")
                kill(victim)
                self.killed[victim.role] += 1
                return
            way = "service"
        self.ledger.note(0, f"killed: {way}")
        self.killed[way] += 1
        if way == "everything":
            self.service.kill_everything()
            self.service.clear_temporary()
        else:
            self._left(self.service.kill(), "after it was killed")
        self._changed_s, self._ready = now, False
        self._start_s = time.monotonic() + self._chance.uniform(0.0, _DOWN_S)
        if self._thresholds and self._chance.random() < _STARTING:
            self._thresholds.pop(0)
            self._kill_s = self._start_s + self._chance.uniform(0.0, _STARTING_S)

    def _victim(self, role: str) -> Process | None:
        others = [each for each in self.service.processes if each.pid != self.service.pid]
        wanted = [each for each in others if role in ("any", each.role)]
        return self._chance.choice(wanted) if wanted else None

    def _probe(self, folders: Folders) -> None:
        """One more scan: a service that has survived still works."""
        scan = Press(random.Random(self.seed + 2)).sound("png")
        step = Step(0.0, Verb.PUT, "the last.png", scan, fate=Fate.DONE)
        last = Hand(
            folders.inbox, self.root / "aside", [Life(_LAST_LIFE, "png", "straight", "", (step,), 0.0)], self.ledger
        )
        last.act()
        until = time.monotonic() + _READY_S  # a part that was killed may still be starting
        while time.monotonic() < until and not any(folders.room("done").glob("the last*.png")):
            time.sleep(_TICK_S)
        self._hand.adopt(last)

    def _left(self, left: Sequence[Process], when: str) -> None:
        if left:
            told = ", ".join(f"{each.role} ({each.command[:60]})" for each in left)
            self._fault("processes are left", f"{when}: {told}")

    def _fault(self, kind: str, what: str) -> None:
        self.ledger.note(0, f"{kind}: {what}")
        self.faults.append(Fault(kind, what))


def _count(room: Path) -> int:
    return sum(not name.endswith(REASON) for _, _, names in os.walk(room) for name in names)
