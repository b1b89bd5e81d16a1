"""An inbox with its watcher, and a function that stands in for the digitising."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from digitize.errors import DigitizeError, InputError
from digitize.pipeline.run import DocumentResult
from digitize.watch.latecomers import Supply
from digitize.watch.places import Places
from digitize.watch.watcher import Watcher

Outcome = Sequence[DocumentResult] | BaseException


def delivered(path: Path, *errors: DigitizeError) -> list[DocumentResult]:
    return [DocumentResult(path.name, path.stem, Path("output") / path.stem, 3, 1200, errors)]


def nothing(path: Path) -> list[DocumentResult]:
    return [DocumentResult(path.name, None, None, 0, 0, (InputError("it is encrypted", hint="Remove the password"),))]


class Room:
    """An inbox with its watcher, and what was submitted and told."""

    def __init__(self, root: Path) -> None:
        self.places = Places.beside(root / "inbox")
        self.places.prepare(root / "output")
        self.submitted: list[str] = []
        self.told: list[str] = []
        self.outcome: Callable[[Path], Outcome] = delivered
        self.stop = threading.Event()
        self.watcher = self.new_watcher()

    def new_watcher(self, *, settle_s: float = 0.0, retry_s: float = 0.0, supply: Supply | None = None) -> Watcher:
        return Watcher(
            self.places,
            self.submit,
            self.told.append,
            settle_s=settle_s,
            retry_s=retry_s,
            stop=self.stop,
            supply=supply,
        )

    def submit(self, path: Path) -> Sequence[DocumentResult]:
        self.submitted.append(str(path.relative_to(self.places.inbox)))
        outcome = self.outcome(path)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def put(self, name: str, data: bytes = b"x") -> Path:
        path = self.places.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    @property
    def state(self) -> dict[str, list[str]]:
        """The files in each folder."""
        folders = {"inbox": self.places.inbox, "done": self.places.done, "failed": self.places.failed}
        return {
            name: sorted(
                str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
            )
            for name, folder in folders.items()
        }
