"""The folders of an inbox, and whether those of several can be watched together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import EnvironmentFault, UsageError
from digitize.ingest import printable


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

        ``done`` and ``failed`` beside an inbox that stands on a read-only disk are not there, and no reason not to
        read what is in the inbox.

        Raises:
            UsageError: If results or originals would fall into the inbox and be taken again.
            EnvironmentFault: If the inbox cannot be made.
        """
        for folder in (self.done, self.failed, output):
            _require_outside(folder, self.inbox)
        try:
            self.inbox.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"cannot be made: {error.strerror}",
                where=printable(str(self.inbox)),
                hint="Check the permissions of the folder above it, or choose another inbox",
            ) from error
        for folder in (self.done, self.failed):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError:  # told when something is to be moved there
                continue


def places_beside(inboxes: Iterable[Path], output: Path) -> tuple[Places, ...]:
    """The folders of several inboxes, made.

    Args:
        inboxes: Each named once; naming one twice does no harm.
        output: Where results go.

    Raises:
        UsageError: If there is none, one lies in another, or results or originals would fall into one.
        EnvironmentFault: If one cannot be made.
    """
    several: dict[Path, Places] = {}
    for places in map(Places.beside, inboxes):
        several.setdefault(places.inbox.resolve(), places)
    if not several:
        raise UsageError("no folder to watch is named", hint="Name one, such as scans/inbox")
    for places in several.values():
        for other in several.values():
            if other is not places:
                for folder in (places.inbox, places.done, places.failed):
                    _require_outside(folder, other.inbox)
    for places in several.values():
        places.prepare(output)
    return tuple(several.values())


def told(places: Sequence[Places]) -> str:
    """The inboxes, for a person."""
    return ", ".join(printable(str(each.inbox)) for each in places)


def _require_outside(folder: Path, inbox: Path) -> None:
    if folder.resolve().is_relative_to(inbox.resolve()):
        raise UsageError(
            "lies in the watched folder, and what is written there would be taken as new scans",
            where=printable(str(folder)),
            hint="Choose another folder",
        )
