"""The output folder: originals, cache, ids and the documents' own folders. Safe under several processes at once.

::

    OUTPUT/<document-id>/...            what users see
    OUTPUT/.digitize/originals/ab/abcd  kept copies of source files, by SHA-256
    OUTPUT/.digitize/cache/ab/abcd      results of page steps, by the digest of what they depend on
    OUTPUT/.digitize/ids/<digest>       the id that a document got, by the digest of its content
    OUTPUT/.digitize/locks/             one lock file per document; one each for the ids, the index, the cache, the service
    OUTPUT/.digitize/index.sqlite       the index over documents, made from their files
    OUTPUT/.digitize/deleted/           documents that are being deleted
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.model.page import SourceFile
from digitize.store.cache import Cache, Pruning
from digitize.store.files import (
    explained,
    sha256_of,
    shown,
    sweep,
    sync_folder,
    whole_file,
    write_whole,
)
from digitize.store.originals import keep_original

_INSIDE = ".digitize"
_ID_DIGITS = (8, 16, 32)
"""Digits of the digest that tell documents of one name apart: 32 bits are ample for one folder, unless somebody wants a
clash."""
_ID_BYTES = 255
_BETWEEN_TRIES_S = 0.05
_FRESH_S = 3600.0
"""What was used within so many seconds stays in the cache: a run that was ended just now goes on soon."""
_LOCK_DIGITS = 16


class BusyError(EnvironmentFault):
    """Another process works on what is asked for, and goes on for longer than one would wait."""


def document_ids(root: Path) -> list[str]:
    """Ids of the documents in an output folder, in order; nothing is written."""
    return sorted(path.parent.name for path in root.glob("*/report.json"))


def output_if_writable(root: Path) -> OutputFolder | None:
    """An output folder with its locks; ``None`` where nothing can be written: then nobody works in it."""
    if not os.access(root / _INSIDE / "locks", os.W_OK):
        return None
    return OutputFolder(root)


class OutputFolder:
    """One output folder.

    Args:
        root: The folder; made when it does not exist.

    Raises:
        EnvironmentFault: If it cannot be made or written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._locks = root / _INSIDE / "locks"
        self._cache = Cache(root / _INSIDE / "cache")
        try:
            self._locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"the output folder cannot be used: {error.strerror}",
                where=shown(root),
                hint="Choose another: --output",
            ) from error

    # Documents -----------------------------------------------------------------------------------------------------

    def folder(self, document_id: str) -> Path:
        return self.root / document_id

    def claim_id(self, wanted: str, content: str) -> str:
        """The id of the document with that content; ``wanted``, or ``wanted-1a2b3c4d`` when another has it.

        Args:
            wanted: A slug of the file's name.
            content: Digest of the document's content.

        Raises:
            ValueError: If ``wanted`` cannot be the name of a folder.
            EnvironmentFault: If the records cannot be read or written.
        """
        if not _is_id(wanted):
            raise ValueError(f"not an id: {wanted!r}")
        records = self.root / _INSIDE / "ids"
        with self._lock("ids"):
            known = _read_id(records / content)
            if known is not None:
                return known
            taken = {_read_id(path) for path in records.glob("*") if not path.name.startswith(".")}
            if self.folder(wanted).exists():  # a folder that has lost its record, or never had one
                taken.add(wanted)
            wishes = (wanted, *(f"{wanted}-{content[:digits]}" for digits in _ID_DIGITS))
            document_id = next(wish for wish in wishes if wish not in taken)
            write_whole(records / content, document_id.encode())
            return document_id

    def release_id(self, document_id: str, content: str) -> None:
        """Gives up the id of a document of which nothing was delivered: a better copy of the scan may have it."""
        with self._lock("ids"):
            if not self.folder(document_id).exists():
                (self.root / _INSIDE / "ids" / content).unlink(missing_ok=True)

    def contents_of(self, document_id: str) -> frozenset[str]:
        """Digests of the contents that have an id: one, or none when its record is lost."""
        records = (self.root / _INSIDE / "ids").glob("*")
        return frozenset(
            path.name for path in records if not path.name.startswith(".") and _read_id(path) == document_id
        )

    def all_contents(self) -> dict[str, str]:
        """The id of each content that has one, by the content's digest."""
        records = (path for path in (self.root / _INSIDE / "ids").glob("*") if not path.name.startswith("."))
        return {path.name: document_id for path in records if (document_id := _read_id(path)) is not None}

    @contextmanager
    def locked(self, document_id: str, *, sweeps: bool = True, wait_s: float | None = None) -> Iterator[None]:
        """Holds the document's lock: a second process that works on the same document waits.

        What killed processes left half written in its folder is removed, before and after.

        Args:
            document_id: The document's id.
            sweeps: Whether that is done: it looks at every file of the document, and may wait when only a line is added to one.
            wait_s: Seconds to wait for another process that works on it; ``None`` for as long as it takes.

        Raises:
            BusyError: If another process works on it for longer.
        """
        with self._lock(_lock_name(document_id), wait_s):
            if not sweeps:
                yield
                return
            sweep(self.folder(document_id))
            try:
                yield
            finally:
                sweep(self.folder(document_id))

    @contextmanager
    def index_locked(self, wait_s: float | None = None) -> Iterator[Path]:
        """Holds the lock of the index while it is opened, brought up to date in form, or put aside; gives its file.

        Args:
            wait_s: Seconds to wait for another process that holds it; ``None`` for as long as it takes.

        Raises:
            EnvironmentFault: If another process holds it for longer.
        """
        with self._lock("index", wait_s):
            yield self.root / _INSIDE / "index.sqlite"

    @contextmanager
    def try_locked(self, name: str) -> Iterator[os.stat_result | None]:
        """Holds a lock of the folder's upkeep, if nobody else does: gives its file as it was found, or ``None``.

        Raises:
            EnvironmentFault: If the output folder cannot be written to.
        """
        try:
            descriptor = self._held(self._locks / name, 0.0)
        except BusyError:
            yield None
            return
        try:
            yield os.fstat(descriptor)
        finally:
            os.close(descriptor)

    def working_since_s(self) -> float:
        """When the oldest work on a document that goes on now was begun, in seconds since 1970; now, when there is none."""
        oldest = time.time()
        for path in self._locks.glob("?" * _LOCK_DIGITS):
            with suppress(OSError):
                if (found := path.stat()).st_mtime < oldest and _is_held(path):
                    oldest = found.st_mtime
        return oldest

    @contextmanager
    def _lock(self, name: str, wait_s: float | None = None) -> Iterator[None]:
        descriptor = self._held(self._locks / name, wait_s)
        try:
            with suppress(OSError):
                os.utime(descriptor)  # since when it is worked on
            yield
        finally:
            os.close(descriptor)

    def _held(self, path: Path, wait_s: float | None) -> int:
        """An open lock file that nobody else holds, and that stands under its name: it may go with its document."""
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise EnvironmentFault(
                    f"the output folder cannot be written to: {error.strerror}",
                    where=shown(self.root),
                    hint="Choose another: --output",
                ) from error
            try:
                self._wait_for(descriptor, wait_s)
                if _is_at(descriptor, path):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _wait_for(self, descriptor: int, wait_s: float | None) -> None:
        try:
            if wait_s is None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                return
            until = time.monotonic() + wait_s
            while not _is_taken(descriptor):
                if time.monotonic() > until:
                    raise BusyError(
                        "another process is working on it",
                        where=shown(self.root),
                        hint="Wait until it is done, and try again",
                    )
                time.sleep(_BETWEEN_TRIES_S)
        except OSError as error:
            raise EnvironmentFault(
                f"the output folder cannot be locked: {error.strerror}",
                where=shown(self.root),
                hint="Choose one on another disk: --output",
            ) from error

    # Deleting ------------------------------------------------------------------------------------------------------

    def retired(self, document_id: str) -> Path:
        """Where a document's folder stands from the moment it is deleted until nothing of it is left."""
        return self.root / _INSIDE / "deleted" / document_id

    def retire(self, document_id: str) -> None:
        """Takes a document's folder out of sight, in one step. The caller holds its lock.

        Raises:
            EnvironmentFault: If it cannot be moved.
        """
        folder, target = self.folder(document_id), self.retired(document_id)
        with explained(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            folder.rename(target)
            sync_folder(target.parent)
            sync_folder(self.root)

    def erase_retired(self, document_id: str) -> None:
        """Removes the folder of a deleted document; its report last, by which an interrupted deletion goes on.

        Raises:
            EnvironmentFault: If something cannot be removed.
        """
        folder = self.retired(document_id)
        with explained(folder):
            if folder.is_symlink() or not folder.is_dir():
                folder.unlink(missing_ok=True)
                return
            for path in folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path.name != "report.json":
                    path.unlink()
            shutil.rmtree(folder)

    def forget(self, document_id: str) -> None:
        """Gives up a deleted document's id, and its lock, which the caller holds."""
        with self._lock("ids"):
            for content in self.contents_of(document_id):
                (self.root / _INSIDE / "ids" / content).unlink(missing_ok=True)
        (self._locks / _lock_name(document_id)).unlink(missing_ok=True)

    # Originals -----------------------------------------------------------------------------------------------------

    def original(self, sha256: str) -> Path:
        """Where the kept copy of a source file stands, or will stand."""
        return self.root / _INSIDE / "originals" / sha256[:2] / sha256

    def keep_original(self, path: Path, source: SourceFile) -> Path:
        """Keeps a verified copy of a source file.

        Raises:
            InputError: If the file has changed since it was identified, or cannot be read any more.
            EnvironmentFault: If it cannot be written.
        """
        kept = self.original(source.sha256)
        keep_original(path, source, kept)
        return kept

    # Cache ---------------------------------------------------------------------------------------------------------

    def cached(self, key: str) -> bytes | None:
        """What was stored under a key, or ``None``: also when it cannot be read, for then it can be made again."""
        return self._cache.get(key)

    def cache(self, key: str, data: bytes) -> None:
        """Stores what a step made, under the digest of everything it depends on."""
        self._cache.put(key, data)

    def cached_with(self, told: Collection[bytes]) -> Iterator[Path]:
        """Entries of the cache that hold any of some bytes."""
        return self._cache.holding(told)

    def prune_cache(self, limit_bytes: int, *, at_most_every_s: float = 0.0) -> Pruning | None:
        """Keeps the cache within its limit; ``None`` when another process is doing that, or has done it just now.

        What was used within the last hour stays, and what was used since the oldest document that is being worked on was begun.

        Args:
            limit_bytes: How large it may be.
            at_most_every_s: Seconds since the last time in which nothing is done.

        Raises:
            EnvironmentFault: If the output folder cannot be written to.
        """
        with self.try_locked("cache") as lock:
            now = time.time()
            if lock is None or (lock.st_size and 0 <= now - lock.st_mtime < at_most_every_s):
                return None
            pruned = self._cache.prune(limit_bytes, min(now - _FRESH_S, self.working_since_s()))
            (self._locks / "cache").write_bytes(b"pruned")
            return pruned


def _lock_name(document_id: str) -> str:
    return hashlib.sha256(document_id.encode()).hexdigest()[:_LOCK_DIGITS]


class FolderSink:
    """Writes a document's files into its folder, each whole, and remembers their digests.

    Args:
        folder: The document's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}

    def write(self, path: str, data: bytes) -> None:
        """Writes one file, unless it is there already with the same content."""
        target = self._inside(path)
        digest = hashlib.sha256(data).hexdigest()
        if not _holds(target, digest):
            write_whole(target, data)
        self.digests[path] = digest

    @contextmanager
    def file(self, path: str) -> Iterator[Path]:
        """A temporary path; moved to ``path`` when the block ends without an error."""
        target = self._inside(path)
        with whole_file(target) as temporary:
            yield temporary
            digest = sha256_of(temporary)
        self.digests[path] = digest

    def copy(self, path: str, source: Path, digest: str) -> None:
        """Writes a copy of a file that was written before.

        Args:
            path: Where, in the document's folder.
            source: The file.
            digest: Its SHA-256.
        """
        with whole_file(self._inside(path)) as temporary:
            shutil.copyfile(source, temporary)
        self.digests[path] = digest

    def _inside(self, path: str) -> Path:
        target = self.folder / path
        if self.folder.resolve() not in target.resolve().parents:
            raise ValueError(f"not inside the document's folder: {path}")
        return target


def _read_id(record: Path) -> str | None:
    """The id in a record; ``None`` when there is none, or nothing that can be an id."""
    try:
        text = record.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise EnvironmentFault(
            f"cannot be read: {error.strerror}", where=shown(record), hint="Check the folder's permissions and its disk"
        ) from error
    return text if _is_id(text) else None


def _is_id(text: str) -> bool:
    return text.isprintable() and not text.startswith(".") and "/" not in text and 0 < len(text.encode()) <= _ID_BYTES


def _is_taken(descriptor: int) -> bool:
    """Takes the lock of an open file, if nobody else holds it; whether it is ours."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_held(path: Path) -> bool:
    """Whether a process holds the lock of a file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file stands under a name still."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _holds(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and sha256_of(path) == digest
    except OSError:
        return False
