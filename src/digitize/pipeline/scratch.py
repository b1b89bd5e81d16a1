"""The run's folder for temporary files, which goes with the run; what a killed run left goes with the next one."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from digitize.errors import EnvironmentFault

_UNLOCKED, _LOCKED = "digitize-new-", "digitize-run-"
_LOCK = "lock"


class Scratch:
    """A temporary folder whose lock is held as long as this process lives.

    Raises:
        EnvironmentFault: If it cannot be made.
    """

    def __init__(self) -> None:
        try:
            place = Path(tempfile.gettempdir())
            _remove_abandoned(place)
            made = Path(tempfile.mkdtemp(prefix=_UNLOCKED))
            self._lock = os.open(made / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self.folder = made.rename(made.with_name(made.name.replace(_UNLOCKED, _LOCKED)))
        except OSError as error:
            raise EnvironmentFault(
                f"no temporary files can be made: {error.strerror}",
                where=os.environ.get("TMPDIR") or "the folder for temporary files",
                hint="Make room there, or name another folder in TMPDIR",
            ) from error

    def remove(self) -> None:
        """Removes the folder; harmless the second time."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _remove_abandoned(place: Path) -> None:
    """Removes folders of runs that were killed: nobody holds their locks."""
    for folder in place.glob(f"{_LOCKED}*"):
        with suppress(OSError):  # another user's, or one that is just going
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)
