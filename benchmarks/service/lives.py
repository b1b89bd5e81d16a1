"""What people and networks do to the files of an inbox, planned from a seed: the lives of some hundred files."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from benchmarks.service.drawn import BROKEN, SOUND, Press
from benchmarks.service.stub_engine import WORDS


class Fate(StrEnum):
    """Where a file has to be in the end."""

    DONE = "done"
    FAILED = "failed"
    EITHER = "either"
    """It is damaged, but something of it may be readable."""
    BESIDE = "beside"
    """A sidecar: with its scan, or still in the inbox when that has gone."""
    STAYS = "stays"
    """It was left under a temporary name."""


class Verb(StrEnum):
    """What is done to a file."""

    PUT = "put"
    OPEN = "open"
    MORE = "more"
    CLOSE = "close"
    FOLDER = "folder"
    RENAME = "rename"
    REPLACE = "replace"
    OVERWRITE = "overwrite"
    REMOVE = "remove"
    LINK = "link"
    PIPE = "pipe"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done.

    Args:
        at_s: Seconds after the life's beginning.
        verb: What.
        name: To which file, as a path within the inbox.
        data: Bytes that are written, or the target of a link.
        to: The new name, where it gets one.
        fate: Where the file that comes to be has to go; ``None`` where none does.
        title: What its sidecar states; ``None`` without one.
    """

    at_s: float
    verb: Verb
    name: str
    data: bytes = b""
    to: str = ""
    fate: Fate | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """All that is done to one file or folder, or to two of the same content.

    Args:
        number: From 1.
        kind: What it is.
        way: How it comes in.
        turn: What happens to it then.
        steps: In the order of time.
        gap_s: Seconds from the beginning of the life before to that of this one.
    """

    number: int
    kind: str
    way: str
    turn: str
    steps: tuple[Step, ...]
    gap_s: float


_NAMES = ("scan", "Правда", "décret №3", "lettre", "опись 12", "page", "telegram", "дело")
_WAYS = ("straight", "slow", "temporary name", "stalled", "in a box")
_TURNS = ("renamed", "replaced", "overwritten", "removed")
_LONG_BYTES = 246
_TOP_S = (4.0, 12.0)
"""When a file is disturbed: about when it is taken and read."""
_STALL_S = 7.5
"""Longer than a file takes to settle."""


