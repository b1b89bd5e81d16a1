"""Backs up an output folder while others work with it: each backup is a whole bag, in which what has not changed is a second name of the former's file.

A backup has its name only when everything is in it and on the disk. One that is interrupted goes on where it was.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitize import __version__
from digitize.errors import DigitizeError, EnvironmentFault, InputError, UsageError
from digitize.ingest import printable
from digitize.pipeline.sealing import REPORT, files_of_document, is_kept_growing, known_digests, told_outputs
from digitize.settings import Settings
from digitize.store.bag import DATA, PARTIAL, Bag, Stamp, bags_in, new_name, read_bag, write_tags
from digitize.store.deeds import BACKED_UP, keep_deed
from digitize.store.files import TEMPORARY, SourceStream, copy_hashed, open_regular, sha256_of, sync_folder
from digitize.store.output import BusyError, OutputFolder, document_ids, output_if_writable

PREFECT = ".digitize/prefect/prefect.db"

_log = logging.getLogger("digitize.upkeep")
_JOURNAL = "journal.txt"
"""In a bag that is not whole: what was copied, a JSON list a line."""
_REMOVED = ".removed-"
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Backup:
    """What became of a backup.

    Args:
        folder: The bag.
        documents: How many documents are in it.
        files: How many files.
        size_bytes: Their size.
        copied: How many of them were copied; the others are those of the former backup.
        copied_bytes: Their size.
        errors: Documents and files that are not in it, or are in it as they are and are not what was written.
        removed: Older backups that were removed.
    """

    folder: Path
    documents: int
    files: int
    size_bytes: int
    copied: int
    copied_bytes: int
    errors: tuple[DigitizeError, ...]
    removed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "folder": printable(str(self.folder)),
            "documents": self.documents,
            "files": self.files,
            "bytes": self.size_bytes,
            "copied_files": self.copied,
            "copied_bytes": self.copied_bytes,
            "removed": list(self.removed),
            "errors": [{"where": each.where, "message": each.message, "hint": each.hint} for each in self.errors],
        }


def back_up(
    target: Path,
    settings: Settings,
    *,
    keep: int | None = None,
    with_runs: bool = True,
    verify: bool = False,
    wait_s: float = 600.0,
    step: Callable[[str, int], object] | None = None,
) -> Backup:
    """Backs an output folder up into a new bag in ``target``.

    Args:
        target: The folder of backups; made when it is missing.
        settings: Say where the output folder is.
        keep: How many backups to keep, this one counted; ``None`` for all.
        with_runs: Whether Prefect's database is to be in it.
        verify: Whether everything is read back before the bag gets its name.
        wait_s: Seconds to wait for a document that is being worked on, when all others are done.
        step: Told of each document that is done, and how many there are.

    Raises:
        InputError: If there is no output folder.
        UsageError: If the backup would lie in the output folder.
        EnvironmentFault: If the target cannot be written, or another process is at it; what was copied is kept.
    """
    root = settings.output
    if not root.is_dir():
        raise InputError("there is no such output folder", where=printable(str(root)), hint="Name it with --output")
    if target.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            "a backup must not lie in the folder that it is of",
            where=printable(str(target)),
            hint="Choose a folder on another disk",
        )
    with _written(target), _alone(target):
        _remove_remains(target)
        copying = _Copying(root, target / PARTIAL, _newest(target))
        documents = copying.everything(wait_s, step or (lambda *_: None), with_runs=with_runs)
        if verify:
            copying.read_back()
        made = copying.finish(target, documents)
        removed = tuple(_remove(path) for path in bags_in(target)[: -max(1, keep)]) if keep else ()
    size = sum(stamp.size for stamp in copying.stamps.values())
    backup = Backup(
        made,
        documents,
        len(copying.digests),
        size,
        copying.copied,
        copying.copied_bytes,
        tuple(copying.errors),
        removed,
    )
    with suppress(EnvironmentFault):  # a folder that may only be read
        keep_deed(root, BACKED_UP, {name: told for name, told in backup.as_json().items() if name != "removed"})
    return backup


@dataclass(slots=True)
class _Copying:
    """A bag while it is filled.

    Args:
        root: The output folder.
        partial: The bag.
        former: The newest bag that is whole; ``None`` when there is none.
    """

    root: Path
    partial: Path
    former: Bag | None
    digests: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    errors: list[DigitizeError] = field(default_factory=list)
    copied: int = 0
    copied_bytes: int = 0
    _copied_before: dict[str, tuple[str, Stamp]] = field(default_factory=dict)

    def everything(self, wait_s: float, step: Callable[[str, int], object], *, with_runs: bool) -> int:
        """Copies all; how many documents that were."""
        (self.partial / DATA).mkdir(parents=True, exist_ok=True)
        self._copied_before = _read_journal(self.partial / _JOURNAL)
        output = output_if_writable(self.root)
        ids = document_ids(self.root)
        busy = [each for each in ids if not self._document(each, output, 0.0, step, len(ids))]
        late = [each for each in busy if not self._document(each, output, wait_s, step, len(ids))]
        for document_id in late:
            self._left_out(document_id)
            step(document_id, len(ids))
        inside = self.root / ".digitize"
        for path in sorted((inside / "originals").glob("??/*")):
            if not path.name.startswith(TEMPORARY):
                self._original(path.name)
        for path in sorted((inside / "ids").glob("*")):
            if not path.name.startswith(TEMPORARY):
                self._file(f".digitize/ids/{path.name}", None)
        if with_runs and (self.root / PREFECT).is_file():
            self._runs()
        return sum(1 for path in self.digests if path.count("/") == 1 and path.endswith(f"/{REPORT}"))

    def _document(
        self,
        document_id: str,
        output: OutputFolder | None,
        wait_s: float,
        step: Callable[[str, int], object],
        count: int,
    ) -> bool:
        """Copies a document with its originals, as nobody works on it; whether that could be done."""
        folder = self.root / document_id
        try:
            with nullcontext() if output is None else output.locked(document_id, sweeps=False, wait_s=wait_s):
                if not (folder / REPORT).is_file():  # deleted meanwhile
                    return True
                known = _known(folder)
                for path in files_of_document(folder):
                    growing = is_kept_growing(path)
                    self._file(f"{document_id}/{path}", None if growing else known.get(path))
                for path in sorted(path for path in known if f"{document_id}/{path}" not in self.digests):
                    self._missing(f"{document_id}/{path}", known[path])
                for sha256 in _sources(folder):
                    self._original(sha256)
        except BusyError:
            return False
        step(document_id, count)
        return True

    def _missing(self, path: str, known: str) -> None:
        """A file that is written down and not there: the former bag may have it."""
        stamp = Stamp(0, 0)
        is_kept = self._is_as_in_former(path, stamp, known) and self._from_former(path)
        kept = "; it is in this backup as in the last one" if is_kept else ", and is not in this backup"
        self._fault(path, f"it is missing in the output folder{kept}", "See what to do: digitize verify")

    def _left_out(self, document_id: str) -> None:
        """A document that is worked on for too long is in the backup as the former one has it."""
        former = [path for path in self.former.digests if path.startswith(f"{document_id}/")] if self.former else []
        for path in former:
            self._from_former(path)
        as_before = "is in this backup as in the last one" if former else "is not in this backup"
        self.errors.append(
            EnvironmentFault(
                f"the document was being worked on, and {as_before}",
                where=printable(document_id),
                hint="Back up again later, or allow more time: --wait",
            )
        )

    def _original(self, sha256: str) -> None:
        path = f".digitize/originals/{sha256[:2]}/{sha256}"
        if path not in self.digests and (self.root / path).is_file():
            self._file(path, sha256)

    def _file(self, path: str, known: str | None) -> None:
        """Puts a file into the bag.

        Args:
            path: The file, by its path in the output folder.
            known: Its SHA-256, where that is written down.
        """
        source = self.root / path
        try:
            told = source.lstat()
        except FileNotFoundError:
            return
        stamp = Stamp(told.st_size, told.st_mtime_ns)
        before = self._copied_before.get(path)
        if (
            before is not None
            and before[1] == stamp
            and known in (None, before[0])
            and self._is_there(path, stamp.size)
        ):
            self._take_down(path, before[0], stamp, journal=False)
        elif self._is_as_in_former(path, stamp, known) and self._from_former(path):
            pass
        else:
            self._copy(path, stamp, known)

    def _is_there(self, path: str, size: int) -> bool:
        try:
            return self._place(path).stat().st_size == size
        except OSError:
            return False

    def _is_as_in_former(self, path: str, stamp: Stamp, known: str | None) -> bool:
        if self.former is None or path not in self.former.digests:
            return False
        return self.former.digests[path] == known if known else self.former.stamps.get(path) == stamp

    def _from_former(self, path: str) -> bool:
        """Gives a file of the former bag a second name in this one; whether it could."""
        if self.former is None:
            return False
        place, file = self._place(path), self.former.file(path)
        try:
            found = file.stat()
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            place.hardlink_to(file)
        except OSError as error:
            if error.errno in _FULL:
                raise
            return False  # a disk that knows no second names, or a file that is lost: it is copied
        stamp = self.former.stamps.get(path, Stamp(found.st_size, found.st_mtime_ns))
        if found.st_size != stamp.size:
            place.unlink()
            return False
        self._take_down(path, self.former.digests[path], stamp)
        return True

    def _copy(self, path: str, stamp: Stamp, known: str | None) -> None:
        source, place = self.root / path, self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.parent / f"{TEMPORARY}copy"
        try:
            stream = open_regular(source)
        except OSError as error:
            if error.errno == errno.ENOENT and not source.is_symlink():
                return
            reason = (
                "it is a link, or no file" if error.errno == errno.EINVAL or source.is_symlink() else error.strerror
            )
            self._fault(path, f"it is not in the backup: {reason}", "Look at it, and back up again")
            return
        with stream:
            if source.is_symlink():
                self._fault(path, "it is not in the backup: it is a link", "Replace it by what it points to")
                return
            with temporary.open("wb") as copy:
                digest = self._read(stream, copy, path)
        if digest is None:
            temporary.unlink()
            return
        os.utime(temporary, ns=(stamp.mtime_ns, stamp.mtime_ns))
        temporary.replace(place)
        if known is not None and digest != known:
            told = "it is not what was written; it is in the backup as it is"
            self._fault(path, told, "See what is damaged: digitize verify")
        self.copied += 1
        self.copied_bytes += stamp.size
        self._take_down(path, digest, stamp)

    def _read(self, stream: Any, copy: Any, path: str) -> str | None:
        """Copies a stream; ``None`` when the source cannot be read: that is not the fault of the backup's disk."""
        reading = SourceStream(stream)
        try:
            return copy_hashed(reading, copy)
        except OSError as error:
            if reading.fault is not error:
                raise
            self._fault(path, f"it is not in the backup: {error.strerror}", "See what is damaged: digitize verify")
            return None

    def _runs(self) -> None:
        """Copies Prefect's database as it is at one moment, while the server may be writing to it."""
        place = self._place(PREFECT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            with (
                closing(
                    sqlite3.connect(f"{(self.root / PREFECT).absolute().as_uri()}?mode=ro", uri=True, timeout=30.0)
                ) as source,
                closing(sqlite3.connect(place)) as copy,
            ):
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE").close()
        except sqlite3.Error as error:
            place.unlink(missing_ok=True)
            if "full" in str(error):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
            self._fault(
                PREFECT, f"the runs are not in the backup: {error}", "Try again, or leave them out: --without-runs"
            )
            return
        found = place.stat()
        self.copied += 1
        self.copied_bytes += found.st_size
        self._take_down(PREFECT, sha256_of(place), Stamp(found.st_size, found.st_mtime_ns), journal=False)

    def _fault(self, path: str, told: str, hint: str) -> None:
        self.errors.append(InputError(told, where=printable(path), hint=hint))

    def _take_down(self, path: str, digest: str, stamp: Stamp, *, journal: bool = True) -> None:
        self.digests[path], self.stamps[path] = digest, stamp
        if journal:
            line = json.dumps([os.fsencode(path).hex(), digest, stamp.size, stamp.mtime_ns])
            with (self.partial / _JOURNAL).open("a", encoding="ascii") as stream:
                stream.write(f"{line}\n")

    def _place(self, path: str) -> Path:
        return self.partial / DATA / path

    def read_back(self) -> None:
        """Reads everything in the bag.

        Raises:
            EnvironmentFault: If something is not what was copied.
        """
        os.sync()
        for path, digest in self.digests.items():
            if read_from_disk(self._place(path)) != digest:
                self._place(path).unlink()
                raise EnvironmentFault(
                    "the copy is not what was copied: the disk of the backup, or the way to it, fails",
                    where=printable(str(self._place(path))),
                    hint="Check the disk, and back up again; older backups were not touched",
                )

    def finish(self, target: Path, documents: int) -> Path:
        """Removes what is no longer there, says what the bag holds, and gives it its name."""
        for place, _, names in os.walk(self.partial / DATA, topdown=False):
            for name in names:
                file = Path(place, name)
                if file.relative_to(self.partial / DATA).as_posix() not in self.digests:
                    file.unlink()
            with suppress(OSError):  # there is something in it
                Path(place).rmdir()
        (self.partial / DATA).mkdir(exist_ok=True)
        size = sum(self._place(path).stat().st_size for path in self.digests)
        info = {
            "Bagging-Date": datetime.now(UTC).date().isoformat(),
            "Bag-Software-Agent": f"digitize {__version__}",
            "Payload-Oxum": f"{size}.{len(self.digests)}",
            "External-Description": f"Backup of an output folder of digitize: {documents} documents",
            "Internal-Sender-Identifier": printable(str(self.root.absolute())),
        }
        write_tags(self.partial, self.digests, self.stamps, info)
        (self.partial / _JOURNAL).unlink(missing_ok=True)
        os.sync()  # thousands of files: one by one would take an hour
        made = target / new_name(target)
        self.partial.rename(made)
        sync_folder(target)
        return made


def read_from_disk(path: Path) -> str | None:
    """The SHA-256 of a file as its disk has it, and not memory, where the system can be asked for that; ``None`` when it cannot be read."""
    try:
        with open_regular(path) as stream:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return sha256_of(path)
    except OSError:
        return None


def _known(folder: Path) -> dict[str, str]:
    """Digests that are written down of a document's files; none where that cannot be read."""
    known: dict[str, str] = {}
    with suppress(ValueError):
        known.update(known_digests(folder))
    with suppress(ValueError):
        known.update(told_outputs(folder))
    return known


def _sources(folder: Path) -> Sequence[str]:
    try:
        sources = json.loads((folder / REPORT).read_bytes())["sources"]
        found = [str(source["sha256"]) for source in sources]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()
    return [each for each in found if each.isalnum()]


def _read_journal(path: Path) -> dict[str, tuple[str, Stamp]]:
    """What was copied before; nothing after the machine was started anew: that may not have come to the disk."""
    try:
        boot = _BOOT.read_text("ascii").strip()
    except OSError:
        boot = ""
    found: dict[str, tuple[str, Stamp]] = {}
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, ValueError):
        lines = []
    if not lines or not boot or lines[0] != boot:
        path.write_text(f"{boot}\n", "ascii")
        return {}
    for line in lines[1:]:
        with suppress(ValueError, TypeError):  # the last one, of a program that was killed
            name, digest, size, mtime_ns = json.loads(line)
            found[os.fsdecode(bytes.fromhex(name))] = (str(digest), Stamp(int(size), int(mtime_ns)))
    return found


