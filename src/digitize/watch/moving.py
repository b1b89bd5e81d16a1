"""Moves a file or folder to a name that is free, never over another; whole at every moment, whatever interrupts it.

Within one file system it is renamed. To another it is copied under a temporary name, synced, compared, given its name, and
only then removed where it stood.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from digitize.store.files import TEMPORARY, copy_hashed, sha256_of, sync_folder

_AT_FDCWD = -100
_NO_REPLACE = 1
"""``renameat2`` flag, from ``linux/fs.h``."""
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})
"""What file systems answer that cannot rename without the danger of replacing: some network shares."""


def move_new(source: Path, place: Path) -> None:
    """Moves to a place where nothing stands.

    Raises:
        FileExistsError: If something stands there.
        FileNotFoundError: If the source is gone: then nothing of it stands at ``place`` either.
        OSError: If it cannot be moved; then it stands where it stood.
    """
    try:
        rename_new(source, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return
    status = source.lstat()
    if stat.S_ISDIR(status.st_mode):
        _move_folder(source, place)
    elif stat.S_ISREG(status.st_mode):
        _move_file(source, place, status)
    elif stat.S_ISLNK(status.st_mode):
        place.symlink_to(source.readlink())
        source.unlink()
    else:
        raise OSError(errno.EXDEV, "it is neither a file nor a folder, and the other folder is on another disk")


def rename_new(source: Path, place: Path) -> None:
    """Renames within one file system, in one step, and never over another file.

    Where the file system cannot do that in one step, the place is first taken by something empty of the same kind.
    """
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.renameat2(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(place), _NO_REPLACE) == 0:
            return
        number = ctypes.get_errno()
        if number not in _UNSUPPORTED:
            raise OSError(number, os.strerror(number), str(source), None, str(place))
    _rename_reserved(source, place)


def _rename_reserved(source: Path, place: Path) -> None:
    is_folder = stat.S_ISDIR(source.lstat().st_mode)
    if is_folder:
        place.mkdir()
    else:
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    try:
        source.rename(place)
    except BaseException:
        with suppress(OSError):
            place.rmdir() if is_folder else place.unlink()
        raise


def _move_folder(source: Path, place: Path) -> None:
    """To another disk, under a temporary name until it is whole there."""
    copy = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=place.parent))
    try:
        _copy_folder(source, copy)
        copy.chmod(0o755)
        rename_new(copy, place)
    except BaseException:
        _remove_tree(copy)
        raise
    sync_folder(place.parent)
    _remove_tree(source)


def _copy_folder(source: Path, copy: Path) -> None:
    for member in sorted(source.iterdir()):
        status = member.lstat()
        if stat.S_ISDIR(status.st_mode):
            (copy / member.name).mkdir()
            _copy_folder(member, copy / member.name)
        elif stat.S_ISREG(status.st_mode):
            _copy_file(member, copy / member.name, status)
        elif stat.S_ISLNK(status.st_mode):
            (copy / member.name).symlink_to(member.readlink())
        else:
            raise OSError(errno.EXDEV, "what is in it is no file, and the other folder is on another disk")
    sync_folder(copy)


def _remove_tree(folder: Path) -> None:
    for place, folders, names in os.walk(folder, topdown=False):
        for name in names:
            Path(place, name).unlink(missing_ok=True)
        for name in folders:
            inner = Path(place, name)
            if inner.is_symlink():
                inner.unlink(missing_ok=True)
            else:
                inner.rmdir()
    with suppress(FileNotFoundError):
        folder.rmdir()


def _move_file(source: Path, place: Path, status: os.stat_result) -> None:
    if is_copy(source, place):  # and the power went before the first was removed
        source.unlink()
        return
    descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=place.suffix, dir=place.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        _copy_file(source, temporary, status)
        rename_new(temporary, place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)
    try:
        source.unlink()
    except FileNotFoundError:  # another watcher was quicker, and has put its own copy away
        place.unlink()
        raise


def is_copy(source: Path, place: Path) -> bool:
    """Whether a file on another disk is a finished copy of one here: what is left when a move is interrupted at its end."""
    try:
        here, there = source.lstat(), place.lstat()
        alike = (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)
        files = stat.S_ISREG(here.st_mode) and stat.S_ISREG(there.st_mode)
        return here.st_dev != there.st_dev and files and alike and sha256_of(source) == sha256_of(place)
    except OSError:
        return False


def _copy_file(source: Path, copy: Path, status: os.stat_result) -> None:
    with source.open("rb") as stream, copy.open("wb") as target:
        digest = copy_hashed(stream, target)
        target.flush()
        os.fsync(target.fileno())
    if sha256_of(copy) != digest:
        raise OSError(errno.EIO, "the copy differs from the original")
    copy.chmod(0o644)
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
