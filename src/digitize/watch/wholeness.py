"""Whether a picture is known to be whole: it ends as its format ends, and nobody has it open to write to.

Only of formats that nothing can be added to (a TIFF or a PDF may get another page), and only where the system knows who
writes: on a disk of this machine. Of everything else nothing is known, and it has to wait.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import sys
from pathlib import Path

_ENDINGS = {
    ".jpg": (b"\xff\xd8\xff", b"\xff\xd9"),
    ".jpeg": (b"\xff\xd8\xff", b"\xff\xd9"),
    ".png": (b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"),
}
"""The first and last bytes of a whole file."""
_LOCAL = frozenset("bcachefs btrfs ext2 ext3 ext4 f2fs jfs overlay tmpfs xfs zfs".split())


def is_whole(path: Path) -> bool:
    """Whether a file is known to be whole. Never waits, and never follows a link."""
    marks = _ENDINGS.get(path.suffix.lower())
    if marks is None or sys.platform != "linux":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        status = os.fstat(descriptor)
        first, last = marks
        return (
            stat.S_ISREG(status.st_mode)
            and status.st_size > len(first) + len(last)
            and os.pread(descriptor, len(first), 0) == first
            and os.pread(descriptor, len(last), status.st_size - len(last)) == last
            and _is_on_local_disk(status.st_dev)
            and _nobody_writes(descriptor)
        )
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _nobody_writes(descriptor: int) -> bool:
    """Asks for a lease on the file, which the system refuses as long as anybody has it open to write to."""
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # told of a newcomer by a signal that does nothing
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError:
        return False
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def _is_on_local_disk(device: int) -> bool:
    """Whether the file system of that number is one whose every writer is a process of this machine."""
    number = f"{os.major(device)}:{os.minor(device)}"
    mounts = (line.split() for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines())
    return any(fields[2] == number and fields[fields.index("-") + 1] in _LOCAL for fields in mounts)