def _newest(target: Path) -> Bag | None:
    """The newest bag that can be read; of one that cannot, nothing is taken."""
    for folder in reversed(bags_in(target)):
        try:
            return read_bag(folder)
        except InputError as error:
            _log.warning("%s", error)
    return None


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Holds the lock of a folder of backups."""
    descriptor = os.open(target / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFault(
                "another backup is being made there", where=printable(str(target)), hint="Wait until it is done"
            ) from None
        except OSError:
            _log.info("the disk of the backup knows no locks")
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _written(target: Path) -> Iterator[None]:
    """Turns what fails in writing the backup into an error that says so.

    Raises:
        EnvironmentFault: If the block raises an ``OSError``.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise EnvironmentFault(
                "the disk of the backup is full; the backup is not whole, and has no name yet",
                where=printable(str(target)),
                hint="Make room there, or remove old backups: the same command then goes on",
            ) from error
        raise EnvironmentFault(
            f"the backup cannot be written: {error.strerror}",
            where=printable(str(error.filename or target)),
            hint="Check the folder's permissions and its disk, or choose another",
        ) from error


def _remove(folder: Path) -> str:
    """Removes a bag; what is removed has its name no more."""
    gone = folder.with_name(f"{_REMOVED}{folder.name}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)
    return folder.name


def _remove_remains(target: Path) -> None:
    """Removes the rest of bags whose removal was interrupted."""
    for path in target.glob(f"{_REMOVED}*"):
        shutil.rmtree(path, ignore_errors=True)
