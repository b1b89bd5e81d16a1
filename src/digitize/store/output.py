"""The output folder: originals, cache, ids and the documents' own folders. Safe under several processes at once.

::

    OUTPUT/<document-id>/...            what users see
    OUTPUT/.digitize/originals/ab/abcd  kept copies of source files, by SHA-256
    OUTPUT/.digitize/cache/ab/abcd      results of page steps, by the digest of what they depend on
    OUTPUT/.digitize/ids/<digest>       the id that a document got, by the digest of its content
    OUTPUT/.digitize/locks/             one lock file per document, and one for the ids
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitize.errors import EnvironmentFault, InputError
from digitize.model.page import SourceFile
from digitize.store.files import copy_hashed, sha256_of, sweep, whole_file, write_whole

_INSIDE = ".digitize"
_ID_DIGITS = 8
"""Digits of the digest that tell documents of one name apart: 32 bits, ample for one folder."""


class OutputFolder:
    """One output folder.

    Args:
        root: The folder; made when it does not exist.

    Raises:
        EnvironmentFault: If it cannot be made or written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            (root / _INSIDE / "locks").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"the output folder cannot be used: {error.strerror}", where=str(root), hint="Choose another: --output"
            ) from error

    # Documents -----------------------------------------------------------------------------------------------------

    def folder(self, document_id: str) -> Path:
        return self.root / document_id

    def document_ids(self) -> list[str]:
        """Ids of the documents that are here, in order."""
        return sorted(path.parent.name for path in self.root.glob("*/report.json"))

    def claim_id(self, wanted: str, content: str) -> str:
        """The id of the document with that content; ``wanted``, or ``wanted-1a2b3c4d`` when another has it.

        Args:
            wanted: A slug of the file's name.
            content: Digest of the document's content.
        """
        record = self.root / _INSIDE / "ids" / content
        with self._lock("ids"):
            if record.exists():
                return record.read_text("utf-8")
            taken = {path.read_text("utf-8") for path in record.parent.glob("*") if not path.name.startswith(".")}
            free = wanted not in taken and not self.folder(wanted).exists()
            document_id = wanted if free else f"{wanted}-{content[:_ID_DIGITS]}"
            write_whole(record, document_id.encode())
            return document_id

    def release_id(self, document_id: str, content: str) -> None:
        """Gives up the id of a document of which nothing was delivered: a better copy of the scan may have it."""
        with self._lock("ids"):
            if not self.folder(document_id).exists():
                (self.root / _INSIDE / "ids" / content).unlink(missing_ok=True)

    @contextmanager
    def locked(self, document_id: str) -> Iterator[None]:
        """Holds the document's lock: a second process that works on the same document waits.

        What killed processes left half written in its folder is removed, before and after.
        """
        with self._lock(hashlib.sha256(document_id.encode()).hexdigest()[:16]):
            sweep(self.folder(document_id))
            try:
                yield
            finally:
                sweep(self.folder(document_id))

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        path = self.root / _INSIDE / "locks" / name
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise EnvironmentFault(
                f"the output folder cannot be written to: {error.strerror}",
                where=str(self.root),
                hint="Choose another: --output",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    # Originals -----------------------------------------------------------------------------------------------------

    def original(self, sha256: str) -> Path:
        """Where the kept copy of a source file stands, or will stand."""
        return self.root / _INSIDE / "originals" / sha256[:2] / sha256

    def keep_original(self, path: Path, source: SourceFile) -> Path:
        """Keeps a verified copy of a source file.

        Raises:
            InputError: If the file has changed since it was identified.
            EnvironmentFault: If it cannot be written.
        """
        kept = self.original(source.sha256)
        if kept.exists() and kept.stat().st_size == source.size_bytes:
            return kept
        try:
            original = path.open("rb")
        except OSError as error:  # it was there a moment ago
            raise InputError(
                f"cannot be read any more: {error.strerror}", where=source.name, hint="Check the file and its disk"
            ) from error
        with original as stream, whole_file(kept) as temporary:
            with temporary.open("wb") as copy:
                digest = copy_hashed(stream, copy)
            if digest != source.sha256:
                raise InputError(
                    "the file changed while it was being read", where=source.name, hint="Wait until it is complete"
                )
        return kept

    # Cache ---------------------------------------------------------------------------------------------------------

    def cached(self, key: str) -> bytes | None:
        """What was stored under a key, or ``None``."""
        try:
            return self._cache_path(key).read_bytes()
        except FileNotFoundError:
            return None

    def cache(self, key: str, data: bytes) -> None:
        """Stores what a step made, under the digest of everything it depends on."""
        write_whole(self._cache_path(key), data)

    def _cache_path(self, key: str) -> Path:
        return self.root / _INSIDE / "cache" / key[:2] / key


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
        if not (target.is_file() and sha256_of(target) == digest):
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

    def _inside(self, path: str) -> Path:
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"not inside the document's folder: {path}")
        return target
