"""The hand that does to the inbox what the lives say, and keeps a ledger of it.

Every step is done so that its outcome is known for certain, also when the service moves the file at that very moment:
files are taken out of the inbox by renaming, and replaced by exchanging.
"""

from __future__ import annotations

import ctypes
import errno
import heapq
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.service.lives import Fate, Life, Step, Verb, digest

_HERE = -100
"""``AT_FDCWD``."""
_NO_REPLACE, _EXCHANGE = 1, 2


@dataclass(frozen=True, slots=True)
class Copy:
    """One file that was dropped and not taken back.

    Args:
        life: Number of the life.
        content: SHA-256 of its content; ``link`` or ``pipe`` and what tells it from others where it has none.
        fate: Where it has to be in the end.
        title: What its sidecar states; ``None`` without one.
    """

    life: int
    content: str
    fate: Fate
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger.

    Args:
        at_s: Seconds since the run began.
        life: Number of the life; 0 for what happens to the service.
        what: A sentence.
    """

    at_s: float
    life: int
    what: str


@dataclass(slots=True)
class Ledger:
    """All that was done, in a file too.

    Args:
        path: The file, one JSON object a line.
        clock: Seconds.
    """

    path: Path
    clock: Callable[[], float] = time.monotonic
    events: list[Event] = field(default_factory=list)
    _began_s: float = 0.0

    def __post_init__(self) -> None:
        self._began_s = self.clock()

    def note(self, life: int, what: str) -> None:
        """Adds a line."""
        event = Event(round(self.clock() - self._began_s, 2), life, what)
        self.events.append(event)
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(json.dumps(asdict(event)) + "\n")

    def of(self, lives: Iterable[int]) -> list[Event]:
        """What was done to some files, and to the service meanwhile."""
        wanted = set(lives)
        own = [event.at_s for event in self.events if event.life in wanted]
        if not own:
            return []
        first, last = min(own) - 1.0, max(own) + 60.0
        return [
            event for event in self.events if event.life in wanted or (event.life == 0 and first <= event.at_s <= last)
        ]


class Hand:
    """Does the steps that are due, life after life.

    Args:
        inbox: The watched folder.
        aside: A folder on the same disk, for what is taken out of it.
        lives: What is to be done.
        ledger: Is told.
        clock: Seconds.
    """

    def __init__(
        self,
        inbox: Path,
        aside: Path,
        lives: Iterable[Life],
        ledger: Ledger,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inbox = inbox
        self._aside = aside
        self._ledger = ledger
        self._clock = clock
        self._lives = iter(lives)
        self._next: Life | None = next(self._lives, None)
        self._next_s = clock()
        self._due: list[tuple[float, int, int, Step]] = []
        self._streams: dict[tuple[int, str], int] = {}
        self._names: dict[tuple[int, str], str] = {}
        self._copies: dict[tuple[int, str], Copy] = {}
        """What was dropped and not taken back, by life and last known name."""
        self.known: dict[str, set[int]] = {}
        """Every content that ever stood whole in the inbox, and the lives it belongs to."""
        self.removed = 0
        self._aside.mkdir(parents=True, exist_ok=True)

    @property
    def is_done(self) -> bool:
        """Whether all lives are over."""
        return self._next is None and not self._due

    @property
    def copies(self) -> list[Copy]:
        """What was dropped and not taken back."""
        return list(self._copies.values())

    def adopt(self, other: Hand) -> None:
        """Takes over what another hand has dropped."""
        self._copies.update(other._copies)
        for content, lives in other.known.items():
            self.known.setdefault(content, set()).update(lives)

    def act(self, *, may_begin: bool = True) -> None:
        """Does what is due now.

        Args:
            may_begin: Whether another life may begin.
        """
        now = self._clock()
        while self._next is not None and may_begin and now >= self._next_s:
            life = self._next
            for n, step in enumerate(life.steps):
                heapq.heappush(self._due, (now + step.at_s, life.number, n, step))
            self._next = next(self._lives, None)
            self._next_s = now + (self._next.gap_s if self._next else 0.0)
        while self._due and self._due[0][0] <= now:
            _, life_number, _, step = heapq.heappop(self._due)
            self._do(life_number, step)

    def _do(self, life: int, step: Step) -> None:
        actions: dict[Verb, Callable[[int, Step], str]] = {
            Verb.PUT: self._put,
            Verb.OPEN: self._open,
            Verb.MORE: self._more,
            Verb.CLOSE: self._close,
            Verb.FOLDER: self._folder,
            Verb.RENAME: self._rename,
            Verb.REPLACE: self._replace,
            Verb.OVERWRITE: self._overwrite,
            Verb.REMOVE: self._remove,
            Verb.LINK: self._link,
            Verb.PIPE: self._pipe,
        }
        told = actions[step.verb](life, step)
        if told:
            self._ledger.note(life, told)

    # Steps ---------------------------------------------------------------------------------------------------------

    def _put(self, life: int, step: Step) -> str:
        descriptor, name = self._created(life, step.name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(step.data)
        self._came(life, step.name, digest(step.data), step)
        return f"dropped {name!r}: {len(step.data)} bytes, {digest(step.data)[:12]}, to be {step.fate}"

    def _open(self, life: int, step: Step) -> str:
        descriptor, name = self._created(life, step.name)
        os.write(descriptor, step.data)
        self._streams[life, step.name] = descriptor
        self._came(life, step.name, "", step)
        return f"began {name!r}: {len(step.data)} bytes, to be {step.fate}"

    def _more(self, life: int, step: Step) -> str:
        os.write(self._streams[life, step.name], step.data)
        return f"{len(step.data)} more bytes"

    def _close(self, life: int, step: Step) -> str:
        descriptor = self._streams.pop((life, step.name))
        content = digest(_whole(descriptor))
        os.close(descriptor)
        copy = self._copies[life, step.name]
        self._copies[life, step.name] = Copy(life, content, copy.fate, copy.title)
        self.known.setdefault(content, set()).add(life)
        return f"whole now: {content[:12]}"

    def _folder(self, life: int, step: Step) -> str:
        (self._inbox / step.name).mkdir(exist_ok=True)
        self._names[life, step.name] = step.name
        return f"made the folder {step.name!r}"

    def _rename(self, life: int, step: Step) -> str:
        old, new = self._inbox / self._names[life, step.name], self._inbox / step.to
        self._names[life, step.to] = step.to  # later steps call it so, whether it was there to be renamed or not
        if not _renamed(old, new, _NO_REPLACE):
            return f"was to be renamed, but has left the inbox: {step.name!r}"
        for key in [key for key in self._copies if key[0] == life and _is_below(key[1], step.name)]:
            self._copies[life, step.to + key[1].removeprefix(step.name)] = self._copies.pop(key)
        return f"renamed {step.name!r} to {step.to!r}"

    def _replace(self, life: int, step: Step) -> str:
        path, other = self._inbox / self._names[life, step.name], self._spare()
        other.write_bytes(step.data)
        content = digest(step.data)
        if _renamed(other, path, _EXCHANGE):
            gone = digest(other.read_bytes())
            self._copies.pop((life, step.name))
            self.removed += 1
            self._came(life, step.name, content, step)
            return f"replaced: {gone[:12]} was taken away, {content[:12]} is there"
        path.parent.mkdir(exist_ok=True)
        if not _renamed(other, path, _NO_REPLACE):
            raise RuntimeError(f"cannot be dropped: {path}")
        self._came(life, f"{step.name} once more", content, step)
        return f"was to be replaced, but has left the inbox; {content[:12]} is dropped as {step.name!r}"

    def _overwrite(self, life: int, step: Step) -> str:
        try:
            descriptor = os.open(self._inbox / self._names[life, step.name], os.O_WRONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return "was to be overwritten, but has left the inbox"
        os.ftruncate(descriptor, 0)
        os.write(descriptor, step.data)
        os.close(descriptor)
        self._came(life, step.name, digest(step.data), step)
        return f"overwritten in its place: {digest(step.data)[:12]}"

    def _remove(self, life: int, step: Step) -> str:
        if not _renamed(self._inbox / self._names[life, step.name], self._spare(), _NO_REPLACE):
            return "was to be removed, but has left the inbox"
        self._copies.pop((life, step.name))
        self.removed += 1
        return "removed by the user"

    def _link(self, life: int, step: Step) -> str:
        (self._inbox / step.name).symlink_to(os.fsdecode(step.data))
        self._came(life, step.name, f"link {os.fsdecode(step.data)}", step)
        return f"a link {step.name!r}"

    def _pipe(self, life: int, step: Step) -> str:
        os.mkfifo(self._inbox / step.name)
        self._came(life, step.name, "pipe", step)
        return f"a pipe {step.name!r}"

    # Parts of steps ------------------------------------------------------------------------------------------------

    def _created(self, life: int, name: str) -> tuple[int, str]:
        """A new file of that name, or of a similar one where that is taken."""
        actual = name
        while True:
            path = self._inbox / actual
            path.parent.mkdir(exist_ok=True)  # the service removes folders that it has emptied
            try:
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644)
            except FileExistsError:
                stem, dot, ending = actual.rpartition(".")
                actual = f"{stem} ({life}){dot}{ending}"
            except FileNotFoundError:  # removed between the two
                continue
            else:
                self._names[life, name] = actual
                return descriptor, actual

    def _came(self, life: int, name: str, content: str, step: Step) -> None:
        if step.fate is None:
            raise ValueError(f"what comes to be has a fate: {step}")
        self._copies[life, name] = Copy(life, content, step.fate, step.title)
        if content:
            self.known.setdefault(content, set()).add(life)

    def _spare(self) -> Path:
        return self._aside / f"{len(list(self._aside.iterdir())):06}"


def _whole(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _is_below(name: str, folder: str) -> bool:
    return name == folder or name.startswith(f"{folder}/")


def _renamed(old: Path, new: Path, flag: int) -> bool:
    """Renames in one step of the system; ``False`` where something is not there, or stands in the way."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(_HERE, os.fsencode(old), _HERE, os.fsencode(new), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOENT, errno.EEXIST, errno.ENOTDIR):
        return False
    raise OSError(number, os.strerror(number), os.fspath(old))