class Lives:
    """Plans lives.

    Args:
        seed: The same seed plans the same.
        settle_s: Seconds in which a file settles; pauses in writing are shorter, but for a stalled one.
    """

    def __init__(self, seed: int, settle_s: float = 5.0) -> None:
        self._chance = random.Random(seed)
        self._press = Press(random.Random(seed + 1))
        self._settle_s = settle_s
        self._sound: list[tuple[str, str, bytes]] = []
        """Names, endings and contents of scans that were planned."""

    def plan(self, files: int) -> list[Life]:
        """The lives of so many files; sidecars and pages of a folder count."""
        made: list[Life] = []
        planned = 0
        while planned < files:
            life = self._life(len(made) + 1)
            made.append(life)
            planned += sum(step.fate is not None for step in life.steps)
        return made

    def _life(self, number: int) -> Life:
        kinds: dict[Callable[[int], Life], int] = {
            self._single: 50,
            self._broken: 18,
            self._folder: 8,
            self._with_sidecar: 8,
            self._twice_at_once: 4,
            self._again_later: 7,
            self._same_name: 3,
            self._odd: 2,
        }
        make = self._chance.choices(list(kinds), list(kinds.values()))[0]
        gap_s = 0.0 if self._chance.random() < 0.4 else self._chance.uniform(0.2, 4.0)
        return replace(make(number), gap_s=gap_s)

    # What comes ----------------------------------------------------------------------------------------------------

    def _single(self, number: int) -> Life:
        ending = self._chance.choice(SOUND)
        data = self._press.sound(ending)
        name = self._name(number, ending)
        self._sound.append((name, ending, data))
        way = self._chance.choices(_WAYS, (50, 15, 15, 5, 15))[0]
        name, steps = self._arriving(way, name, data, Fate.DONE)
        turn = self._chance.choices(("left alone", *_TURNS), (60, 10, 10, 10, 10))[0]
        return Life(number, ending, way, turn, (*steps, *self._turn(turn, name, ending, steps[-1].at_s)), 0.0)

    def _broken(self, number: int) -> Life:
        kind = self._chance.choice(BROKEN)
        fate = Fate.EITHER if kind.startswith("cut") else Fate.FAILED
        data = self._press.broken(kind)
        _, steps = self._arriving("straight", self._name(number, kind), data, fate)
        turn = self._chance.choices(("left alone", "removed"), (9, 1))[0]
        return Life(number, kind, "straight", turn, (*steps, *self._turn(turn, steps[0].name, kind, 0.0)), 0.0)

    def _folder(self, number: int) -> Life:
        folder = self._name(number, "").rstrip(".")
        steps = [Step(0.0, Verb.FOLDER, folder)]
        kind = self._chance.choices(("folder", "folder with a bad page"), (3, 1))[0]
        at_s = 0.0
        for page in range(1, self._chance.randint(2, 4)):
            steps.append(Step(at_s, Verb.PUT, f"{folder}/{page}.png", self._press.sound("png"), fate=Fate.DONE))
            at_s += self._chance.choice((0.0, 0.3, 1.5))
        if kind != "folder":
            bad = self._press.broken("text.png")
            steps.append(Step(at_s, Verb.PUT, f"{folder}/{len(steps) + 9}.png", bad, fate=Fate.DONE))
        turn = self._chance.choices(("left alone", "renamed"), (3, 1))[0]
        if turn == "renamed":
            steps.append(Step(self._moment(at_s), Verb.RENAME, folder, to=f"{folder} renamed"))
        return Life(number, kind, "page by page", turn, tuple(steps), 0.0)

    def _with_sidecar(self, number: int) -> Life:
        ending = self._chance.choice(SOUND)
        name = self._name(number, ending)
        stem = name.removesuffix(f".{ending}")
        data = self._press.sound(ending)
        kind = self._chance.choice(("toml", "txt", "toml and txt"))
        title = f"Report {number}" if "toml" in kind else None
        steps = []
        if title:
            content = f'title = "{title}"\ndate = "1927-11-02"\n'.encode()
            steps.append(Step(0.0, Verb.PUT, f"{stem}.toml", content, fate=Fate.BESIDE))
        if "txt" in kind:
            content = f"{WORDS} {number}\n".encode()
            steps.append(Step(0.0, Verb.PUT, f"{stem}.txt", content, fate=Fate.BESIDE))
        after_s = self._chance.choice((0.0, 0.0, 9.0))
        steps.append(Step(after_s, Verb.PUT, name, data, fate=Fate.DONE, title=title))
        return Life(number, f"{ending} with {kind}", "sidecars first", "left alone", tuple(steps), 0.0)

    def _twice_at_once(self, number: int) -> Life:
        ending = self._chance.choice(SOUND)
        data = self._press.sound(ending)
        names = (self._name(number, ending), self._name(number, ending, "copy"))
        steps = tuple(Step(0.0, Verb.PUT, name, data, fate=Fate.DONE) for name in names)
        return Life(number, ending, "twice at once", "left alone", steps, 0.0)

    def _again_later(self, number: int) -> Life:
        if not self._sound:
            return self._single(number)
        _, ending, data = self._chance.choice(self._sound)
        step = Step(0.0, Verb.PUT, self._name(number, ending, "again"), data, fate=Fate.DONE)
        return Life(number, ending, "known content", "left alone", (step,), 0.0)

    def _same_name(self, number: int) -> Life:
        if not self._sound:
            return self._single(number)
        name, ending, _ = self._chance.choice(self._sound)
        data = self._press.sound(ending)
        return Life(number, ending, "known name", "left alone", (Step(0.0, Verb.PUT, name, data, fate=Fate.DONE),), 0.0)

    def _odd(self, number: int) -> Life:
        kind = self._chance.choice(("link", "pipe", "left as temporary"))
        if kind == "link":
            step = Step(0.0, Verb.LINK, self._name(number, "png"), f"/nowhere/{number}".encode(), fate=Fate.FAILED)
        elif kind == "pipe":
            step = Step(0.0, Verb.PIPE, self._name(number, "tif"), fate=Fate.FAILED)
        else:
            name = self._name(number, "png.part")
            step = Step(0.0, Verb.PUT, name, self._press.sound("png"), fate=Fate.STAYS)
        return Life(number, kind, "straight", "left alone", (step,), 0.0)

    # How it comes, and what happens then -----------------------------------------------------------------------------

    def _arriving(self, way: str, name: str, data: bytes, fate: Fate) -> tuple[str, list[Step]]:
        """The final name, and the steps until the file is whole."""
        if way == "temporary name":
            hidden = self._chance.choice((f".{name}", f"{name}.part", f"{name}.tmp"))
            steps = list(self._written(hidden, data, fate, self._pauses()))
            return name, [*steps, Step(steps[-1].at_s, Verb.RENAME, hidden, to=name)]
        if way == "slow":
            return name, list(self._written(name, data, fate, self._pauses()))
        if way == "stalled":
            return name, list(self._written(name, data, fate, [_STALL_S / 5 * self._settle_s]))
        if way == "in a box":
            box = f"box {self._chance.randint(1, 9999)}"
            name = f"{box}/{name}"
            return name, [Step(0.0, Verb.FOLDER, box), Step(0.0, Verb.PUT, name, data, fate=fate)]
        return name, [Step(0.0, Verb.PUT, name, data, fate=fate)]

    def _pauses(self) -> list[float]:
        longest_s = 0.6 * self._settle_s
        return [self._chance.uniform(0.1, longest_s) for _ in range(self._chance.randint(1, 4))]

    def _written(self, name: str, data: bytes, fate: Fate, pauses_s: list[float]) -> Iterator[Step]:
        pieces = len(pauses_s) + 1
        bounds = [len(data) * n // pieces for n in range(pieces + 1)]
        at_s = 0.0
        yield Step(at_s, Verb.OPEN, name, data[: bounds[1]], fate=fate)
        for n, pause_s in enumerate(pauses_s, 1):
            at_s += pause_s
            yield Step(at_s, Verb.MORE, name, data[bounds[n] : bounds[n + 1]])
        yield Step(at_s, Verb.CLOSE, name)

    def _turn(self, turn: str, name: str, ending: str, whole_s: float) -> Iterator[Step]:
        at_s = self._moment(whole_s)
        match turn:
            case "renamed":
                stem, dot, tail = name.rpartition(".")
                yield Step(at_s, Verb.RENAME, name, to=f"{stem} renamed{dot}{tail}")
            case "replaced":
                yield Step(at_s, Verb.REPLACE, name, self._press.sound(ending), fate=Fate.DONE)
            case "overwritten":
                yield Step(at_s, Verb.OVERWRITE, name, self._press.sound(ending), fate=Fate.DONE)
            case "removed":
                yield Step(at_s, Verb.REMOVE, name)
            case _:
                return

    def _moment(self, after_s: float) -> float:
        low, high = (bound / 5 * self._settle_s for bound in _TOP_S)
        return after_s + self._chance.uniform(low, high)

    def _name(self, number: int, ending: str, note: str = "") -> str:
        stem = " ".join(part for part in (f"{number:04}", self._chance.choice(_NAMES), note) if part)
        chance = self._chance.random()
        if chance < 0.03 and not note:
            stem += "x" * (_LONG_BYTES - len(stem.encode()) - len(ending) - len(" renamed"))
        elif chance < 0.05:
            stem += "\udcff"  # a byte that is no UTF-8
        return f"{stem}.{ending}"


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
