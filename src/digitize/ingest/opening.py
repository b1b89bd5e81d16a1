"""Files from outside are opened here: regular ones only, never waiting for anything."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from digitize.errors import EnvironmentFault, InputError
from digitize.ingest.names import printable

_KINDS = (
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISFIFO, "is a named pipe (FIFO), not a regular file"),
    (stat.S_ISSOCK, "is a socket, not a regular file"),
    (stat.S_ISCHR, "is a device, not a regular file"),
    (stat.S_ISBLK, "is a device, not a regular file"),
)

_REASONS = {
    errno.ENOENT: ("does not exist", "Check the path"),
    errno.ENOTDIR: ("does not exist", "Check the path"),
    errno.EACCES: ("cannot be read: permission denied", "Give yourself the right to read it (chmod u+r)"),
    errno.EPERM: ("cannot be read: permission denied", "Give yourself the right to read it (chmod u+r)"),
    errno.ELOOP: ("is a symbolic link that leads back to itself", "Remove or mend the link"),
    errno.ENAMETOOLONG: ("has too long a name", "Give it a shorter name"),
}


def open_regular(path: Path, holding: str = "a scan") -> BinaryIO:
    """Opens a regular file for reading; a FIFO, socket or device is refused without being opened or waited for.

    Args:
        path: The file.
        holding: What it should hold, for the hint of an error.

    Raises:
        InputError: If it is missing, unreadable or no regular file, naming it.
    """
    try:
        require_regular(path.stat(), path, holding)
        # Between the two calls the file may have been replaced: do not block then, and look again.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        file = os.fdopen(descriptor, "rb")
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    try:
        require_regular(os.fstat(file.fileno()), path, holding)
    except InputError:
        file.close()
        raise
    return file


def require_regular(status: os.stat_result, path: Path, holding: str = "a scan") -> None:
    """Checks that ``path`` is a regular file (or a link to one).

    Args:
        status: What the system says of it.
        path: The file.
        holding: What it should hold, for the hint of the error.

    Raises:
        InputError: If it is not, saying what it is.
    """
    if stat.S_ISREG(status.st_mode):
        return
    kind = next((text for is_kind, text in _KINDS if is_kind(status.st_mode)), "is not a regular file")
    raise InputError(kind, where=shown(path), hint=f"Give a file that holds {holding}")


def unreadable(path: Path, error: OSError | ValueError) -> InputError:
    """The error for a path that the system would not let us look at.

    Raises:
        EnvironmentFault: If it is the system that fails, and not the path.
    """
    if not isinstance(error, OSError):  # a name with a zero byte
        return InputError("is not a possible path", where=shown(path), hint="Check the path")
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        raise EnvironmentFault(f"cannot be opened: {error.strerror}", where=shown(path)) from None
    reason, hint = _REASONS.get(error.errno or 0, (f"cannot be read: {error.strerror}", "Check the file and its disk"))
    return InputError(reason, where=shown(path), hint=hint)


def shown(path: Path) -> str:
    """The path as it may stand in a message."""
    return printable(str(path))
